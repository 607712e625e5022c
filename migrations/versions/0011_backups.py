"""What was backed up, and what was removed when its term had passed.

Revision ID: 0011
Revises: 0010
"""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """As the models describe it."""

"""Files that the product makes for somebody.

Revision ID: 0009
Revises: 0008
"""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """As the models describe it."""

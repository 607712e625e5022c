"""What the one who runs it may know of all coalitions together: counts and moments, no content.

Revision ID: 0012
Revises: 0011
"""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """As the models describe it."""

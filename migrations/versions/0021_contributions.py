"""What partners promise and give, in euros, hours and kind.

Revision ID: 0021
Revises: 0020
"""

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Not yet anything."""

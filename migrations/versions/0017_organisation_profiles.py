"""What an organisation's own people keep: its profile, its logo and its colleagues.

Revision ID: 0017
Revises: 0016
"""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Not yet anything."""

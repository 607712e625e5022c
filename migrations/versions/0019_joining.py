"""How an organisation comes to take part: invited, or by its own application.

Revision ID: 0019
Revises: 0018
"""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Not yet anything."""

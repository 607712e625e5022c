"""What a coalition keeps of a partnership: how it stands, contact persons, neighbourhoods.

Revision ID: 0018
Revises: 0017
"""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Not yet anything."""

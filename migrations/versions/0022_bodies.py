"""Bodies: who sits in them, from when until when, and what they stand under.

Revision ID: 0022
Revises: 0021
"""

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Not yet anything."""

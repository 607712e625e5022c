"""The partner's room: what waits for an organisation, in all coalitions.

Revision ID: 0023
Revises: 0022
"""

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Not yet anything."""

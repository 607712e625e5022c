"""A reminder to an owner without an account: a link for one action and some days.

Revision ID: 0010
Revises: 0009
"""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """As the models describe it."""

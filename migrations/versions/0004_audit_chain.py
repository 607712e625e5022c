"""The audit chain: history is a chain of hashes over salted content, written through one function only.

Revision ID: 0004
Revises: 0003
"""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """As the models describe it."""

"""Versions: the plan as it was adopted.

Revision ID: 0007
Revises: 0006
"""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """As the models describe it."""

"""A form that is sent twice is answered once.

Revision ID: 0006
Revises: 0005
"""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """As the models describe it."""

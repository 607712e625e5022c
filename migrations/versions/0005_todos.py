"""What waits for people: a row per thing that waits, and the digest that each person chose.

Revision ID: 0005
Revises: 0004
"""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """As the models describe it."""

"""Agreements: texts in versions, who was sent which, and who signed.

Revision ID: 0020
Revises: 0019
"""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Not yet anything."""

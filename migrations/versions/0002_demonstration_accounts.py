"""Let the application ask whether there are demonstration accounts, without seeing any person.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the function: it works as the owner of the tables, answers yes or no, and takes nothing from whoever calls it."""
    op.execute("""
        create function has_demonstration_accounts() returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$ select exists (select from public.person where demonstration) $$
    """)
    op.execute("revoke execute on function has_demonstration_accounts() from public")
    op.execute("grant execute on function has_demonstration_accounts() to webapp")

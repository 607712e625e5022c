"""The partner's room: an update can be told in the name of an organisation, and who works for one gets the digest.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Make the column, then say anew who is due for a digest."""
    op.add_column("progress_update", sa.Column("on_behalf_of", sa.Text(), server_default="", nullable=False))
    find_digest_readers()


def find_digest_readers() -> None:
    """As in migration 0005; and who works for an organisation, also where no coalition let it in yet: one may have invited it."""
    op.execute("""
        create or replace function digest_readers(today date, demonstrations boolean) returns setof uuid
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select p.id from public.person p
            where p.ended_at is null and p.password_hash is not null
              and (demonstrations or not p.demonstration)
              and (p.digest = 'daily' or (p.digest = 'weekly' and extract(isodow from today) = 1))
              and (exists (select from public.membership m where m.person_id = p.id and m.ended_at is null)
                   or exists (select from public.organisation_member o where o.person_id = p.id and o.ended_at is null))
        $$
    """)

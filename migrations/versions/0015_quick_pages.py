"""Parts of pages that show everybody in a coalition the same are kept made; one function says whether what they show is still the same.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the function that marks what a coalition's pages show to everybody who may see them.

    As `page_mark` (migration 0014), without what is one person's own: the head of the chain of events, which every verb moves in its own
    transaction; the coalition's row; its partners and their organisations, which another coalition may correct. It works as who asks,
    within a scope, so row level security holds. PL/pgSQL keeps its plan with the connection.
    """
    op.execute("""
        create function coalition_mark() returns text
        language plpgsql stable
        as $$
        begin
            return (select encode(sha256(convert_to(row(
                t.id, t.xmin,
                (select h.hash from chain_head h where h.tenant_id = t.id),
                (select string_agg(q.xmin::text || ' ' || g.xmin::text, ' ') from partner q
                    join organisation g on g.id = q.organisation_id where q.tenant_id = t.id)
            )::text, 'UTF8')), 'hex')
            from tenant t where t.id = nullif(current_setting('app.tenant', true), '')::uuid);
        end $$
    """)
    op.execute("revoke execute on function coalition_mark() from public")
    op.execute("grant execute on function coalition_mark() to webapp")

"""Whether a page that a browser kept still holds is asked in one question, by a hash of all that it is made of.

Revision ID: 0014
Revises: 0013
"""

from alembic import op

revision = "0014"
down_revision = "0013"

_ARGUMENTS = "text, uuid, timestamptz, timestamptz, timestamptz"


def upgrade() -> None:
    """Make the function that marks what a page of a coalition shows to the holder of a session.

    No row where the session does not live (unused since `used_since`, begun before `begun_since`, ended) or where the visit is over
    (not seen since `visit_since`). Otherwise who holds it, which `webapp` sees of a session whose digest it
    holds up anyway, and one hash, so that nothing can be read from it.

    Of every row that counts stands the transaction that wrote it last (`xmin`), one by one: of a number and the newest alone a
    transaction that began earlier and ended later would change neither. It works as the owner, because it asks before anybody acts; so
    its search_path is fixed. PL/pgSQL keeps its plan with the connection.
    """
    op.execute("""
        create function page_mark(
            token text, tenant uuid, visit_since timestamptz, used_since timestamptz, begun_since timestamptz,
            out person uuid, out mark text
        ) returns setof record
        language plpgsql stable security definer rows 1
        set search_path = pg_catalog, pg_temp
        as $$
        begin
            return query select p.id, encode(sha256(convert_to(row(
                s.id, p.id, p.xmin, t.id, t.xmin, v.seen_at, v.previous_at,
                (select string_agg(m.xmin::text || ' ' || o.xmin::text, ' ') from public.membership m
                    join public.tenant o on o.id = m.tenant_id where m.person_id = p.id),
                (select string_agg(a.xmin::text, ' ') from public.platform_assignment a where a.person_id = p.id),
                (select h.hash from public.chain_head h where h.tenant_id = t.id),
                (select string_agg(w.xmin::text, ' ') from public.todo w where w.tenant_id = t.id and w.closed_at is null),
                (select string_agg(q.xmin::text || ' ' || g.xmin::text, ' ') from public.partner q
                    join public.organisation g on g.id = q.organisation_id where q.tenant_id = t.id)
            )::text, 'UTF8')), 'hex')
            from public.sign_in s
            join public.person p on p.id = s.person_id
            join public.visit v on v.tenant_id = page_mark.tenant and v.person_id = p.id
            join public.tenant t on t.id = page_mark.tenant
            where s.token_hash = page_mark.token and s.ended_at is null and p.ended_at is null
              and s.seen_at > page_mark.used_since and s.created_at > page_mark.begun_since
              and v.seen_at >= page_mark.visit_since;
        end $$
    """)
    op.execute(f"revoke execute on function page_mark({_ARGUMENTS}) from public")
    op.execute(f"grant execute on function page_mark({_ARGUMENTS}) to webapp")

"""Who takes an organisation over, by the word of one coalition, gets nothing that another asked of the people of before.

Revision ID: 0025
Revises: 0024
"""

from alembic import op

from tenants.database import ACTING_TENANT

revision = "0025"
down_revision = "0024"

OUTSIDE = f"{ACTING_TENANT} is null"
MINE = "(select my_organisations())"
# What waits for an organisation also where the coalition did not let it in: it was only asked something.
BEFORE_THE_DOOR = "'partner_invitation.answer', 'suggestion.answer'"


def upgrade() -> None:
    """The policy first, then the trigger."""
    show_only_where_let_in()
    withdraw_what_was_asked()


def show_only_where_let_in() -> None:
    """As in migration 0016; but a row tells that the organisation is a partner there: only who comes in there reads it outside."""
    let_in = (
        "exists (select from membership m where m.tenant_id = todo.tenant_id"
        " and m.organisation_id = todo.organisation_id and m.ended_at is null)"
    )
    op.execute("drop policy addressed_to_organisation on todo")
    op.execute(f"""
        create policy addressed_to_organisation on todo for select to webapp
        using ({OUTSIDE} and organisation_id in {MINE} and (kind in ({BEFORE_THE_DOOR}) or {let_in}))
    """)


def withdraw_what_was_asked() -> None:
    """As in migration 0019; and an invitation that waits for the accounts of before is withdrawn, so that no other account answers it."""
    op.execute(f"""
        create or replace function first_comes_alone() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$
        begin
            if {ACTING_TENANT} is null then
                return new;
            end if;
            perform pg_advisory_xact_lock(hashtextextended(new.organisation_id::text, 19));
            if exists (select from public.organisation_member m where m.organisation_id = new.organisation_id and m.ended_at is null) then
                raise unique_violation using message = 'the organisation has somebody already';
            end if;
            update public.membership set ended_at = now()
            where organisation_id = new.organisation_id and ended_at is null and tenant_id <> {ACTING_TENANT};
            update public.partner_invitation i
            set answer = 'withdrawn', answered_at = now(), reason = 'De accounts aan wie dit gevraagd was, bestaan niet meer.'
            from public.partner p
            where p.tenant_id = i.tenant_id and p.id = i.partner_id and p.organisation_id = new.organisation_id
              and i.email = '' and i.answer is null and i.tenant_id <> {ACTING_TENANT};
            update public.todo set closed_at = now(), ended = 'lapsed'
            where organisation_id = new.organisation_id and closed_at is null and tenant_id <> {ACTING_TENANT};
            return new;
        end $$
    """)
    op.execute("revoke execute on function first_comes_alone() from public")

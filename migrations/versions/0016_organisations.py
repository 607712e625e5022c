"""Organisations with people of their own: who works for one, what it holds in a coalition, and what waits for all of them.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import ACTING_PERSON, KEY_IN_HAND, guard

revision = "0016"
down_revision = "0015"

HERE = f"tenant_id = {ACTING_TENANT}"
OUTSIDE = f"{ACTING_TENANT} is null"
MINE = "(select my_organisations())"
KEPT_BY_ME = "(select organisations_i_keep())"
# Per table outside the coalitions: the moment that its term counts from, the term, and what else must hold. `t` is the row.
TERMS = {
    "sign_in": ("coalesce(t.ended_at, t.seen_at)", "30 days", "true"),
    "password_reset": ("least(t.expires_at, t.used_at)", "30 days", "true"),
    "backup": ("t.finished_at", "730 days", "true"),
    "organisation_member": ("t.ended_at", "730 days", "true"),
    # Who holds or held no role anywhere, works or worked for no organisation and is signed in nowhere.
    "person": (
        "t.created_at",
        "30 days",
        """not exists (select from public.membership m where m.person_id = t.id)
           and not exists (select from public.organisation_member o where o.person_id = t.id)
           and not exists (select from public.platform_assignment a where a.person_id = t.id)
           and not exists (select from public.sign_in s where s.person_id = t.id)""",
    ),
}


def upgrade() -> None:
    """Make the tables and columns, then say anew who sees and changes what."""
    describe_organisations()
    create_members()
    let_organisations_hold_a_role()
    guard_members()
    keep_profiles()
    let_things_wait_for_organisations()
    show_people()
    mark_what_a_page_is_made_of()
    forget_who_left()
    states = "'mentioned', 'invited', 'applied', 'active', 'paused', 'declined', 'refused', 'ended'"
    op.drop_constraint(op.f("ck_partner_state"), "partner")
    op.create_check_constraint(op.f("ck_partner_state"), "partner", f"state in ({states})")


def describe_organisations() -> None:
    """What an organisation says of itself."""
    kinds = "'foundation', 'association', 'company', 'cooperative', 'government', 'school', 'church', 'initiative', 'network', 'unknown'"
    op.add_column("organisation", sa.Column("kind", sa.Text(), server_default="unknown", nullable=False))
    op.create_check_constraint(op.f("ck_organisation_kind"), "organisation", f"kind in ({kinds})")
    for name in ("description", "email", "phone", "place"):
        op.add_column("organisation", sa.Column(name, sa.Text(), server_default="", nullable=False))


def create_members() -> None:
    """Who works for an organisation. The functions work as the owner, because policies that ask each other would never end."""
    op.create_table(
        "organisation_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("administrator", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("may_sign", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("function", sa.Text(), server_default="", nullable=False),
        sa.Column("added_by", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_member_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_organisation_member_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_member")),
    )
    op.create_index(
        "uq_organisation_member_held",
        "organisation_member",
        ["organisation_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(op.f("ix_organisation_member_person_id"), "organisation_member", ["person_id"])
    for name, condition in (("my_organisations", "true"), ("organisations_i_keep", "administrator")):
        _make(
            f"{name}() returns setof uuid",
            f"select organisation_id from public.organisation_member where person_id = {ACTING_PERSON} and ended_at is null and {condition}",
        )
    _make(
        "organisation_has_member(organisation uuid) returns boolean",
        "select exists (select from public.organisation_member where organisation_id = organisation and ended_at is null)",
    )


def guard_members() -> None:
    """Who sees and changes who works for an organisation."""
    # Whoever works for an organisation has, where the coalition let it in, access here: the coalition sees who that is.
    let_in = f"exists (select from membership m where m.organisation_id = organisation_member.organisation_id and m.{HERE})"
    partner = f"exists (select from partner p where p.organisation_id = organisation_member.organisation_id and p.{HERE})"
    guard(
        op,
        "organisation_member",
        select=f"person_id = {ACTING_PERSON} or organisation_id in {MINE} or {let_in}",
        # The first comes in by a coalition of which the organisation is a partner; the others are let in by a colleague.
        insert=f"person_id = {ACTING_PERSON} and not organisation_has_member(organisation_id) and {partner}",
        update=f"organisation_id in {KEPT_BY_ME} or person_id = {ACTING_PERSON}",
    )


def keep_profiles() -> None:
    """As long as nobody has an account for it, the coalition that added an organisation keeps its profile; then the organisation alone."""
    op.execute("drop policy select_rows on organisation")
    op.execute("drop policy update_rows on organisation")
    partner = f"exists (select from partner p where p.organisation_id = organisation.id and p.{HERE})"
    added_here = f"added_by_tenant = {ACTING_TENANT}"
    seen = f"kvk_number is not null or {added_here} or {partner} or id in {MINE}"
    kept = f"({added_here} and not organisation_has_member(id)) or ({OUTSIDE} and id in {KEPT_BY_ME})"
    op.execute(f"create policy select_rows on organisation for select to webapp using ({seen})")
    op.execute(
        f"create policy update_rows on organisation for update to webapp using ({kept}) with check ({kept})"
    )


def let_organisations_hold_a_role() -> None:
    """The role of a partner's member is held by the organisation, for all who work for it: nobody of them needs to be told apart here."""
    op.alter_column("membership", "person_id", nullable=True)
    op.add_column("membership", sa.Column("organisation_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_membership_organisation_id"), "membership", "organisation", ["organisation_id"], ["id"]
    )
    # Nobody could do anything with it yet, and of whom it was held is not known.
    op.execute("delete from membership where role = 'partner_member'")
    op.create_check_constraint(
        op.f("ck_membership_one_holder"), "membership", "num_nonnulls(person_id, organisation_id) = 1"
    )
    op.create_check_constraint(
        op.f("ck_membership_partner_member"),
        "membership",
        "(role = 'partner_member') = (organisation_id is not null)",
    )
    op.create_index(
        "uq_membership_open_to",
        "membership",
        ["tenant_id", "organisation_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"])
    op.execute("drop policy select_rows on membership")
    op.execute(f"""
        create policy select_rows on membership for select to webapp
        using ({HERE} or person_id = {ACTING_PERSON} or organisation_id in {MINE})
    """)


def let_things_wait_for_organisations() -> None:
    """Outside every coalition also what waits for all who work for an organisation, in whichever coalition: also one that only asked it."""
    op.add_column("todo", sa.Column("organisation_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_todo_organisation_id"), "todo", "organisation", ["organisation_id"], ["id"]
    )
    op.drop_constraint(op.f("ck_todo_one_addressee"), "todo")
    op.create_check_constraint(
        op.f("ck_todo_one_addressee"), "todo", "num_nonnulls(role, person_id, organisation_id) = 1"
    )
    still_open = sa.text("closed_at is null")
    op.drop_index("uq_todo_open", "todo")
    op.create_index(
        "uq_todo_open",
        "todo",
        ["tenant_id", "kind", "subject_id", "role", "person_id", "organisation_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=still_open,
    )
    op.create_index("ix_todo_organisation_id", "todo", ["organisation_id"], postgresql_where=still_open)
    op.execute(f"""
        create policy addressed_to_organisation on todo for select to webapp
        using ({OUTSIDE} and organisation_id in {MINE})
    """)


def show_people() -> None:
    """Colleagues see each other; a coalition sees who comes in for an organisation that it let in."""
    signed_in = (
        f"exists (select from sign_in s where s.person_id = person.id and s.token_hash = {KEY_IN_HAND})"
    )
    here = f"exists (select from membership m where m.person_id = person.id and m.{HERE})"
    comes_in = (
        "exists (select from organisation_member o join membership m on m.organisation_id = o.organisation_id"
        f" where o.person_id = person.id and o.ended_at is null and m.ended_at is null and m.{HERE})"
    )
    colleague = (
        "exists (select from organisation_member o"
        f" where o.person_id = person.id and o.ended_at is null and o.organisation_id in {MINE})"
    )
    op.execute("drop policy select_rows on person")
    op.execute(f"""
        create policy select_rows on person for select to webapp using (
            id = {ACTING_PERSON} or email = {KEY_IN_HAND} or {signed_in} or {here} or {comes_in} or {colleague}
        )
    """)


def mark_what_a_page_is_made_of() -> None:
    """As in migration 0014; the roles that organisations hold count too, and who works for them."""
    op.execute("""
        create or replace function page_mark(
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
                (select string_agg(w.xmin::text || ' ' || m.xmin::text || ' ' || o.xmin::text, ' ') from public.organisation_member w
                    left join public.membership m on m.organisation_id = w.organisation_id
                    left join public.tenant o on o.id = m.tenant_id where w.person_id = p.id),
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


def forget_who_left() -> None:
    """As in migration 0011; and who works or worked for an organisation keeps the account that long."""
    steps = "".join(
        f"""
        return query select '{table}'::text, count(*), min({moment}), max({moment}) from public.{table} t
            where {moment} < now() - interval '{term}' and {also};
        if really then delete from public.{table} t where {moment} < now() - interval '{term}' and {also}; end if;
        """
        for table, (moment, term, also) in TERMS.items()
    )
    op.execute(f"""
        create or replace function forget_outside(really boolean)
        returns table (of_table text, how_many bigint, oldest timestamptz, newest timestamptz)
        language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
        as $$ begin {steps} end $$
    """)


def _make(function: str, body: str) -> None:
    name = function[: function.index(")") + 1].replace("organisation uuid", "uuid")
    op.execute(
        f"create function {function} language sql stable security definer set search_path = pg_catalog, pg_temp as $$ {body} $$"
    )
    op.execute(f"revoke execute on function {name} from public")
    op.execute(f"grant execute on function {name} to webapp")

"""What an organisation's own people keep: its profile, its logo and its colleagues.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.database import ACTING_TENANT
from tenants.policies import ACTING_PERSON, KEY_IN_HAND, guard, protect

revision = "0017"
down_revision = "0016"

HERE = f"tenant_id = {ACTING_TENANT}"
OUTSIDE = f"{ACTING_TENANT} is null"
MINE = "(select my_organisations())"
KEPT_BY_ME = "(select organisations_i_keep())"
# As in migration 0016, with what this one adds. Per table outside the coalitions: since when, how long, and what else must hold.
TERMS = {
    "sign_in": ("coalesce(t.ended_at, t.seen_at)", "30 days", "true"),
    "password_reset": ("least(t.expires_at, t.used_at)", "30 days", "true"),
    "backup": ("t.finished_at", "730 days", "true"),
    "organisation_member": ("t.ended_at", "730 days", "true"),
    "colleague_invitation": ("t.expires_at", "90 days", "true"),
    "profile_suggestion": ("t.answered_at", "730 days", "true"),
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
    """Make the tables, then say who sees and changes what."""
    create_logos()
    create_changes()
    create_suggestions()
    create_invitations()
    guard_profiles()
    guard_suggestions()
    let_colleagues_in()
    forget_what_passed()


def _now() -> sa.TextClause:
    return sa.text("now()")


def _organisation(table: str, *, unique: bool = False) -> list[sa.schema.SchemaItem]:
    """The columns and keys of a row of an organisation."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")
        ),
        *(
            [sa.UniqueConstraint("organisation_id", name=op.f(f"uq_{table}_organisation_id"))]
            if unique
            else []
        ),
    ]


def create_logos() -> None:
    """The picture of an organisation, and in the row of the organisation where to fetch it."""
    op.add_column("organisation", sa.Column("logo", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "organisation_logo",
        *_organisation("organisation_logo", unique=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=_now(), nullable=False),
        sa.UniqueConstraint("address", name=op.f("uq_organisation_logo_address")),
        sa.CheckConstraint(
            "media_type in ('image/png', 'image/webp')", name=op.f("ck_organisation_logo_media_type")
        ),
        sa.CheckConstraint("octet_length(content) <= 200000", name=op.f("ck_organisation_logo_size")),
    )


def create_changes() -> None:
    """Who changed what of a profile, and when."""
    op.create_table(
        "profile_change",
        *_organisation("profile_change"),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=_now(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
    )
    op.create_index(
        op.f("ix_profile_change_organisation_id"), "profile_change", ["organisation_id", "changed_at"]
    )


def create_suggestions() -> None:
    """What somebody else than the keeper thinks that a profile should say; and, in a table of the coalition's own, that it was this one.

    Two tables, because a policy shows whole rows: who keeps the profile of an organisation reads what is suggested, not by whom.
    """
    op.create_table(
        "profile_suggestion",
        *_organisation("profile_suggestion"),
        sa.Column("coalition", sa.Text(), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("accepted", postgresql.JSONB(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'partly', 'declined', 'withdrawn')",
            name=op.f("ck_profile_suggestion_state"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at is null)", name=op.f("ck_profile_suggestion_answered")
        ),
    )
    op.create_index(op.f("ix_profile_suggestion_organisation_id"), "profile_suggestion", ["organisation_id"])
    op.create_table(
        "suggested_change",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("suggested_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_suggested_change")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_suggested_change_tenant_id")),
        sa.ForeignKeyConstraint(
            ["id"], ["profile_suggestion.id"], name=op.f("fk_suggested_change_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_suggested_change_id", "suggested_change", ["id"])


def create_invitations() -> None:
    """The link with which a colleague comes in."""
    op.create_table(
        "colleague_invitation",
        *_organisation("colleague_invitation"),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), server_default="", nullable=False),
        sa.Column("administrator", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("may_sign", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=_now(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("token_hash", name=op.f("uq_colleague_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_colleague_invitation_organisation_id"), "colleague_invitation", ["organisation_id"]
    )


def _kept_here(table: str) -> str:
    """The acting coalition added it, and nobody has an account for it."""
    return (
        f"exists (select from organisation o where o.id = {table}.organisation_id"
        f" and o.added_by_tenant = {ACTING_TENANT} and not organisation_has_member(o.id))"
    )


def _kept(table: str) -> str:
    """Who acts keeps the profile: as the coalition, or as the administrator of the organisation."""
    return f"{_kept_here(table)} or ({OUTSIDE} and organisation_id in {KEPT_BY_ME})"


def guard_profiles() -> None:
    """A logo is seen by who holds its address, or sees the organisation; the account of changes by who keeps the profile."""
    kept = _kept("organisation_logo")
    seen = "exists (select from organisation o where o.id = organisation_logo.organisation_id)"
    guard(
        op,
        "organisation_logo",
        select=f"address = {KEY_IN_HAND} or {seen}",
        insert=kept,
        update=kept,
        delete=kept,
    )
    guard(op, "profile_change", select=_kept("profile_change"), insert=_kept("profile_change"))


def guard_suggestions() -> None:
    """A suggestion is read by the coalition that made it, by the organisation, and by the coalition that keeps the profile."""
    protect(op, "suggested_change")
    table = "profile_suggestion"
    ours = f"exists (select from suggested_change s where s.id = {table}.id and s.{HERE})"
    keeper = _kept_here(table)
    partner = f"exists (select from partner p where p.organisation_id = {table}.organisation_id and p.{HERE})"
    guard(
        op,
        table,
        select=f"{ours} or {keeper} or ({OUTSIDE} and organisation_id in {MINE})",
        insert=f"{partner} and state = 'open'",
        update=f"{ours} or {_kept(table)}",
    )
    # What was suggested is not changed any more, only answered.
    op.execute(f"revoke update on {table} from webapp")
    op.execute(f"grant update (state, accepted, answer, answered_at) on {table} to webapp")
    # Who answers for the organisation does so outside every coalition, and closes what waited for it in the coalition that asked.
    op.execute(f"""
        create policy answered_by_organisation on todo for update to webapp
        using ({OUTSIDE} and kind = 'suggestion.answer' and organisation_id in {KEPT_BY_ME})
        with check ({OUTSIDE} and kind = 'suggestion.answer' and organisation_id in {KEPT_BY_ME} and closed_at is not null)
    """)


def let_colleagues_in() -> None:
    """A colleague comes in by an invitation in hand; rights are changed by who keeps the organisation, and rows only ended."""
    table = "colleague_invitation"
    in_hand = f"token_hash = {KEY_IN_HAND}"
    guard(
        op,
        table,
        select=f"organisation_id in {KEPT_BY_ME} or {in_hand}",
        insert=f"{OUTSIDE} and organisation_id in {KEPT_BY_ME}",
        update=f"organisation_id in {KEPT_BY_ME} or {in_hand}",
    )
    op.execute(f"revoke update on {table} from webapp")
    op.execute(
        f"grant update (token_hash, invited_by, expires_at, accepted_at, revoked_at) on {table} to webapp"
    )
    op.execute(f"""
        create function may_renew(organisation uuid, person uuid) returns boolean
        language sql stable security definer set search_path = pg_catalog, pg_temp as $$
            select exists (
                select from public.organisation_member theirs, public.organisation_member mine
                where theirs.organisation_id = organisation and theirs.person_id = person and theirs.ended_at = now()
                  and mine.organisation_id = organisation and mine.person_id = {ACTING_PERSON} and mine.administrator
                  and (mine.ended_at is null or mine.ended_at = now())
            )
        $$
    """)
    op.execute("revoke execute on function may_renew(uuid, uuid) from public")
    op.execute("grant execute on function may_renew(uuid, uuid) to webapp")
    partner = f"exists (select from partner p where p.organisation_id = organisation_member.organisation_id and p.{HERE})"
    first = f"person_id = {ACTING_PERSON} and not organisation_has_member(organisation_id) and {partner}"
    invited = (
        f"person_id = {ACTING_PERSON} and exists (select from {table} i"
        f" where i.organisation_id = organisation_member.organisation_id and i.{in_hand} and i.accepted_at is null"
        " and i.revoked_at is null and i.expires_at > now()"
        " and i.administrator = organisation_member.administrator and i.may_sign = organisation_member.may_sign)"
    )
    # Other rights: the row that held until now ended in this very transaction.
    renewed = f"{OUTSIDE} and may_renew(organisation_id, person_id)"
    op.execute("drop policy insert_rows on organisation_member")
    op.execute(f"""
        create policy insert_rows on organisation_member for insert to webapp
        with check (ended_at is null and (({first}) or ({invited}) or ({renewed})))
    """)
    op.execute("drop policy update_rows on organisation_member")
    op.execute(f"""
        create policy update_rows on organisation_member for update to webapp
        using (ended_at is null and (organisation_id in {KEPT_BY_ME} or person_id = {ACTING_PERSON}))
        with check (ended_at is not null)
    """)
    op.execute("revoke update on organisation_member from webapp")
    op.execute("grant update (ended_at, ended_by) on organisation_member to webapp")


def forget_what_passed() -> None:
    """As in migration 0016, and what this one adds."""
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

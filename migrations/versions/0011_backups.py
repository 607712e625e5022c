"""What was backed up, and what was removed when its term had passed.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import guard

revision = "0011"
down_revision = "0010"

# As with tasks: a coalition sees its own, outside every coalition one sees those that belong to none.
MINE = f"tenant_id = {ACTING_TENANT} or (tenant_id is null and {ACTING_TENANT} is null)"
# Per table outside the coalitions: the moment that its term counts from, the term, and what else must hold. `t` is the row.
OUTSIDE = {
    "sign_in": ("coalesce(t.ended_at, t.seen_at)", "30 days", "true"),
    "password_reset": ("least(t.expires_at, t.used_at)", "30 days", "true"),
    "backup": ("t.finished_at", "730 days", "true"),
    # Who holds or held no role anywhere and is signed in nowhere: a role that ended is remembered for two years first.
    "person": (
        "t.created_at",
        "30 days",
        """not exists (select from public.membership m where m.person_id = t.id)
           and not exists (select from public.platform_assignment a where a.person_id = t.id)
           and not exists (select from public.sign_in s where s.person_id = t.id)""",
    ),
}


def upgrade() -> None:
    """Make both tables, guard them, and let go what the web may not see, by one function that knows the terms itself."""
    create_tables()
    # Written by the owner's command; what the operator's page needs of it comes through a function.
    guard(op, "backup", select="false")
    guard(op, "removal", select=MINE, insert=MINE)
    let_ended_roles_be_removed()
    create_forget_outside()


def create_tables() -> None:
    """As the models describe them."""
    op.create_table(
        "backup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column(
            "finished_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('everything')", name=op.f("ck_backup_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    op.create_index(op.f("ix_backup_finished_at"), "backup", ["finished_at"], unique=False)
    op.create_table(
        "removal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=True),
        sa.Column("run", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("of_table", sa.Text(), nullable=False),
        sa.Column("of_class", sa.Text(), nullable=False),
        sa.Column("how_many", sa.BigInteger(), nullable=False),
        sa.Column("oldest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newest", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("how_many > 0", name=op.f("ck_removal_how_many")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_removal_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal")),
    )
    op.create_index(op.f("ix_removal_tenant_id_at"), "removal", ["tenant_id", "at"], unique=False)


def let_ended_roles_be_removed() -> None:
    """A role that ended two years ago or more may be deleted by its coalition: the term itself is the policy."""
    op.execute("grant delete on membership to webapp")
    op.execute(
        f"""create policy expired_rows on membership for delete to webapp
            using (tenant_id = {ACTING_TENANT} and ended_at < now() - interval '730 days')"""
    )


def create_forget_outside() -> None:
    """Remove (or, for a dry run, only count) what has passed its term outside the coalitions: accounts, sessions, links, notes of backups.

    Nobody may see these rows together, so it works as the owner of the tables, and returns per table only how many and from when. The
    terms stand in it, so whoever calls it cannot shorten them. It takes the place of the policies with which step 0003 did this.
    """
    for table in ("sign_in", "password_reset"):
        op.execute(f"drop policy expired_rows on {table}")
        op.execute(f"revoke delete on {table} from webapp")
    steps = "".join(_step(table, *rule) for table, rule in OUTSIDE.items())
    op.execute(f"""
        create function forget_outside(really boolean)
        returns table (of_table text, how_many bigint, oldest timestamptz, newest timestamptz)
        language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
        as $$ begin {steps} end $$
    """)
    op.execute("revoke execute on function forget_outside(boolean) from public")
    op.execute("grant execute on function forget_outside(boolean) to webapp")


def _step(table: str, moment: str, term: str, also: str) -> str:
    old = f"{moment} < now() - interval '{term}' and {also}"
    return f"""
        return query select '{table}'::text, count(*), min({moment}), max({moment}) from public.{table} t where {old};
        if really then delete from public.{table} t where {old}; end if;
    """

"""What the one who runs it may know of all coalitions together: counts and moments, no content.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from tenants.policies import guard

revision = "0012"
down_revision = "0011"

_AS_OWNER = "language sql stable security definer set search_path = pg_catalog, pg_temp"
_FAILED = "state = 'failed' and aside_at is null"


def upgrade() -> None:
    """Let a failed task be put aside, let the clock give a sign of life, and make the three functions that look across."""
    let_tasks_be_put_aside()
    create_heartbeat()
    create_house_state()
    create_house_chains()
    create_failed_tasks()


def let_tasks_be_put_aside() -> None:
    """By whom, when and why nobody needs to look at a failed task any more."""
    op.add_column("task", sa.Column("aside_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("task", sa.Column("aside_by", sa.Text(), server_default="", nullable=False))
    op.add_column("task", sa.Column("aside_reason", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_task_failed", "task", ["finished_at"], postgresql_where=sa.text(_FAILED))


def create_heartbeat() -> None:
    """When a process that should always run last said that it does."""
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name in ('clock')", name=op.f("ck_heartbeat_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
        sa.UniqueConstraint("name", name=op.f("uq_heartbeat_name")),
    )
    guard(op, "heartbeat", select="true", insert="true", update="true")


def create_house_state() -> None:
    """One row of counts and moments. A waiting task counts from the moment that it may be done."""
    op.execute(f"""
        create function house_state() returns table (
            waiting bigint, running bigint, failed bigint, oldest_waiting timestamptz, coalitions bigint,
            backup_at timestamptz, backup_size bigint, clock_at timestamptz, now timestamptz
        ) {_AS_OWNER}
        as $$
            select
                (select count(*) from public.task where state = 'waiting'),
                (select count(*) from public.task where state = 'running'),
                (select count(*) from public.task where {_FAILED}),
                (select min(due_at) from public.task where state = 'waiting' and due_at <= clock_timestamp()),
                (select count(*) from public.tenant),
                (select max(finished_at) from public.backup),
                (select size from public.backup order by finished_at desc limit 1),
                (select max(at) from public.heartbeat where name = 'clock'),
                clock_timestamp()
        $$
    """)
    _for_webapp("house_state()")


def create_house_chains() -> None:
    """Of each coalition where its history ends, and what its last verification found."""
    op.execute(f"""
        create function house_chains() returns table (
            slug text, opened_at timestamptz, number bigint,
            checked_at timestamptz, fault text, fault_number bigint, fault_at timestamptz
        ) {_AS_OWNER}
        as $$
            select t.slug, t.created_at, coalesce(h.number, 0), c.at, c.fault, c.fault_number, c.fault_at
            from public.tenant t
            left join public.chain_head h on h.tenant_id = t.id
            left join lateral (
                select * from public.chain_check c where c.tenant_id = t.id order by c.at desc limit 1
            ) c on true
            order by t.slug
        $$
    """)
    _for_webapp("house_chains()")


def create_failed_tasks() -> None:
    """The failed tasks that nobody put aside: which kind, when, where; not what it was about. `error` holds no personal detail."""
    op.execute(f"""
        create function failed_tasks() returns table (
            id uuid, tenant_id uuid, slug text, name text, error text, attempts bigint, finished_at timestamptz
        ) {_AS_OWNER}
        as $$
            select k.id, k.tenant_id, t.slug, k.name, k.error, k.attempts, k.finished_at
            from public.task k left join public.tenant t on t.id = k.tenant_id
            where k.state = 'failed' and k.aside_at is null
            order by k.finished_at desc
            limit 100
        $$
    """)
    _for_webapp("failed_tasks()")


def _for_webapp(function: str) -> None:
    op.execute(f"revoke execute on function {function} from public")
    op.execute(f"grant execute on function {function} to webapp")

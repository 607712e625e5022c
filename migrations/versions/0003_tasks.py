"""Work for later: the task row, who sees it, and the three things that the clock may do without being anyone.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.database import ACTING_TENANT
from tenants.policies import guard

revision = "0003"
down_revision = "0002"

# A coalition sees its own tasks; outside every coalition one sees those that belong to none, and no others.
MINE = f"tenant_id = {ACTING_TENANT} or (tenant_id is null and {ACTING_TENANT} is null)"


def upgrade() -> None:
    """Make the table, guard it, and make the one function that looks across."""
    create_task()
    guard(op, "task", select=MINE, insert=MINE, update=MINE, delete=MINE)
    create_open_tasks()
    let_expired_doors_be_removed()


def create_open_tasks() -> None:
    """The sweeper's eyes: which tasks should be in the queue, of whichever tenant. An id and a tenant's id; no name, no argument.

    A task waits (its moment came and whoever asked for it had `grace` to push it) or lost its worker: it is `running` while nobody holds
    its lock (jobs/running.py computes the same number). It works as the owner of the table, so it sees all rows; that is why it returns
    nothing of what is in them, and why its search_path is fixed.
    """
    op.execute("""
        create function open_tasks(grace interval) returns table (id uuid, tenant_id uuid)
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select t.id, t.tenant_id from public.task t
            where t.due_at <= clock_timestamp()
              and (
                (t.state = 'waiting' and t.created_at <= clock_timestamp() - grace)
                or (t.state = 'running' and not exists (
                    select from pg_locks l
                    where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
                      and l.database = (select d.oid from pg_database d where d.datname = current_database())
                      and (l.classid::bigint << 32) | l.objid::bigint = hashtextextended(t.id::text, 0)
                ))
              )
            order by t.due_at
            limit 1000
        $$
    """)
    op.execute("revoke execute on function open_tasks(interval) from public")
    op.execute("grant execute on function open_tasks(interval) to webapp")


def let_expired_doors_be_removed() -> None:
    """Sessions and links that opened nothing for 30 days may be deleted, by anyone: the term itself is the policy.

    `delete from sign_in` without a condition deletes just these, and shows no row to whoever asks (a DELETE that reads no column
    falls under no policy for reading).
    """
    # The longest session that the settings allow ends by its age; what was not seen for 30 days cannot be one.
    term = "now() - interval '30 days'"
    op.execute("grant delete on sign_in, password_reset to webapp")
    op.execute(
        f"create policy expired_rows on sign_in for delete to webapp using (seen_at < {term} or ended_at < {term})"
    )
    op.execute(
        f"create policy expired_rows on password_reset for delete to webapp using (expires_at < {term} or used_at < {term})"
    )


def create_task() -> None:
    """As the model describes it."""
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("steps_done", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("steps_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('waiting', 'running', 'done', 'failed')", name=op.f("ck_task_state")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_task_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(
        "uq_task_key",
        "task",
        ["tenant_id", "key"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("key is not null"),
    )
    op.create_index(
        "ix_task_open", "task", ["due_at"], postgresql_where=sa.text("state in ('waiting', 'running')")
    )

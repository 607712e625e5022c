"""What waits for people: a row per thing that waits, and the digest that each person chose.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.database import ACTING_TENANT
from tenants.policies import ACTING_PERSON, protect

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """As the models describe it; then the one exception of the boundary, and who is due for a digest."""
    create_todo()
    protect(op, "todo")
    show_to_who_is_addressed()
    op.add_column("person", sa.Column("digest", sa.Text(), server_default="weekly", nullable=False))
    op.add_column("person", sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_person_digest"), "person", "digest in ('daily', 'weekly', 'off')")
    create_digest_readers()


def show_to_who_is_addressed() -> None:
    """Outside every coalition a person reads the rows that wait for them, wherever they hold a role now; nothing else crosses.

    Within a coalition the exception does not exist: there everybody sees the rows of that coalition only. An officer stands in for the
    coordinator, as app/todos/rules.py says (a test compares the two).
    """
    op.execute(f"""
        create policy addressed on todo for select to webapp using (
            {ACTING_TENANT} is null and exists (
                select from membership m
                where m.tenant_id = todo.tenant_id and m.person_id = {ACTING_PERSON} and m.ended_at is null
                  and (todo.person_id = m.person_id or todo.role = m.role
                       or (m.role = 'officer' and todo.role = 'coordinator'))
            )
        )
    """)


def create_digest_readers() -> None:
    """Who is due for a digest on a day: ids, and nothing else. It works as the owner of the tables, so it sees every person.

    Weekly is on Monday. Who holds no role now, has ended, or cannot sign in gets none; demonstration accounts only where asked.
    """
    op.execute("""
        create function digest_readers(today date, demonstrations boolean) returns setof uuid
        language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select p.id from public.person p
            where p.ended_at is null and p.password_hash is not null
              and (demonstrations or not p.demonstration)
              and (p.digest = 'daily' or (p.digest = 'weekly' and extract(isodow from today) = 1))
              and exists (select from public.membership m where m.person_id = p.id and m.ended_at is null)
        $$
    """)
    op.execute("revoke execute on function digest_readers(date, boolean) from public")
    op.execute("grant execute on function digest_readers(date, boolean) to webapp")


def create_todo() -> None:
    """As the model describes it."""
    op.create_table(
        "todo",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_table", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("place_table", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("context", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("shows_from", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.CheckConstraint("num_nonnulls(role, person_id) = 1", name=op.f("ck_todo_one_addressee")),
        sa.CheckConstraint(
            "role in ('administrator', 'coordinator', 'officer', 'controller', 'decider', 'committee', 'reader', 'partner_member')",
            name=op.f("ck_todo_role"),
        ),
        sa.CheckConstraint("ended in ('done', 'lapsed')", name=op.f("ck_todo_ended")),
        sa.CheckConstraint("(closed_at is null) = (ended is null)", name=op.f("ck_todo_closed_somehow")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_todo_tenant_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_todo_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_todo")),
    )
    still_open = sa.text("closed_at is null")
    op.create_index(
        "uq_todo_open",
        "todo",
        ["tenant_id", "kind", "subject_id", "role", "person_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=still_open,
    )
    op.create_index("ix_todo_shown", "todo", ["tenant_id", "shows_from"], postgresql_where=still_open)
    op.create_index("ix_todo_place", "todo", ["place_id"], postgresql_where=still_open)

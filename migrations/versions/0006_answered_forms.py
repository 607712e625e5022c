"""A form that is sent twice is answered once; and what was done by mistake has a way back.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.database import ACTING_TENANT
from tenants.policies import guard, protect

revision = "0006"
down_revision = "0005"

# As with tasks: a coalition sees its own, outside every coalition one sees those that belong to none.
MINE = f"tenant_id = {ACTING_TENANT} or (tenant_id is null and {ACTING_TENANT} is null)"


def upgrade() -> None:
    """As the models describe it."""
    create_answered_form()
    guard(op, "answered_form", select=MINE, insert=MINE, update=MINE, delete=MINE)
    create_way_back()
    protect(op, "way_back")


def create_answered_form() -> None:
    """The forms that were answered."""
    op.create_table(
        "answered_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("location", sa.Text(), server_default="", nullable=False),
        sa.Column("said", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_answered_form_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered_form")),
    )
    op.create_index(
        "uq_answered_form_digest",
        "answered_form",
        ["tenant_id", "person_id", "endpoint", "digest"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        op.f("ix_answered_form_tenant_id_answered_at"), "answered_form", ["tenant_id", "answered_at"]
    )


def create_way_back() -> None:
    """What a thing was before an event, for as long as the event can be undone."""
    op.create_table(
        "way_back",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("was", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("became", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_way_back_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_way_back")),
    )
    op.create_index(
        op.f("ix_way_back_tenant_id_event_id"), "way_back", ["tenant_id", "event_id"], unique=True
    )
    op.create_index(op.f("ix_way_back_tenant_id_offered_at"), "way_back", ["tenant_id", "offered_at"])

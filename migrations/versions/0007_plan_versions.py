"""Versions: the plan as it was adopted.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.database import ACTING_TENANT
from tenants.policies import APPEND_ONLY, protect

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table, and let nobody change or remove what was frozen."""
    op.create_table(
        "plan_version",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Text(), nullable=True),
        sa.Column("adopted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("as_loaded", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=True),
        sa.Column("frozen_by", sa.Text(), server_default="", nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_plan_version_name")),
        sa.CheckConstraint(
            "corrects_id is null or note <> ''", name=op.f("ck_plan_version_correction_with_note")
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_plan_version_sha256")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_plan_version_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_plan_version_tenant_id_plan_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "corrects_id"],
            ["plan_version.tenant_id", "plan_version.id"],
            name=op.f("fk_plan_version_tenant_id_corrects_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_plan_version")),
    )
    for column in ("plan_id", "corrects_id", "frozen_at"):
        op.create_index(op.f(f"ix_plan_version_tenant_id_{column}"), "plan_version", ["tenant_id", column])
    protect(op, "plan_version", grants=APPEND_ONLY)

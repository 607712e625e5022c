"""Partners read from a list.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.database import ACTING_TENANT
from tenants.policies import protect

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """The list, and its rows."""
    op.create_table(
        "partner_import",
        *_keys(),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), server_default="", nullable=False),
        sa.Column("columns", postgresql.JSONB(), nullable=False),
        sa.Column("unread", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("confirmed", sa.Text(), server_default="", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("counts", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.CheckConstraint("state in ('open', 'waiting', 'done')", name=op.f("ck_partner_import_state")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_partner_import_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner_import")),
    )
    op.create_index(
        op.f("ix_partner_import_tenant_id_brought_at"), "partner_import", ["tenant_id", "brought_at"]
    )
    op.create_table(
        "partner_import_row",
        *_keys(),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.Column("formulas", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("corrected", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("left_out", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_partner_import_row_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["partner_import.tenant_id", "partner_import.id"],
            name=op.f("fk_partner_import_row_tenant_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner_import_row")),
    )
    op.create_index(
        op.f("ix_partner_import_row_tenant_id_import_id"), "partner_import_row", ["tenant_id", "import_id"]
    )
    op.create_index(
        op.f("ix_partner_import_row_tenant_id_import_id_number"),
        "partner_import_row",
        ["tenant_id", "import_id", "number"],
        unique=True,
    )
    protect(op, "partner_import", "partner_import_row")


def _keys() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
    )

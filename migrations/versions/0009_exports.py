"""Files that the product makes for somebody.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import protect

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """As the models describe it."""
    op.create_table(
        "export_file",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("made_for", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(content is null) = (sha256 = '')", name=op.f("ck_export_file_whole")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_export_file_tenant_id")),
        sa.ForeignKeyConstraint(
            ["made_for"], ["person.id"], name=op.f("fk_export_file_made_for"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_export_file")),
    )
    op.create_index(
        op.f("ix_export_file_tenant_id_made_for_asked_at"),
        "export_file",
        ["tenant_id", "made_for", "asked_at"],
    )
    protect(op, "export_file")

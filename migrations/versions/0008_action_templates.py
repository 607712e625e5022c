"""Templates for actions: a coalition's own, with their milestones in weeks.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import protect

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """As the models describe it."""
    op.create_table(
        "action_template",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("weeks", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("weeks between 1 and 520", name=op.f("ck_action_template_weeks")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_template_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_template")),
    )
    op.create_table(
        "template_milestone",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("week", sa.BigInteger(), nullable=True),
        sa.Column("weight", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("week between 0 and 5200", name=op.f("ck_template_milestone_week")),
        sa.CheckConstraint("weight between 1 and 100", name=op.f("ck_template_milestone_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "template_id"],
            ["action_template.tenant_id", "action_template.id"],
            name=op.f("fk_template_milestone_tenant_id_template_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_template_milestone_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_template_milestone")),
    )
    op.create_index(
        op.f("ix_template_milestone_tenant_id_template_id"),
        "template_milestone",
        ["tenant_id", "template_id"],
    )
    protect(op, "action_template", "template_milestone")

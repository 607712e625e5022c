"""A reminder to an owner without an account: a link for one action and some days.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import protect

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """As the models describe it."""
    op.add_column(
        "progress_update", sa.Column("by_link", sa.Boolean(), server_default="false", nullable=False)
    )
    op.create_table(
        "update_request",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("update_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_update_request_tenant_id")),
        *_references(),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_update_request")),
    )
    for column in ("action_id", "owner_id", "update_id"):
        op.create_index(
            op.f(f"ix_update_request_tenant_id_{column}"), "update_request", ["tenant_id", column]
        )
    op.create_index(
        op.f("ix_update_request_tenant_id_token_hash"),
        "update_request",
        ["tenant_id", "token_hash"],
        unique=True,
    )
    protect(op, "update_request")


def _references() -> list[sa.ForeignKeyConstraint]:
    targets = {"action_id": "action", "owner_id": "partner", "update_id": "progress_update"}
    return [
        sa.ForeignKeyConstraint(
            ["tenant_id", column],
            [f"{target}.tenant_id", f"{target}.id"],
            name=op.f(f"fk_update_request_tenant_id_{column}"),
            ondelete=f"SET NULL ({column})",
        )
        for column, target in targets.items()
    ]

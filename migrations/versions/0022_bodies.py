"""Bodies: who sits in them, from when until when, and what they stand under.

Revision ID: 0022
Revises: 0021
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import ACTING_PERSON, guard, protect

revision = "0022"
down_revision = "0021"

KINDS = "'steering_group', 'core_group', 'project_team', 'working_group', 'regional_body', 'committee'"


def upgrade() -> None:
    """Make the tables and columns, then say who sees and changes what."""
    create_regional_bodies()
    extend_bodies()
    extend_seats()
    create_offices()
    create_hosts()
    protect(op, "body_office", "project_host")


def create_regional_bodies() -> None:
    """What stands above several coalitions: known to everybody, changed by who added it (decision 22)."""
    op.create_table(
        "regional_body",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("website", sa.Text(), server_default="", nullable=False),
        sa.Column("added_by_tenant", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regional_body")),
    )
    op.create_index(op.f("ix_regional_body_sort_key"), "regional_body", ["sort_key"])
    # Whoever runs the product keeps what no coalition added: outside every coalition only.
    operator = (
        f"{ACTING_TENANT} is null and added_by_tenant is null and exists"
        f" (select from platform_assignment a where a.person_id = {ACTING_PERSON} and a.role = 'operator')"
    )
    kept = f"added_by_tenant = {ACTING_TENANT} or ({operator})"
    guard(op, "regional_body", select="true", insert=kept, update=kept)


def extend_bodies() -> None:
    """When a body meets, and what it stands under or is."""
    op.add_column("body", sa.Column("rhythm", sa.Text(), server_default="", nullable=False))
    op.add_column("body", sa.Column("next_meeting", sa.Date(), nullable=True))
    op.add_column("body", sa.Column("regional_body_id", sa.Uuid(), nullable=True))
    op.add_column("body", sa.Column("is_regional", sa.Boolean(), server_default="false", nullable=False))
    op.create_foreign_key(
        op.f("fk_body_regional_body_id"), "body", "regional_body", ["regional_body_id"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_body_is_regional"), "body", "not is_regional or regional_body_id is not null"
    )
    op.drop_constraint(op.f("ck_body_kind"), "body")
    op.create_check_constraint(op.f("ck_body_kind"), "body", f"kind in ({KINDS})")


def extend_seats() -> None:
    """Who sits there, from when until when; a seat of nobody is vacant."""
    columns: list[sa.Column[Any]] = [
        sa.Column("kind", sa.Text(), server_default="member", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
    ]
    for column in columns:
        op.add_column("body_member", column)
    op.create_check_constraint(
        op.f("ck_body_member_kind"), "body_member", "kind in ('member', 'expert', 'independent')"
    )
    op.create_check_constraint(
        op.f("ck_body_member_one_person"),
        "body_member",
        "num_nonnulls(contact_id, person_id, nullif(name, '')) <= 1",
    )
    # A seat goes with nobody's data: it stays, and tells no longer who it was.
    op.create_foreign_key(
        op.f("fk_body_member_tenant_id_contact_id"),
        "body_member",
        "contact",
        ["tenant_id", "contact_id"],
        ["tenant_id", "id"],
        ondelete="SET NULL (contact_id)",
    )
    op.create_index(op.f("ix_body_member_tenant_id_contact_id"), "body_member", ["tenant_id", "contact_id"])
    op.create_foreign_key(
        op.f("fk_body_member_person_id"), "body_member", "person", ["person_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_body_member_person_id"), "body_member", ["person_id"])


def create_offices() -> None:
    """Who is chair or secretary, one at a time."""
    op.create_table(
        "body_office",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.CheckConstraint("kind in ('chair', 'secretary')", name=op.f("ck_body_office_kind")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_body_office_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"],
            ["body.tenant_id", "body.id"],
            name=op.f("fk_body_office_tenant_id_body_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"],
            ["body_member.tenant_id", "body_member.id"],
            name=op.f("fk_body_office_tenant_id_seat_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_body_office")),
    )
    for column in ("body_id", "seat_id"):
        op.create_index(op.f(f"ix_body_office_tenant_id_{column}"), "body_office", ["tenant_id", column])
    op.create_index(
        "uq_body_office_held",
        "body_office",
        ["tenant_id", "body_id", "kind"],
        unique=True,
        postgresql_where=sa.text("ends is null"),
    )


def create_hosts() -> None:
    """Where the project lead works, one organisation at a time."""
    op.create_table(
        "project_host",
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_project_host_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_project_host_tenant_id_partner_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_project_host")),
    )
    op.create_index(op.f("ix_project_host_tenant_id_partner_id"), "project_host", ["tenant_id", "partner_id"])
    op.create_index(
        "uq_project_host_held",
        "project_host",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("ends is null"),
    )

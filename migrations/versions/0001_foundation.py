"""The foundation: tenants, people, pillars, partners, the plan, history, and the row level security of each.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants.database import ACTING_TENANT
from tenants.policies import ACTING_PERSON, APPEND_ONLY, KEY_IN_HAND, guard, protect
from tenants.provision import register_of_municipalities

revision = "0001"
down_revision = None

IN_THIS_COALITION = f"tenant_id = {ACTING_TENANT}"
MYSELF = f"person_id = {ACTING_PERSON}"
KEY_FITS = f"token_hash = {KEY_IN_HAND}"


def upgrade() -> None:
    """Make the tables, then guard them."""
    create_tables()
    op.bulk_insert(
        sa.table("municipality", *[sa.column(name) for name in register_of_municipalities()[0]]),
        register_of_municipalities(),
    )
    protect(
        op,
        *("pillar", "action_line", "theme", "theme_pillar", "theme_action_line"),
        *("partner", "body", "body_member"),
        *("plan", "chapter", "passage", "goal", "action", "milestone", "attachment"),
        *("neighbourhood", "target_group", "action_contributor", "action_pillar", "action_theme"),
        *("action_neighbourhood", "action_target_group"),
        *("invitation", "visit"),
    )
    # What was said and done is not changed afterwards: a correction is a new row.
    protect(op, "event", "progress_update", grants=APPEND_ONLY)
    guard_global_rows()


def guard_global_rows() -> None:
    """The few rows without a tenant, or readable beyond it: each with its own sentences."""
    guard(op, "municipality", select="true")
    # A workspace is made by acting in it; its name and address are public.
    guard(op, "tenant", select="true", insert=f"id = {ACTING_TENANT}", update=f"id = {ACTING_TENANT}")
    here = "exists (select from membership m where m.person_id = person.id and m." + IN_THIS_COALITION + ")"
    signed_in = "exists (select from sign_in s where s.person_id = person.id and s." + KEY_FITS + ")"
    guard(
        op,
        "person",
        select=f"id = {ACTING_PERSON} or email = {KEY_IN_HAND} or {signed_in} or {here}",
        insert=f"email = {KEY_IN_HAND}",
        update=f"id = {ACTING_PERSON}",
    )
    guard(op, "sign_in", select=f"{KEY_FITS} or {MYSELF}", insert=MYSELF, update=f"{KEY_FITS} or {MYSELF}")
    guard(
        op,
        "password_reset",
        select=f"{KEY_FITS} or {MYSELF}",
        insert=MYSELF,
        update=f"{KEY_FITS} or {MYSELF}",
    )
    # Given by the owner role only: no door of the web can make an operator.
    guard(op, "platform_assignment", select=MYSELF)
    guard(
        op,
        "membership",
        select=f"{IN_THIS_COALITION} or {MYSELF}",
        insert=IN_THIS_COALITION,
        update=IN_THIS_COALITION,
    )
    partner_here = (
        "exists (select from partner p where p.organisation_id = organisation.id and p."
        + IN_THIS_COALITION
        + ")"
    )
    added_here = f"added_by_tenant = {ACTING_TENANT}"
    guard(
        op,
        "organisation",
        # With a KvK number it is public knowledge; without one only the coalition that added it knows it.
        select=f"kvk_number is not null or {added_here} or {partner_here}",
        insert=added_here,
        update=added_here,
    )


def create_tables() -> None:
    """As the models describe them."""
    op.create_table(
        "municipality",
        sa.Column("cbs_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("safety_region_code", sa.Text(), nullable=False),
        sa.Column("safety_region", sa.Text(), nullable=False),
        sa.Column("brede_spuk_2025", sa.BigInteger(), nullable=False),
        sa.Column("brede_spuk_2026", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cbs_code", name=op.f("pk_municipality")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), server_default="other", nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), server_default="", nullable=False),
        sa.Column("added_by_tenant", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kvk_number ~ '^[0-9]{8}$'", name=op.f("ck_organisation_kvk_number")),
        sa.CheckConstraint(
            "sector in ('care', 'welfare', 'housing', 'education', 'knowledge', 'sport', 'culture', 'business', 'faith', 'volunteers', 'residents', 'government', 'network', 'other')",
            name=op.f("ck_organisation_sector"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("kvk_number", name=op.f("uq_organisation_kvk_number")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), server_default="nl", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_password_reset_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_reset_token_hash")),
    )
    op.create_index(op.f("ix_password_reset_person_id"), "password_reset", ["person_id"], unique=False)
    op.create_table(
        "platform_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role in ('adviser', 'operator')", name=op.f("ck_platform_assignment_role")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_platform_assignment_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_assignment")),
    )
    op.create_index(
        op.f("ix_platform_assignment_person_id_role"),
        "platform_assignment",
        ["person_id", "role"],
        unique=True,
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "tenant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("cbs_code", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("coalition", sa.Text(), nullable=False),
        sa.Column("aim", sa.Text(), server_default="", nullable=False),
        sa.Column("led_by", sa.Text(), server_default="", nullable=False),
        sa.Column("responsible", sa.Text(), server_default="", nullable=False),
        sa.Column("responsible_reading", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("colour", sa.Text(), server_default="#1d4f7c", nullable=False),
        sa.Column("stalled_after_days", sa.BigInteger(), server_default="60", nullable=False),
        sa.Column("wording", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("terms", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("colour ~ '^#[0-9a-f]{6}$'", name=op.f("ck_tenant_colour")),
        sa.CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,40}$'", name=op.f("ck_tenant_slug")),
        sa.CheckConstraint("stalled_after_days between 7 and 365", name=op.f("ck_tenant_stalled_after_days")),
        sa.ForeignKeyConstraint(["cbs_code"], ["municipality.cbs_code"], name=op.f("fk_tenant_cbs_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant")),
        sa.UniqueConstraint("slug", name=op.f("uq_tenant_slug")),
    )
    op.create_table(
        "action_line",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_line_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_line")),
    )
    op.create_index(
        op.f("ix_action_line_tenant_id_number"), "action_line", ["tenant_id", "number"], unique=True
    )
    op.create_table(
        "body",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "kind in ('steering_group', 'project_team', 'working_group', 'regional_body', 'committee')",
            name=op.f("ck_body_kind"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_body_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_body")),
    )
    op.create_table(
        "event",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_table", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_label", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_event_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_tenant_id_at"), "event", ["tenant_id", "at"], unique=False)
    op.create_index(
        op.f("ix_event_tenant_id_subject_id_at"), "event", ["tenant_id", "subject_id", "at"], unique=False
    )
    op.create_table(
        "invitation",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.JSONB(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_invitation_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invitation")),
    )
    op.create_index(
        op.f("ix_invitation_tenant_id_token_hash"), "invitation", ["tenant_id", "token_hash"], unique=True
    )
    op.create_table(
        "membership",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role in ('administrator', 'coordinator', 'officer', 'controller', 'decider', 'committee', 'reader', 'partner_member')",
            name=op.f("ck_membership_role"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_membership_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_index(
        "uq_membership_held",
        "membership",
        ["tenant_id", "person_id", "role"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "neighbourhood",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_neighbourhood_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_neighbourhood")),
    )
    op.create_index(
        op.f("ix_neighbourhood_tenant_id_name"), "neighbourhood", ["tenant_id", "name"], unique=True
    )
    op.create_table(
        "partner",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("circle", sa.Text(), server_default="core", nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("circle in ('core', 'wider')", name=op.f("ck_partner_circle")),
        sa.CheckConstraint("state in ('active', 'mentioned', 'ended')", name=op.f("ck_partner_state")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partner_organisation_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_partner_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner")),
    )
    op.create_index(
        op.f("ix_partner_tenant_id_organisation_id"), "partner", ["tenant_id", "organisation_id"], unique=True
    )
    op.create_table(
        "plan",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("period_from", sa.Text(), nullable=True),
        sa.Column("period_until", sa.Text(), nullable=True),
        sa.Column("adopted", sa.Text(), nullable=True),
        sa.Column("adopted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("current", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_plan_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_plan")),
    )
    op.create_index(
        "uq_plan_current", "plan", ["tenant_id"], unique=True, postgresql_where=sa.text("current")
    )
    op.create_table(
        "target_group",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_target_group_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_target_group")),
    )
    op.create_index(
        op.f("ix_target_group_tenant_id_name"), "target_group", ["tenant_id", "name"], unique=True
    )
    op.create_table(
        "theme",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_theme_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_theme")),
    )
    op.create_index(op.f("ix_theme_tenant_id_position"), "theme", ["tenant_id", "position"], unique=False)
    op.create_table(
        "visit",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("previous_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_visit_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_tenant_id_person_id"), "visit", ["tenant_id", "person_id"], unique=True)
    op.create_table(
        "body_member",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"],
            ["body.tenant_id", "body.id"],
            name=op.f("fk_body_member_tenant_id_body_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_body_member_tenant_id_partner_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_body_member_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_body_member")),
    )
    op.create_index(
        op.f("ix_body_member_tenant_id_body_id"), "body_member", ["tenant_id", "body_id"], unique=False
    )
    op.create_index(
        op.f("ix_body_member_tenant_id_partner_id"), "body_member", ["tenant_id", "partner_id"], unique=False
    )
    op.create_table(
        "chapter",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', title || ' ' || body)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "kind in ('occasion', 'problem', 'coalition', 'vision', 'ambition', 'strategy', 'approach', 'organisation', 'monitoring', 'communication', 'risks', 'preconditions', 'means', 'evaluation')",
            name=op.f("ck_chapter_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_chapter_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_chapter_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_chapter")),
    )
    op.create_index(op.f("ix_chapter_tenant_id_plan_id"), "chapter", ["tenant_id", "plan_id"], unique=False)
    op.create_table(
        "goal",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("weight", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', title || ' ' || description)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("level in ('strategic', 'operational')", name=op.f("ck_goal_level")),
        sa.CheckConstraint("weight between 1 and 100", name=op.f("ck_goal_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["goal.tenant_id", "goal.id"],
            name=op.f("fk_goal_tenant_id_parent_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_goal_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_goal_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_goal")),
    )
    op.create_index(op.f("ix_goal_tenant_id_parent_id"), "goal", ["tenant_id", "parent_id"], unique=False)
    op.create_index(op.f("ix_goal_tenant_id_plan_id"), "goal", ["tenant_id", "plan_id"], unique=False)
    op.create_table(
        "pillar",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("number between 1 and 5", name=op.f("ck_pillar_number")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_pillar_tenant_id_lead_id"),
            ondelete="SET NULL (lead_id)",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_pillar_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pillar")),
    )
    op.create_index(op.f("ix_pillar_tenant_id_lead_id"), "pillar", ["tenant_id", "lead_id"], unique=False)
    op.create_index(op.f("ix_pillar_tenant_id_number"), "pillar", ["tenant_id", "number"], unique=True)
    op.create_table(
        "theme_action_line",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("action_line_id", sa.Uuid(), nullable=False),
        sa.Column("reading", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_line_id"],
            ["action_line.tenant_id", "action_line.id"],
            name=op.f("fk_theme_action_line_tenant_id_action_line_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "theme_id"],
            ["theme.tenant_id", "theme.id"],
            name=op.f("fk_theme_action_line_tenant_id_theme_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_theme_action_line_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_theme_action_line")),
    )
    op.create_index(
        op.f("ix_theme_action_line_tenant_id_action_line_id"),
        "theme_action_line",
        ["tenant_id", "action_line_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_theme_action_line_tenant_id_theme_id"),
        "theme_action_line",
        ["tenant_id", "theme_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_theme_action_line_tenant_id_theme_id_action_line_id"),
        "theme_action_line",
        ["tenant_id", "theme_id", "action_line_id"],
        unique=True,
    )
    op.create_table(
        "action",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("weight", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("status", sa.Text(), server_default="idea", nullable=False),
        sa.Column("stop_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("deadline", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', title || ' ' || description)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "(status = 'stopped') = (stop_reason <> '')", name=op.f("ck_action_stopped_with_reason")
        ),
        sa.CheckConstraint(
            "status in ('idea', 'planned', 'running', 'done', 'stopped')", name=op.f("ck_action_status")
        ),
        sa.CheckConstraint("weight between 1 and 100", name=op.f("ck_action_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "goal_id"],
            ["goal.tenant_id", "goal.id"],
            name=op.f("fk_action_tenant_id_goal_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "owner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_action_tenant_id_owner_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["plan.tenant_id", "plan.id"],
            name=op.f("fk_action_tenant_id_plan_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_tenant_id_goal_id"), "action", ["tenant_id", "goal_id"], unique=False)
    op.create_index(op.f("ix_action_tenant_id_owner_id"), "action", ["tenant_id", "owner_id"], unique=False)
    op.create_index(op.f("ix_action_tenant_id_plan_id"), "action", ["tenant_id", "plan_id"], unique=False)
    op.create_index(op.f("ix_action_tenant_id_status"), "action", ["tenant_id", "status"], unique=False)
    op.create_table(
        "theme_pillar",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("pillar_id", sa.Uuid(), nullable=False),
        sa.Column("reading", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "pillar_id"],
            ["pillar.tenant_id", "pillar.id"],
            name=op.f("fk_theme_pillar_tenant_id_pillar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "theme_id"],
            ["theme.tenant_id", "theme.id"],
            name=op.f("fk_theme_pillar_tenant_id_theme_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_theme_pillar_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_theme_pillar")),
    )
    op.create_index(
        op.f("ix_theme_pillar_tenant_id_pillar_id"), "theme_pillar", ["tenant_id", "pillar_id"], unique=False
    )
    op.create_index(
        op.f("ix_theme_pillar_tenant_id_theme_id"), "theme_pillar", ["tenant_id", "theme_id"], unique=False
    )
    op.create_index(
        op.f("ix_theme_pillar_tenant_id_theme_id_pillar_id"),
        "theme_pillar",
        ["tenant_id", "theme_id", "pillar_id"],
        unique=True,
    )
    op.create_table(
        "action_contributor",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_action_contributor_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f("fk_action_contributor_tenant_id_partner_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_contributor_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_contributor")),
    )
    op.create_index(
        op.f("ix_action_contributor_tenant_id_action_id"),
        "action_contributor",
        ["tenant_id", "action_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_action_contributor_tenant_id_action_id_partner_id"),
        "action_contributor",
        ["tenant_id", "action_id", "partner_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_action_contributor_tenant_id_partner_id"),
        "action_contributor",
        ["tenant_id", "partner_id"],
        unique=False,
    )
    op.create_table(
        "action_neighbourhood",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_action_neighbourhood_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "neighbourhood_id"],
            ["neighbourhood.tenant_id", "neighbourhood.id"],
            name=op.f("fk_action_neighbourhood_tenant_id_neighbourhood_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_neighbourhood_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_neighbourhood")),
    )
    op.create_index(
        op.f("ix_action_neighbourhood_tenant_id_action_id"),
        "action_neighbourhood",
        ["tenant_id", "action_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_action_neighbourhood_tenant_id_action_id_neighbourhood_id"),
        "action_neighbourhood",
        ["tenant_id", "action_id", "neighbourhood_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_action_neighbourhood_tenant_id_neighbourhood_id"),
        "action_neighbourhood",
        ["tenant_id", "neighbourhood_id"],
        unique=False,
    )
    op.create_table(
        "action_pillar",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("pillar_id", sa.Uuid(), nullable=False),
        sa.Column("reading", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_action_pillar_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "pillar_id"],
            ["pillar.tenant_id", "pillar.id"],
            name=op.f("fk_action_pillar_tenant_id_pillar_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_pillar_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_pillar")),
    )
    op.create_index(
        op.f("ix_action_pillar_tenant_id_action_id"),
        "action_pillar",
        ["tenant_id", "action_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_action_pillar_tenant_id_action_id_pillar_id"),
        "action_pillar",
        ["tenant_id", "action_id", "pillar_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_action_pillar_tenant_id_pillar_id"),
        "action_pillar",
        ["tenant_id", "pillar_id"],
        unique=False,
    )
    op.create_table(
        "action_target_group",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("target_group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_action_target_group_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "target_group_id"],
            ["target_group.tenant_id", "target_group.id"],
            name=op.f("fk_action_target_group_tenant_id_target_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_target_group_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_target_group")),
    )
    op.create_index(
        op.f("ix_action_target_group_tenant_id_action_id"),
        "action_target_group",
        ["tenant_id", "action_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_action_target_group_tenant_id_action_id_target_group_id"),
        "action_target_group",
        ["tenant_id", "action_id", "target_group_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_action_target_group_tenant_id_target_group_id"),
        "action_target_group",
        ["tenant_id", "target_group_id"],
        unique=False,
    )
    op.create_table(
        "action_theme",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("reading", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_action_theme_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "theme_id"],
            ["theme.tenant_id", "theme.id"],
            name=op.f("fk_action_theme_tenant_id_theme_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_action_theme_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_action_theme")),
    )
    op.create_index(
        op.f("ix_action_theme_tenant_id_action_id"), "action_theme", ["tenant_id", "action_id"], unique=False
    )
    op.create_index(
        op.f("ix_action_theme_tenant_id_action_id_theme_id"),
        "action_theme",
        ["tenant_id", "action_id", "theme_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_action_theme_tenant_id_theme_id"), "action_theme", ["tenant_id", "theme_id"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Text(), server_default="", nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("size between 1 and 10485760", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_attachment_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_attachment_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_attachment")),
    )
    op.create_index(
        op.f("ix_attachment_tenant_id_action_id"), "attachment", ["tenant_id", "action_id"], unique=False
    )
    op.create_table(
        "milestone",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("weight", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("weight between 1 and 100", name=op.f("ck_milestone_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_milestone_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_milestone_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_milestone")),
    )
    op.create_index(
        op.f("ix_milestone_tenant_id_action_id"), "milestone", ["tenant_id", "action_id"], unique=False
    )
    op.create_index(op.f("ix_milestone_tenant_id_due"), "milestone", ["tenant_id", "due"], unique=False)
    op.create_table(
        "passage",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', text)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "kind in ('point', 'need', 'figure', 'strategy', 'risk', 'principle', 'network', 'example', 'research_question', 'training_module', 'step', 'event', 'result')",
            name=op.f("ck_passage_kind"),
        ),
        sa.CheckConstraint("num_nonnulls(chapter_id, action_id) = 1", name=op.f("ck_passage_one_place")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_passage_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "chapter_id"],
            ["chapter.tenant_id", "chapter.id"],
            name=op.f("fk_passage_tenant_id_chapter_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["passage.tenant_id", "passage.id"],
            name=op.f("fk_passage_tenant_id_parent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_passage_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_passage")),
    )
    op.create_index(
        op.f("ix_passage_tenant_id_action_id"), "passage", ["tenant_id", "action_id"], unique=False
    )
    op.create_index(
        op.f("ix_passage_tenant_id_chapter_id"), "passage", ["tenant_id", "chapter_id"], unique=False
    )
    op.create_index(
        op.f("ix_passage_tenant_id_parent_id"), "passage", ["tenant_id", "parent_id"], unique=False
    )
    op.create_table(
        "progress_update",
        sa.Column(
            "tenant_id",
            sa.Uuid(),
            server_default=sa.text("nullif(current_setting('app.tenant', true), '')::uuid"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), server_default="", nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), server_default="", nullable=False),
        sa.Column("light", sa.Text(), nullable=False),
        sa.Column("light_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "light = 'green' or light_reason <> ''", name=op.f("ck_progress_update_light_with_reason")
        ),
        sa.CheckConstraint("light in ('green', 'amber', 'red')", name=op.f("ck_progress_update_light")),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_progress_update_percent")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "action_id"],
            ["action.tenant_id", "action.id"],
            name=op.f("fk_progress_update_tenant_id_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_progress_update_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_progress_update")),
    )
    op.create_index(
        op.f("ix_progress_update_tenant_id_action_id"),
        "progress_update",
        ["tenant_id", "action_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_progress_update_tenant_id_action_id_at"),
        "progress_update",
        ["tenant_id", "action_id", "at"],
        unique=False,
    )

"""What a coalition keeps of a partnership: how it stands, notes, contact persons, neighbourhoods, and under whom.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import protect

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """As the models describe it."""
    tell_how_it_stands()
    create_notes()
    create_contacts()
    create_neighbourhoods()
    protect(op, "partner_note", "contact", "partner_neighbourhood")
    refuse_circles_of_umbrellas()


def tell_how_it_stands() -> None:
    """Since when, why and by whom a partner is in its state: from the last event that history has of it."""
    op.add_column("partner", sa.Column("state_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("partner", sa.Column("state_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("partner", sa.Column("state_by", sa.Text(), server_default="", nullable=False))
    op.add_column("partner", sa.Column("umbrella_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_partner_tenant_id_umbrella_id"),
        "partner",
        "partner",
        ["tenant_id", "umbrella_id"],
        ["tenant_id", "id"],
        ondelete="RESTRICT",
    )
    op.create_index(op.f("ix_partner_tenant_id_umbrella_id"), "partner", ["tenant_id", "umbrella_id"])
    op.create_check_constraint(op.f("ck_partner_umbrella"), "partner", "umbrella_id <> id")
    op.execute("""
        update partner p set state_since = e.at, state_reason = e.note, state_by = e.actor_name
        from (select distinct on (tenant_id, subject_id) tenant_id, subject_id, at, note, actor_name from event
              where kind in ('partner.joined', 'partner.took_part', 'partner.ended', 'partner.state_undone')
              order by tenant_id, subject_id, at desc) e
        where e.tenant_id = p.tenant_id and e.subject_id = p.id
    """)


def create_notes() -> None:
    """The one note that a partner had becomes the first of a list."""
    op.create_table(
        "partner_note",
        *_of_a_partner(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("author_name", sa.Text(), server_default="", nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("partner_note"),
    )
    op.create_index(
        op.f("ix_partner_note_tenant_id_partner_id_at"), "partner_note", ["tenant_id", "partner_id", "at"]
    )
    op.create_index(op.f("ix_partner_note_tenant_id_partner_id"), "partner_note", ["tenant_id", "partner_id"])
    op.execute(
        "insert into partner_note (tenant_id, partner_id, text) select tenant_id, id, note from partner where note <> ''"
    )
    op.drop_column("partner", "note")


def create_contacts() -> None:
    """Whom a coalition calls at a partner."""
    op.create_table(
        "contact",
        *_of_a_partner(),
        sa.Column("name", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("function", "email", "phone", "purpose")
        ),
        sa.Column("is_first", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        *_keys("contact"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "successor_id"],
            ["contact.tenant_id", "contact.id"],
            name=op.f("fk_contact_tenant_id_successor_id"),
            ondelete="SET NULL (successor_id)",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_person_id"), ondelete="SET NULL"
        ),
        sa.CheckConstraint(r"email !~ '\s'", name=op.f("ck_contact_email")),
        sa.CheckConstraint("until >= since", name=op.f("ck_contact_until")),
    )
    op.create_index(
        "uq_contact_first",
        "contact",
        ["tenant_id", "partner_id"],
        unique=True,
        postgresql_where=sa.text("is_first and until is null"),
    )
    for column in ("partner_id", "successor_id", "email"):
        op.create_index(op.f(f"ix_contact_tenant_id_{column}"), "contact", ["tenant_id", column])


def create_neighbourhoods() -> None:
    """Where a partner works."""
    op.create_table(
        "partner_neighbourhood",
        *_of_a_partner(),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=False),
        *_keys("partner_neighbourhood"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "neighbourhood_id"],
            ["neighbourhood.tenant_id", "neighbourhood.id"],
            name=op.f("fk_partner_neighbourhood_tenant_id_neighbourhood_id"),
            ondelete="CASCADE",
        ),
    )
    table = "partner_neighbourhood"
    both = ["tenant_id", "partner_id", "neighbourhood_id"]
    op.create_index(op.f(f"ix_{table}_{'_'.join(both)}"), table, both, unique=True)
    for column in ("partner_id", "neighbourhood_id"):
        op.create_index(op.f(f"ix_{table}_tenant_id_{column}"), table, ["tenant_id", column])


def refuse_circles_of_umbrellas() -> None:
    """Nobody takes part through somebody who takes part through them. Of two changes at once in a coalition the second waits for the first."""
    op.execute("""
        create function refuse_circle_of_umbrellas() returns trigger language plpgsql set search_path = public, pg_temp as $$
        begin
            perform pg_advisory_xact_lock(hashtext('umbrella'), hashtext(new.tenant_id::text));
            if exists (
                with recursive above as (
                    select id, umbrella_id from partner where tenant_id = new.tenant_id and id = new.umbrella_id
                    union
                    select p.id, p.umbrella_id from partner p join above a on p.id = a.umbrella_id where p.tenant_id = new.tenant_id
                )
                select from above where id = new.id
            ) then
                raise check_violation using message = 'a partner cannot take part through itself', constraint = 'ck_partner_umbrella';
            end if;
            return new;
        end $$
    """)
    op.execute("""
        create trigger refuse_circle_of_umbrellas before insert or update of umbrella_id on partner
        for each row when (new.umbrella_id is not null) execute function refuse_circle_of_umbrellas()
    """)


def _of_a_partner() -> list[sa.Column[object]]:
    acting = sa.text(ACTING_TENANT)
    return [
        sa.Column("tenant_id", sa.Uuid(), server_default=acting, nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
    ]


def _keys(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partner.tenant_id", "partner.id"],
            name=op.f(f"fk_{table}_tenant_id_partner_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    ]

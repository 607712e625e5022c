"""How an organisation comes to take part: invited, or by its own application; and what a coalition shows to everybody.

Revision ID: 0019
Revises: 0018
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import protect

revision = "0019"
down_revision = "0018"

SECTORS = (
    "'care', 'welfare', 'housing', 'education', 'knowledge', 'sport', 'culture', 'business', 'faith', 'volunteers', 'residents',"
    " 'government', 'network', 'other'"
)
_TABLES = ("partner_invitation", "partner_application", "partner_consent", "public_page", "public_part")


def upgrade() -> None:
    """As the models describe it."""
    create_invitations()
    create_applications()
    create_consents()
    create_public_page()
    protect(op, *_TABLES)
    tell_of_accounts()
    let_the_first_come_alone()


def create_invitations() -> None:
    """The question to an organisation, by a link to somebody or to all who work for it."""
    _create(
        "partner_invitation",
        {"partner_id": ("partner", "CASCADE")},
        _text("email"),
        _text("name"),
        _text("message"),
        sa.Column("token_hash", sa.Text(), nullable=True),
        _text("sent_by"),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        _moment("sent_at", now=True),
        _moment("expires_at", required=True),
        _moment("reminded_at"),
        sa.Column("answer", sa.Text(), nullable=True),
        _moment("answered_at"),
        _text("answered_by"),
        _text("reason"),
        sa.CheckConstraint(
            "answer in ('accepted', 'declined', 'withdrawn')", name=op.f("ck_partner_invitation_answer")
        ),
        sa.CheckConstraint(
            "(answer is null) = (answered_at is null)", name=op.f("ck_partner_invitation_answered_once")
        ),
        sa.CheckConstraint(
            "(email = '') = (token_hash is null)", name=op.f("ck_partner_invitation_link_or_accounts")
        ),
    )
    op.create_index(
        op.f("ix_partner_invitation_tenant_id_token_hash"),
        "partner_invitation",
        ["tenant_id", "token_hash"],
        unique=True,
    )
    _one_at_a_time("partner_invitation", "answer is null", "open")


def create_applications() -> None:
    """What an organisation says of itself that wants to take part."""
    _create(
        "partner_application",
        {"partner_id": ("partner", "SET NULL (partner_id)")},
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=True),
        _text("sector", "other"),
        _text("website"),
        _text("why"),
        _text("brings"),
        _text("contact_name"),
        _text("contact_email"),
        _text("contact_phone"),
        sa.Column("token_hash", sa.Text(), nullable=False),
        _moment("asked_at", now=True),
        _moment("expires_at", required=True),
        _moment("confirmed_at"),
        sa.Column("decision", sa.Text(), nullable=True),
        _text("decided_by"),
        _text("reason"),
        _moment("closed_at"),
        sa.CheckConstraint("kvk_number ~ '^[0-9]{8}$'", name=op.f("ck_partner_application_kvk_number")),
        sa.CheckConstraint(f"sector in ({SECTORS})", name=op.f("ck_partner_application_sector")),
        sa.CheckConstraint(
            "decision in ('accepted', 'refused')", name=op.f("ck_partner_application_decision")
        ),
        optional=True,
    )
    op.create_index(
        op.f("ix_partner_application_tenant_id_token_hash"),
        "partner_application",
        ["tenant_id", "token_hash"],
        unique=True,
    )


def create_consents() -> None:
    """That an organisation agreed to be named on the public page: since when, how, and until when."""
    _create(
        "partner_consent",
        {"partner_id": ("partner", "CASCADE")},
        sa.Column("given_on", sa.Date(), nullable=False),
        _text("how"),
        _text("noted_by"),
        _moment("noted_at", now=True),
        _moment("withdrawn_at"),
        _text("withdrawn_by"),
    )
    _one_at_a_time("partner_consent", "withdrawn_at is null", "given")


def create_public_page() -> None:
    """What the coalition shows to everybody, and which pillars and themes of it; whether it does stands with the coalition itself.

    Every page has a link to it: with the coalition it is read already.
    """
    op.add_column(
        "tenant", sa.Column("shows_public_page", sa.Boolean(), server_default="false", nullable=False)
    )
    _create(
        "public_page",
        {},
        sa.Column("shows_aim", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("takes_applications", sa.Boolean(), server_default="true", nullable=False),
        _text("introduction"),
        _text("contact_name"),
        _text("contact_email"),
        _text("contact_phone"),
    )
    op.create_index(op.f("ix_public_page_tenant_id"), "public_page", ["tenant_id"], unique=True)
    _create(
        "public_part",
        {"pillar_id": ("pillar", "CASCADE"), "theme_id": ("theme", "CASCADE")},
        _text("text"),
        sa.CheckConstraint(
            "num_nonnulls(pillar_id, theme_id) = 1", name=op.f("ck_public_part_pillar_or_theme")
        ),
        optional=True,
    )


def tell_of_accounts() -> None:
    """What a coalition that invites is told of the accounts of an organisation, and what only a mail needs. Both work as the owner."""
    living = """
        from public.organisation_member m join public.person p on p.id = m.person_id
        where m.organisation_id = organisation and m.ended_at is null and p.ended_at is null
    """
    _make(
        "organisation_mail_domains(organisation uuid) returns setof text",
        f"select distinct split_part(p.email, '@', 2) {living} order by 1",
    )
    # Addresses only of who keeps the organisation, and only while this coalition waits for the answer of its accounts.
    asked = f"""
        select from public.partner_invitation i join public.partner a on a.tenant_id = i.tenant_id and a.id = i.partner_id
        where i.tenant_id = {ACTING_TENANT} and a.organisation_id = organisation and i.answer is null and i.email = ''
    """
    _make(
        "organisation_keepers(organisation uuid) returns table (person uuid, email text, language text)",
        f"select p.id, p.email, p.language {living} and m.administrator and exists ({asked})",
    )


def let_the_first_come_alone() -> None:
    """Whoever becomes the first of an organisation, by the word of one coalition, comes in nowhere by the word of another.

    Where its last account went, other coalitions may still stand open to it: they opened to people that are gone. And of two coalitions
    that bring a first at the same moment the second waits, and is refused.
    """
    op.execute(f"""
        create function first_comes_alone() returns trigger
        language plpgsql security definer set search_path = pg_catalog, pg_temp
        as $$
        begin
            if {ACTING_TENANT} is null then
                return new;
            end if;
            perform pg_advisory_xact_lock(hashtextextended(new.organisation_id::text, 19));
            if exists (select from public.organisation_member m where m.organisation_id = new.organisation_id and m.ended_at is null) then
                raise unique_violation using message = 'the organisation has somebody already';
            end if;
            update public.membership set ended_at = now()
            where organisation_id = new.organisation_id and ended_at is null and tenant_id <> {ACTING_TENANT};
            return new;
        end $$
    """)
    op.execute(
        "create trigger first_comes_alone before insert on organisation_member for each row execute function first_comes_alone()"
    )


def _make(function: str, body: str) -> None:
    name = f"{function[: function.index('(')]}(uuid)"
    op.execute(
        f"create function {function} language sql stable security definer set search_path = pg_catalog, pg_temp as $$ {body} $$"
    )
    op.execute(f"revoke execute on function {name} from public")
    op.execute(f"grant execute on function {name} to webapp")


def _create(
    table: str, references: Mapping[str, tuple[str, str]], *parts: Any, optional: bool = False
) -> None:
    """A table of a tenant's, with columns that refer to its other tables (target, and what happens when that row goes)."""
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=optional) for column in references),
        *parts,
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f(f"fk_{table}_tenant_id")),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                [f"{target}.tenant_id", f"{target}.id"],
                name=op.f(f"fk_{table}_tenant_id_{column}"),
                ondelete=on_delete,
            )
            for column, (target, on_delete) in references.items()
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )
    for column in references:
        op.create_index(op.f(f"ix_{table}_tenant_id_{column}"), table, ["tenant_id", column])


def _one_at_a_time(table: str, condition: str, name: str) -> None:
    op.create_index(
        f"uq_{table}_{name}",
        table,
        ["tenant_id", "partner_id"],
        unique=True,
        postgresql_where=sa.text(condition),
    )


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _moment(name: str, *, now: bool = False, required: bool = False) -> sa.Column[Any]:
    default = sa.text("now()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=not (now or required))

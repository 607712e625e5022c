"""Agreements: texts in versions, who was sent which, and who signed.

Revision ID: 0020
Revises: 0019
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import APPEND_ONLY, protect

revision = "0020"
down_revision = "0019"

NOW = sa.text("now()")
CHANGEABLE = ("select", "insert", "update")


def upgrade() -> None:
    """As the models describe it; and what was sent or signed stays as it is, whoever asks."""
    create_texts()
    create_parties()
    create_signatures()
    protect(op, "agreement", "agreement_version", "agreement_party", grants=CHANGEABLE)
    protect(op, "agreement_signature", "agreement_file", "agreement_reminder", grants=APPEND_ONLY)
    freeze_what_was_sent()


def _table(
    name: str,
    *columns: sa.Column[Any],
    references: dict[str, str] | None = None,
    checks: dict[str, str] | None = None,
) -> None:
    op.create_table(
        name,
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        *columns,
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_{name}_{check}"))
            for check, condition in (checks or {}).items()
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f(f"fk_{name}_tenant_id")),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                [f"{target}.tenant_id", f"{target}.id"],
                name=op.f(f"fk_{name}_tenant_id_{column}"),
                ondelete="RESTRICT",
            )
            for column, target in (references or {}).items()
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{name}")),
    )
    for column in references or {}:
        op.create_index(op.f(f"ix_{name}_tenant_id_{column}"), name, ["tenant_id", column])


def _text(name: str, *, empty: bool = False) -> sa.Column:  # type: ignore[type-arg]  # text
    return sa.Column(name, sa.Text(), server_default="" if empty else None, nullable=False)


def _moment(name: str, *, now: bool = False, known: bool = True) -> sa.Column:  # type: ignore[type-arg]  # a moment
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=NOW if now else None, nullable=not known
    )


def create_texts() -> None:
    _table("agreement", _text("title"), _moment("started_at", now=True))
    _table(
        "agreement_version",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        _text("title"),
        _text("kind"),
        _text("text"),
        _text("text_hash"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        _text("note", empty=True),
        _text("written_by", empty=True),
        _moment("written_at", now=True),
        _moment("sent_at", known=False),
        references={"agreement_id": "agreement"},
        checks={
            "kind": "kind in ('covenant', 'cooperation', 'declaration', 'other')",
            "period": "valid_from <= valid_until",
            "text_hash": r"text_hash = encode(sha256(convert_to(title || E'\n\n' || text, 'UTF8')), 'hex')",
        },
    )
    op.create_index(
        op.f("ix_agreement_version_tenant_id_agreement_id_number"),
        "agreement_version",
        ["tenant_id", "agreement_id", "number"],
        unique=True,
    )


def create_parties() -> None:
    _table(
        "agreement_party",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("renews_id", sa.Uuid(), nullable=True),
        _text("text_hash"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="sent", nullable=False),
        _text("reason", empty=True),
        _moment("sent_at", now=True),
        _text("sent_by", empty=True),
        _moment("ended_at", known=False),
        references={
            "agreement_id": "agreement",
            "version_id": "agreement_version",
            "partner_id": "partner",
            "renews_id": "agreement_party",
        },
        checks={
            "state": "state in ('sent', 'signed', 'declined', 'withdrawn', 'replaced', 'expired')",
            "period": "valid_from <= valid_until",
            "with_reason": "state not in ('declined', 'withdrawn') or reason <> ''",
        },
    )
    op.create_index(
        "uq_agreement_party_asked",
        "agreement_party",
        ["tenant_id", "agreement_id", "partner_id"],
        unique=True,
        postgresql_where=sa.text("state = 'sent'"),
    )
    op.create_index(
        op.f("ix_agreement_party_tenant_id_state_valid_until"),
        "agreement_party",
        ["tenant_id", "state", "valid_until"],
    )
    _table(
        "agreement_reminder",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        _moment("sent_at", now=True),
        references={"party_id": "agreement_party"},
    )
    op.create_index(
        op.f("ix_agreement_reminder_tenant_id_party_id_days"),
        "agreement_reminder",
        ["tenant_id", "party_id", "days"],
        unique=True,
    )


def create_signatures() -> None:
    _table(
        "agreement_signature",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        _text("way"),
        # No reference: the signature outlives the account.
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        _text("name"),
        _text("function"),
        _text("authority"),
        sa.Column("signed_on", sa.Date(), nullable=False),
        _moment("at"),
        _text("text_hash"),
        sa.Column("statement", sa.dialects.postgresql.JSONB(), nullable=False),
        _text("document_hash"),
        _text("taken_in_by", empty=True),
        references={"party_id": "agreement_party"},
        checks={
            "way": "way in ('here', 'paper')",
            "whole": "name <> '' and function <> '' and authority <> ''",
        },
    )
    _table(
        "agreement_file",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        _text("name"),
        _text("media_type"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _text("sha256"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _moment("made_at", now=True),
        references={"party_id": "agreement_party"},
        checks={"size": "size between 1 and 10485760"},
    )
    for table in ("agreement_signature", "agreement_file"):
        op.drop_index(op.f(f"ix_{table}_tenant_id_party_id"), table)
        op.create_index(op.f(f"ix_{table}_tenant_id_party_id"), table, ["tenant_id", "party_id"], unique=True)


def freeze_what_was_sent() -> None:
    """A check of a row sees no row before it: these do. They bind the owner too, who would have to take them away first."""
    _refuse(
        "agreement_version",
        "keep_sent_text",
        "old.sent_at is not null and (old.title, old.kind, old.text, old.text_hash, old.agreement_id, old.number, old.sent_at)"
        " is distinct from (new.title, new.kind, new.text, new.text_hash, new.agreement_id, new.number, new.sent_at)",
        "a text that was sent for signing is not changed",
    )
    _refuse(
        "agreement_party",
        "keep_what_was_asked",
        "(old.agreement_id, old.version_id, old.partner_id, old.text_hash, old.valid_from, old.valid_until, old.sent_at)"
        " is distinct from (new.agreement_id, new.version_id, new.partner_id, new.text_hash, new.valid_from, new.valid_until, new.sent_at)",
        "what a partner was asked to sign is not changed",
    )


def _refuse(table: str, name: str, condition: str, sentence: str) -> None:
    op.execute(f"""
        create function {name}() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
        begin
            raise exception '{sentence}' using errcode = 'check_violation';
        end $$
    """)
    op.execute(
        f"create trigger {name} before update on {table} for each row when ({condition}) execute function {name}()"
    )

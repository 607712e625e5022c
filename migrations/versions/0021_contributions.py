"""What partners promise and give, in euros, hours and kind.

Revision ID: 0021
Revises: 0020
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from tenants.database import ACTING_TENANT
from tenants.policies import APPEND_ONLY, protect

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """As the models describe it. What was said of an amount is never changed: only a period can be."""
    _add_periods()
    _add_pledges()
    _add_money_steps()
    _add_contributions()
    _add_answers()
    protect(op, "contribution_period")
    protect(op, "pledge", "money_step", "contribution", "contribution_answer", grants=APPEND_ONLY)


def _add_periods() -> None:
    _create(
        "contribution_period",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("minimum", sa.BigInteger(), nullable=True),
        sa.Column("in_return", sa.Text(), server_default="", nullable=False),
        sa.Column("larger", sa.Text(), server_default="", nullable=False),
        sa.Column("hour_rate", sa.BigInteger(), nullable=True),
        *_provenance(),
        checks={"days": "starts <= until", "minimum": "minimum >= 0", "hour_rate": "hour_rate > 0"},
        references={"plan_id": "plan"},
        on_delete={"plan_id": "SET NULL (plan_id)"},
    )


def _add_pledges() -> None:
    _create(
        "pledge",
        *_amount(),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), server_default="false", nullable=False),
        *_noted(),
        *_provenance(),
        checks={
            **_AMOUNTS,
            "quantity": "quantity > 0",
            "first": "(first_id is null) = (replaces_id is null)",
            "withdrawn": "not withdrawn or (replaces_id is not null and reason <> '')",
        },
        references={**_WHOSE, "first_id": "pledge", "replaces_id": "pledge"},
    )
    op.create_index("uq_pledge_replaces_id", "pledge", ["tenant_id", "replaces_id"], unique=True)


def _add_money_steps() -> None:
    _create(
        "money_step",
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        *_noted(),
        checks={
            "step": "step in ('asked', 'invoiced')",
            "number": "(step = 'invoiced') = (number <> '')",
            "side": _SIDE,
        },
        references={"pledge_id": "pledge"},
    )


def _add_contributions() -> None:
    _create(
        "contribution",
        *_amount(),
        sa.Column("pledge_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        *_noted(),
        *_provenance(),
        checks={
            **_AMOUNTS,
            "quantity": "(quantity < 0) = (corrects_id is not null) and quantity <> 0",
            "correction": "corrects_id is null or reason <> ''",
        },
        references={**_WHOSE, "pledge_id": "pledge", "corrects_id": "contribution"},
    )
    op.create_index("uq_contribution_corrects_id", "contribution", ["tenant_id", "corrects_id"], unique=True)


def _add_answers() -> None:
    _create(
        "contribution_answer",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        *_noted(),
        checks={
            "verdict": "verdict in ('confirmed', 'disputed')",
            "side": _SIDE,
            "sentence": "(verdict = 'disputed') = (sentence <> '')",
        },
        references={"contribution_id": "contribution"},
    )


_SIDE = "side in ('coalition', 'partner')"
_AMOUNTS = {
    "kind": "kind in ('money', 'hours', 'kind')",
    "side": _SIDE,
    "in_kind": "kind <> 'kind' or (abs(quantity) = 1 and what <> '')",
    "no_estimate": "kind = 'kind' or (value is null and unit = '')",
    "value": "value >= 0",
}
_WHOSE = {"partner_id": "partner", "period_id": "contribution_period"}


def _amount() -> Sequence[sa.Column[object]]:
    return (
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("what", sa.Text(), server_default="", nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
    )


def _noted() -> Sequence[sa.Column[object]]:
    return (
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )


def _provenance() -> Sequence[sa.Column[object]]:
    return (
        sa.Column("source_document", sa.Text(), server_default="", nullable=False),
        sa.Column("source_heading", sa.Text(), server_default="", nullable=False),
        sa.Column("source_item", sa.Text(), server_default="", nullable=False),
        sa.Column("demonstration", sa.Boolean(), server_default="false", nullable=False),
    )


def _create(
    table: str,
    *columns: sa.Column[object],
    checks: dict[str, str],
    references: dict[str, str],
    on_delete: dict[str, str] | None = None,
) -> None:
    """A table of tenants, with a composite key, and an index, for everything that it refers to."""
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), server_default=sa.text(ACTING_TENANT), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        *columns,
        *(sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}")) for name, text in checks.items()),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f(f"fk_{table}_tenant_id")),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                [f"{target}.tenant_id", f"{target}.id"],
                name=op.f(f"fk_{table}_tenant_id_{column}"),
                ondelete=(on_delete or {}).get(column, "RESTRICT"),
            )
            for column, target in references.items()
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )
    for column in references:
        op.create_index(op.f(f"ix_{table}_tenant_id_{column}"), table, ["tenant_id", column])

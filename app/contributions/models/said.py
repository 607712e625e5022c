"""What a promise and something given have in common: what it is, how much, of which day, and who noted it. Rows are only added."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from app.contributions.models.period import ContributionPeriod
from app.contributions.rules.words import ContributionKind, Side
from app.partners.models import Partner
from tenants import current_scope


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says is promised or given.

    `quantity` is in cents or minutes, and 1 of something in kind; `unit` is how much of that, in words; `value` the estimate, in cents.
    """

    kind: ContributionKind
    quantity: int
    day: date
    what: str = ""
    unit: str = ""
    value: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The same for a row."""
        return {
            "kind": self.kind.value,
            "quantity": self.quantity,
            "day": self.day,
            "what": self.what.strip(),
            "unit": self.unit.strip(),
            "value": self.value,
        }


def noted(side: Side) -> dict[str, Any]:
    """Who notes it, for which side."""
    actor = current_scope().actor
    return {"side": side.value, "noted_by": actor.name, "noted_by_id": actor.id}


class Noted:
    """Who noted a row, when, and for which side."""

    side: Mapped[str]
    noted_by: Mapped[str]
    noted_by_id: Mapped[UUID | None]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Amount(Noted):
    """What is promised or given. `quantity` is in cents, in minutes, or 1; below zero in what takes back another."""

    kind: Mapped[str]
    quantity: Mapped[int]
    value: Mapped[int | None]
    unit: Mapped[str] = mapped_column(server_default="")
    what: Mapped[str] = mapped_column(server_default="")
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(server_default="")


def checks() -> tuple[CheckConstraint, ...]:
    """What the database repeats of the rules, for both tables."""
    return (
        CheckConstraint(check_in("kind", ContributionKind), name="kind"),
        CheckConstraint(check_in("side", Side), name="side"),
        CheckConstraint("kind <> 'kind' or (abs(quantity) = 1 and what <> '')", name="in_kind"),
        CheckConstraint("kind = 'kind' or (value is null and unit = '')", name="no_estimate"),
        CheckConstraint("value >= 0", name="value"),
    )


@dataclass(frozen=True, slots=True)
class Dealing:
    """Between whom: the partner, the period that it counts in, and the side that speaks."""

    partner: Partner
    period: ContributionPeriod
    side: Side

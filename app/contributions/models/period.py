"""A period of contributions: what the coalition asks of its partners for the years of a plan."""

from datetime import date
from typing import Any, Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.history.changes import amend
from app.history.models import Provenance, record
from app.money import Euro
from app.refusals import Refusal
from tenants import Base, TenantOwned, db, refers_to


class PeriodFacts(TypedDict, total=False):
    """What can be changed of a period; amounts in cents."""

    name: str
    starts: date
    until: date
    plan_id: UUID | None
    minimum: int | None
    in_return: str
    larger: str
    hour_rate: int | None


class ContributionPeriod(TenantOwned, Provenance, Base):
    """From when until when partners contribute, and on which terms.

    `minimum` is what the coalition asks of every partner in money, in cents; `in_return` what stands against it; `larger` how it is with
    larger contributions. `hour_rate` is what the coalition reckons an hour at, in cents: never money, always shown apart from it.
    """

    __tablename__ = "contribution_period"
    __table_args__ = (
        CheckConstraint("starts <= until", name="days"),
        CheckConstraint("minimum >= 0", name="minimum"),
        CheckConstraint("hour_rate > 0", name="hour_rate"),
    )

    name: Mapped[str]
    starts: Mapped[date]
    until: Mapped[date]
    plan_id: Mapped[UUID | None] = refers_to("plan", on_delete="SET NULL (plan_id)")
    minimum: Mapped[int | None]
    in_return: Mapped[str] = mapped_column(server_default="")
    larger: Mapped[str] = mapped_column(server_default="")
    hour_rate: Mapped[int | None]

    @classmethod
    def open(cls, **facts: Unpack[PeriodFacts]) -> Self:
        """A new period. Raises Refusal where it would end before it begins."""
        _guard(facts["starts"], facts["until"])
        period = cls(**facts)
        db().add(period)
        db().flush()
        record("contribution_period.opened", period)
        return period

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    def edit(self, **facts: Unpack[PeriodFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it would end before it begins."""
        _guard(facts.get("starts", self.starts), facts.get("until", self.until))
        changes = amend(self, facts)
        if changes:
            record(
                "contribution_period.edited",
                self,
                changes={name: _as_read(name, *both) for name, both in changes.items()},
            )
        return bool(changes)


def _as_read(name: str, before: Any, after: Any) -> tuple[Any, Any]:
    """What history says of a change: amounts in euros, and of the plan only that it is another."""
    if name in {"minimum", "hour_rate"}:
        return _euros(before), _euros(after)
    return (None, None) if name == "plan_id" else (before, after)


def _euros(cents: int | None) -> str | None:
    return None if cents is None else str(Euro(cents))


def _guard(starts: date, until: date) -> None:
    if until < starts:
        raise Refusal("De laatste dag ligt voor de eerste. Draai ze om, of verbeter er een.", about="until")

"""The promise, and the steps in which promised money comes in."""

from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.columns import check_in
from app.contributions.models.period import ContributionPeriod
from app.contributions.models.said import Amount, Dealing, Noted, Said, checks, noted
from app.contributions.rules.promising import guard_amount, guard_day_of_promise, lacks
from app.contributions.rules.words import MONEY, ContributionKind, Side, Step
from app.history.models import Provenance, record
from app.partners.models import Partner
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from app.web.clock import today
from tenants import Base, TenantOwned, db, one, refers_to


class Pledge(TenantOwned, Amount, Provenance, Base):
    """What a partner promises, as it was said at one moment. Never changed: what is said later is a row that replaces this one.

    `first_id` is the first row of the same promise, and `replaces_id` the one before; both are empty in the first. The database refuses a
    second row in the place of the same one, and every change or removal.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        *checks(),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("(first_id is null) = (replaces_id is null)", name="first"),
        CheckConstraint("not withdrawn or (replaces_id is not null and reason <> '')", name="withdrawn"),
        Index("uq_pledge_replaces_id", "tenant_id", "replaces_id", unique=True),
    )

    partner_id: Mapped[UUID] = refers_to("partner")
    period_id: Mapped[UUID] = refers_to("contribution_period")
    first_id: Mapped[UUID | None] = refers_to("pledge")
    replaces_id: Mapped[UUID | None] = refers_to("pledge")
    withdrawn: Mapped[bool] = mapped_column(server_default="false")

    partner: Mapped[Partner] = one(partner_id)
    period: Mapped[ContributionPeriod] = one(period_id)

    @classmethod
    def make(cls, dealing: Dealing, said: Said, *, before: int, reason: str = "") -> Self:
        """The partner promises; `before` is the money that it promised already in this period, in cents.

        Raises Refusal where nothing is promised, of a day that cannot be, or without a reason where it stays under the minimum.
        """
        _guard(dealing.period, said, before=before, reason=reason)
        pledge = cls(
            partner=dealing.partner,
            period=dealing.period,
            reason=reason.strip(),
            **said.columns,
            **noted(dealing.side),
        )
        return pledge._added("pledge.made")

    @property
    def label(self) -> str:
        """How people call it."""
        return self.partner.label

    @property
    def promise_id(self) -> UUID:
        """The first row of this promise."""
        return self.first_id or self.id

    @classmethod
    def is_last(cls) -> ColumnElement[bool]:
        """The condition of the row that says how the promise is now: nothing replaced it."""
        later = aliased(cls)
        return ~exists().where(later.replaces_id == cls.id)

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """The condition of the row that counts: nothing replaced it, and it was not withdrawn."""
        return cls.is_last() & ~cls.withdrawn

    def change(self, said: Said, *, side: Side, before: int, reason: str) -> "Pledge":
        """Something else is promised from now on. Raises Refusal as `make`, and without a reason. Needs partner and period to be loaded."""
        _guard(self.period, said, before=before, reason=reason)
        if not reason.strip():
            raise Refusal("Schrijf waarom: de toezegging van eerst blijft te lezen.", about="reason")
        return self._followed_by(said, side=side, reason=reason, kind="pledge.changed")

    def withdraw(self, *, side: Side, reason: str) -> None:
        """It is no longer promised; what was given stays. Raises Refusal without a reason. Needs partner and period to be loaded."""
        if not reason.strip():
            raise Refusal("Schrijf waarom: dat zien ook de anderen.", about="reason")
        self._followed_by(self._said, side=side, reason=reason, kind="pledge.withdrawn", withdrawn=True)

    def take(self, step: Step, day: date, *, number: str = "", state: Step) -> "MoneyStep":
        """Ask for the money, or send the invoice, from where it stands now. Raises Refusal where that cannot be.

        Needs partner and period to be loaded.
        """
        if self.kind != ContributionKind.MONEY:
            raise Refusal("Alleen om geld wordt gevraagd.")
        MONEY.guard(state, step)
        if day > today():
            raise Refusal("Deze dag moet nog komen.", about="day")
        if step is Step.INVOICED and not number.strip():
            raise Refusal("Vul het nummer van de factuur in.", about="number")
        taken = MoneyStep(
            pledge_id=self.promise_id,
            step=step.value,
            day=day,
            number=number.strip(),
            **noted(Side.COALITION),
        )
        db().add(taken)
        record(f"pledge.{step}", self.partner)
        if step is Step.INVOICED:
            done(Kind.INVOICE, self)
        settle(self)
        return taken

    @property
    def _said(self) -> Said:
        return Said(ContributionKind(self.kind), self.quantity, self.day, self.what, self.unit, self.value)

    def _followed_by(
        self, said: Said, *, side: Side, reason: str, kind: str, withdrawn: bool = False
    ) -> "Pledge":
        after = Pledge(
            partner=self.partner,
            period=self.period,
            first_id=self.promise_id,
            replaces_id=self.id,
            reason=reason.strip(),
            withdrawn=withdrawn,
            **said.columns,
            **noted(side),
        )
        after._added(kind)
        settle(self)
        return after

    def _added(self, kind: str) -> Self:
        db().add(self)
        db().flush()
        # How much it is stands in the row, that is never changed; history is read by more people.
        record(kind, self.partner)
        settle(self)
        return self


class MoneyStep(TenantOwned, Noted, Base):
    """A step of promised money between the promise and the bank: asked for, or invoiced under a number. Never changed."""

    __tablename__ = "money_step"
    __table_args__ = (
        CheckConstraint("step in ('asked', 'invoiced')", name="step"),
        CheckConstraint("(step = 'invoiced') = (number <> '')", name="number"),
        CheckConstraint(check_in("side", Side), name="side"),
    )

    pledge_id: Mapped[UUID] = refers_to("pledge")
    step: Mapped[str]
    day: Mapped[date]
    number: Mapped[str] = mapped_column(server_default="")


def _guard(period: ContributionPeriod, said: Said, *, before: int, reason: str) -> None:
    guard_amount(said.kind, said.quantity)
    guard_day_of_promise(said.day, today=today(), until=period.until)
    if (
        said.kind is ContributionKind.MONEY
        and lacks(before + said.quantity, period.minimum)
        and not reason.strip()
    ):
        raise Refusal(
            "Dit is minder dan het minimum van de coalitie. Dat mag als de coalitie het goed vindt: schrijf waarom.",
            about="reason",
        )

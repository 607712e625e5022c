"""What was given, and what the other side says of it."""

from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from app.contributions.models.period import ContributionPeriod
from app.contributions.models.pledge import Pledge
from app.contributions.models.said import Amount, Dealing, Noted, Said, checks, noted
from app.contributions.rules.promising import guard_amount, guard_day_given, guard_hours_of_a_day
from app.contributions.rules.words import ContributionKind, Side, Standing, Verdict
from app.history.models import Provenance, record
from app.partners.models import Partner
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from app.web.clock import today
from tenants import Base, TenantOwned, current_scope, db, many, one, refers_to


class Contribution(TenantOwned, Amount, Provenance, Base):
    """Something that a partner gave: money that came in, hours of a day, a room. The side that notes it has confirmed it by doing so.

    It counts once the other side confirms it too. Never changed: a correction is a row that takes back another (`corrects_id`), with a
    reason; the database refuses a second one, and every change or removal.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        *checks(),
        CheckConstraint("(quantity < 0) = (corrects_id is not null) and quantity <> 0", name="quantity"),
        CheckConstraint("corrects_id is null or reason <> ''", name="correction"),
        Index("uq_contribution_corrects_id", "tenant_id", "corrects_id", unique=True),
    )

    partner_id: Mapped[UUID] = refers_to("partner")
    period_id: Mapped[UUID] = refers_to("contribution_period")
    pledge_id: Mapped[UUID | None] = refers_to("pledge")
    corrects_id: Mapped[UUID | None] = refers_to("contribution")

    partner: Mapped[Partner] = one(partner_id)
    period: Mapped[ContributionPeriod] = one(period_id)
    answers: Mapped[list["ContributionAnswer"]] = many(
        "ContributionAnswer.contribution_id", order_by="ContributionAnswer.noted_at"
    )

    @classmethod
    def note(cls, dealing: Dealing, said: Said, *, towards: Pledge | None = None) -> Self:
        """Somebody of one side notes what was given, for the promise `towards` where it answers to one.

        Raises Refusal for nothing, for a day that cannot be, and for more hours than a day has.
        """
        guard_amount(said.kind, said.quantity)
        guard_hours_of_a_day(said.kind, said.quantity)
        guard_day_given(said.day, today=today(), starts=dealing.period.starts, until=dealing.period.until)
        contribution = cls(
            partner=dealing.partner,
            period=dealing.period,
            pledge_id=towards.promise_id if towards else None,
            **said.columns,
            **noted(dealing.side),
        )
        return contribution._added("contribution.noted")

    @property
    def label(self) -> str:
        """How people call it."""
        return self.partner.label

    @property
    def standing(self) -> Standing:
        """What the other side said last of it; whether it was taken back since is not looked at. Needs answers to be loaded."""
        return Standing(self.answers[-1].verdict) if self.answers else Standing.AWAITING

    def confirm(self, side: Side) -> None:
        """The other side agrees: it counts. Twice is once. Raises Refusal for the side that noted it. Needs answers and partner."""
        self._guard_answer(side)
        if self.standing is not Standing.CONFIRMED:
            self._answer(side, Verdict.CONFIRMED, "")
            done(
                Kind.CONTRIBUTION_OF_COALITION if side is Side.PARTNER else Kind.CONTRIBUTION_OF_PARTNER, self
            )
            settle(self)

    def dispute(self, side: Side, sentence: str) -> None:
        """The other side does not agree, and says why. Needs answers and partner to be loaded.

        Raises Refusal for the side that noted it, without a sentence, and after it confirmed.
        """
        self._guard_answer(side)
        if not sentence.strip():
            raise Refusal("Schrijf in een zin wat er niet klopt.", about="sentence")
        if self.standing is Standing.CONFIRMED:
            raise Refusal(
                "Deze regel is al bevestigd. Klopt zij toch niet, corrigeer haar dan.", about="sentence"
            )
        self._answer(side, Verdict.DISPUTED, sentence)
        done(Kind.CONTRIBUTION_OF_COALITION if side is Side.PARTNER else Kind.CONTRIBUTION_OF_PARTNER, self)
        settle(self)

    def take_back(self, side: Side, reason: str, *, corrected: bool) -> "Contribution":
        """A row that takes this one back: the correction, which names it. `corrected`: whether there is one already.

        What the other side did not confirm, only the side that noted it takes back, and it is gone at once. Of what both confirmed the
        other side must confirm the correction too. Raises Refusal without a reason. Needs answers, partner and period to be loaded.
        """
        if corrected or self.corrects_id is not None:
            raise Refusal("Deze regel is al gecorrigeerd.", about="reason")
        if not reason.strip():
            raise Refusal("Schrijf waarom: de regel zelf blijft te lezen.", about="reason")
        if self.standing is not Standing.CONFIRMED and side != self.side:
            raise Refusal("U kunt deze regel betwisten. Corrigeren doet wie haar schreef.", about="reason")
        back = Contribution(
            partner=self.partner,
            period=self.period,
            pledge_id=self.pledge_id,
            corrects_id=self.id,
            reason=reason.strip(),
            **{**self._said.columns, "quantity": -self.quantity},
            **noted(side),
        )
        back._added("contribution.corrected")
        settle(self)
        return back

    @property
    def _said(self) -> Said:
        return Said(ContributionKind(self.kind), self.quantity, self.day, self.what, self.unit, self.value)

    def _guard_answer(self, side: Side) -> None:
        if side == self.side:
            raise Refusal("Uw kant schreef deze regel zelf. De andere kant bevestigt haar.")
        # Two sides are two people, also where one works for both.
        if self.noted_by_id is not None and self.noted_by_id == current_scope().actor.id:
            raise Refusal("U schreef deze regel zelf. Iemand anders bevestigt haar.")

    def _answer(self, side: Side, verdict: Verdict, sentence: str) -> None:
        self.answers.append(
            ContributionAnswer(verdict=verdict.value, sentence=sentence.strip(), **noted(side))
        )
        record(f"contribution.{verdict}", self.partner)

    def _added(self, kind: str) -> Self:
        db().add(self)
        db().flush()
        # How much it is stands in the row, that is never changed; history is read by more people.
        record(kind, self.partner)
        settle(self)
        for promise in db().scalars(self._promises()):
            settle(promise)
        return self

    def _promises(self) -> Select[Pledge]:
        """The promises that no longer wait for a beginning, or wait for one again."""
        return select(Pledge).where(
            Pledge.stands(),
            Pledge.partner_id == self.partner.id,
            Pledge.period_id == self.period.id,
            Pledge.kind == self.kind,
        )


class ContributionAnswer(TenantOwned, Noted, Base):
    """What the other side says of a line: it agrees, or it does not and says why. The last one counts; none is ever changed."""

    __tablename__ = "contribution_answer"
    __table_args__ = (
        CheckConstraint(check_in("verdict", Verdict), name="verdict"),
        CheckConstraint(check_in("side", Side), name="side"),
        CheckConstraint("(verdict = 'disputed') = (sentence <> '')", name="sentence"),
    )

    contribution_id: Mapped[UUID] = refers_to("contribution")
    verdict: Mapped[str]
    sentence: Mapped[str] = mapped_column(server_default="")

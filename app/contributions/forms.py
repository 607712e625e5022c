"""The forms of contributions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import StopValidation

from app.contributions.models import ContributionPeriod, PeriodFacts, Pledge, Said
from app.contributions.rules.hours import in_clock, minutes_of
from app.contributions.rules.words import ContributionKind
from app.money import Euro
from app.plan.models import Plan
from app.refusals import Refusal
from app.web.amounts import EuroField
from app.web.clock import today
from app.web.forms import BaseForm, Day, Required, at_most, strip
from app.web.row_fields import RowField

LINE, TEXT = 200, 1_000
_AMOUNT = Required(lazy_gettext("Vul in hoeveel het is."))
_WHAT = Required(lazy_gettext("Vul in wat het is."))
_DAY = Required(lazy_gettext("Vul een dag in."))
_NAME = Required(lazy_gettext("Geef de periode een naam."))


class HoursField(StringField):
    """Hours as people type them; `minutes` is what they mean."""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - how WTForms calls it
        """Say beside the field what are no hours."""
        try:
            if (self.data or "").strip():
                minutes_of(self.data or "")
        except Refusal as refusal:
            raise StopValidation(gettext(refusal.sentence, **refusal.values)) from refusal

    @property
    def minutes(self) -> int:
        """What was typed, in minutes."""
        return minutes_of(self.data or "")


class SaidForm(BaseForm):
    """What is promised or given, in one kind: the base of a form for each."""

    kind: ContributionKind
    period: RowField[ContributionPeriod] = RowField(lazy_gettext("Periode"))
    what = StringField(lazy_gettext("Wat is het?"), [at_most(LINE)], filters=[strip])
    day = Day(lazy_gettext("Dag"), [_DAY])
    reason = TextAreaField(lazy_gettext("Waarom"), [at_most(TEXT)], filters=[strip])

    @property
    def chosen_period(self) -> ContributionPeriod:
        """The period that it counts in. Raises Refusal where none was chosen."""
        if self.period.row is None:
            raise Refusal("Kies de periode waarin dit telt.", about="period")
        return self.period.row

    @property
    def quantity(self) -> int:
        """How much, in the unit of the kind."""
        return 1

    @property
    def said(self) -> Said:
        """What was filled in, as the verbs ask it."""
        return Said(self.kind, self.quantity, _chosen(self.day), self.what.data or "")


class MoneyForm(SaidForm):
    """So many euros."""

    kind = ContributionKind.MONEY
    amount = EuroField(lazy_gettext("Bedrag in euro’s"), [_AMOUNT])

    @property
    def quantity(self) -> int:
        """In cents."""
        return self.amount.cents or 0


class HoursForm(SaidForm):
    """So many hours."""

    kind = ContributionKind.HOURS
    amount = HoursField(lazy_gettext("Uren"), [_AMOUNT])

    @property
    def quantity(self) -> int:
        """In minutes."""
        return self.amount.minutes


class KindForm(SaidForm):
    """Something in kind: a room, a van, print."""

    kind = ContributionKind.KIND
    what = StringField(lazy_gettext("Wat is het?"), [_WHAT, at_most(LINE)], filters=[strip])
    unit = StringField(lazy_gettext("Hoeveel"), [at_most(LINE)], filters=[strip])
    value = EuroField(lazy_gettext("Wat is het waard, in euro’s?"))

    @property
    def said(self) -> Said:
        """With how much of it, and the estimate."""
        return Said(
            self.kind, 1, _chosen(self.day), self.what.data or "", self.unit.data or "", self.value.cents
        )


_FORMS: dict[ContributionKind, type[SaidForm]] = {
    ContributionKind.MONEY: MoneyForm,
    ContributionKind.HOURS: HoursForm,
    ContributionKind.KIND: KindForm,
}


def said_form(kind: ContributionKind, said: Said | Pledge | None = None) -> SaidForm:
    """The form of one kind; filled in as `said`, or for today."""
    if said is None:
        return _FORMS[kind](data={"day": today()})
    shown = {"what": said.what, "day": said.day, "unit": said.unit}
    if said.value is not None:
        shown["value"] = Euro(said.value).typed
    if kind is not ContributionKind.KIND:
        shown["amount"] = (
            Euro(said.quantity).typed if kind is ContributionKind.MONEY else in_clock(said.quantity)
        )
    return _FORMS[kind](data=shown)


class ReasonForm(BaseForm):
    """Why."""

    reason = TextAreaField(lazy_gettext("Waarom"), [at_most(TEXT)], filters=[strip])


class SentenceForm(BaseForm):
    """What is not right."""

    sentence = TextAreaField(lazy_gettext("Wat klopt er niet?"), [at_most(TEXT)], filters=[strip])


class InvoiceForm(BaseForm):
    """The invoice that was sent."""

    number = StringField(lazy_gettext("Nummer van de factuur"), [at_most(LINE)], filters=[strip])
    day = Day(lazy_gettext("Datum van de factuur"), [_DAY])


class PeriodForm(BaseForm):
    """A period, with its terms."""

    name = StringField(lazy_gettext("Naam"), [_NAME, at_most(LINE)], filters=[strip])
    starts = Day(lazy_gettext("Eerste dag"), [_DAY])
    until = Day(lazy_gettext("Laatste dag"), [_DAY])
    plan_id: RowField[Plan] = RowField(lazy_gettext("Plan"))
    minimum = EuroField(lazy_gettext("Minimum per partner, in euro’s"))
    in_return = TextAreaField(lazy_gettext("Wat staat ertegenover?"), [at_most(TEXT)], filters=[strip])
    larger = TextAreaField(lazy_gettext("Grotere bijdragen"), [at_most(TEXT)], filters=[strip])
    hour_rate = EuroField(lazy_gettext("Waarde van een uur, in euro’s"))

    @classmethod
    def of(cls, period: ContributionPeriod) -> "PeriodForm":
        """The form that shows a period."""
        names = ("name", "starts", "until", "in_return", "larger")
        shown = {name: getattr(period, name) for name in names}
        for name in ("minimum", "hour_rate"):
            cents = getattr(period, name)
            shown[name] = "" if cents is None else Euro(cents).typed
        return cls(data=shown)

    def offer(self, plans: Sequence[Plan], now: Any = None) -> None:
        """Let one choose the plan that it belongs to."""
        self.plan_id.offer(plans, none=lazy_gettext("Geen plan"), now=now)

    @property
    def facts(self) -> PeriodFacts:
        """What was filled in, as the verbs ask it. Raises Refusal for an hour worth nothing."""
        if self.hour_rate.cents == 0:
            raise Refusal("Laat dit leeg als u uren niet in euro’s uitdrukt.", about="hour_rate")
        return {
            "name": self.name.data or "",
            "starts": _chosen(self.starts),
            "until": _chosen(self.until),
            "plan_id": self.plan_id.row.id if self.plan_id.row else None,
            "minimum": self.minimum.cents,
            "in_return": self.in_return.data or "",
            "larger": self.larger.data or "",
            "hour_rate": self.hour_rate.cents,
        }


def _chosen(field: Day) -> date:
    """The day of a valid form, in a field that is required."""
    if field.data is None:
        message = "no day"
        raise ValueError(message)
    return field.data

"""The forms of templates: begin an action with one, keep an action as one, call it otherwise."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from app.action_templates.rules import LONGEST_NAME, LONGEST_WEEKS, Outline, shifted
from app.plan.forms.action import NewActionForm
from app.plan.forms.fields import PlanForm
from app.web.forms import REQUIRED, Day, WholeNumber, at_most, strip

_BETWEEN = NumberRange(1, LONGEST_WEEKS, lazy_gettext("Vul een aantal weken in van 1 tot en met 520."))
# Milestones that one can add in the form itself, beside those of the template.
_SPARE = 2
_MOST_STEPS = 500


class StepForm(Form):
    """A milestone that the action gets; without a title it is left out."""

    title = StringField(lazy_gettext("Mijlpaal"), [at_most(200)], filters=[strip])
    due = Day(lazy_gettext("Datum"), [Optional()])


class FromTemplateForm(NewActionForm):
    """An action that begins with a template: everything in it can be changed before it is saved."""

    deadline = None  # type: ignore[assignment]  # it ends where its weeks do
    description = TextAreaField(lazy_gettext("Omschrijving"), [at_most(10000)], filters=[strip])
    starts = Day(lazy_gettext("Begint op"), [REQUIRED])
    weeks = WholeNumber(lazy_gettext("Duurt zoveel weken"), [REQUIRED, _BETWEEN])
    steps = FieldList(FormField(StepForm), max_entries=_MOST_STEPS)
    # The start and the length for which the dates in the form were computed.
    counted = HiddenField()

    @staticmethod
    def shown(outline: Outline, starts: date) -> dict[str, Any]:
        """The data with which the form shows a template."""
        dates = outline.dates(starts, outline.weeks)
        steps = [{"title": step.title, "due": due} for step, due in zip(outline.steps, dates, strict=True)]
        return {
            "title": outline.name,
            "description": outline.description,
            "starts": starts,
            "weeks": outline.weeks,
            "steps": steps + [{}] * _SPARE,
            "counted": _written(starts, outline.weeks),
        }

    @property
    def term(self) -> tuple[date, int] | None:
        """From which day and for how many weeks; None where that is no such thing."""
        starts, weeks = self.starts.data, self.weeks.data or 0
        return (starts, weeks) if starts is not None and 1 <= weeks <= LONGEST_WEEKS else None

    @property
    def is_stale(self) -> bool:
        """Whether the dates were computed for another start or length than the form now says."""
        return self.term is not None and self.counted.data != _written(*self.term)

    def count_again(self, outline: Outline) -> None:
        """Compute the dates anew; those that somebody chose stay. Nothing happens where start or length is no such thing."""
        if self.term is None:
            return
        fields = [step.form.due for step in self.steps]
        typed = [one.data for one in fields]
        counted = shifted(typed, self._counted_dates(outline), outline.dates(*self.term))
        for one, moment in zip(fields, counted, strict=True):
            if one.data != moment:
                one.data, one.raw_data = moment, None
        self.counted.data = _written(*self.term)

    def _counted_dates(self, outline: Outline) -> list[date | None]:
        """What the dates were computed to be; where that was lost, those of the form, so that all of them are new."""
        starts, _, weeks = (self.counted.data or "").partition(" ")
        try:
            return outline.dates(date.fromisoformat(starts), int(weeks))
        except (ValueError, OverflowError):
            return [step.form.due.data for step in self.steps][: len(outline.steps)]


def _written(starts: date, weeks: int) -> str:
    return f"{starts.isoformat()} {weeks}"


class SaveForm(PlanForm):
    """Keep an action as a template."""

    name = StringField(
        lazy_gettext("Hoe heet het sjabloon?"), [REQUIRED, at_most(LONGEST_NAME)], filters=[strip]
    )
    description = TextAreaField(lazy_gettext("Omschrijving"), [at_most(10000)], filters=[strip])
    starts = Day(lazy_gettext("Vanaf welke dag tellen de weken?"), [REQUIRED])
    weeks = WholeNumber(lazy_gettext("Hoeveel weken duurt het?"), [Optional(), _BETWEEN])


class RenameForm(PlanForm):
    """What the coalition calls its template."""

    name = StringField(lazy_gettext("Naam"), [REQUIRED, at_most(LONGEST_NAME)], filters=[strip])
    description = TextAreaField(lazy_gettext("Omschrijving"), [at_most(10000)], filters=[strip])

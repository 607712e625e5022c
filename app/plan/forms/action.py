"""The forms of an action: new, changed, moved, tied, reported on."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from app.partners.models import Partner
from app.pillars.models import Pillar, Theme
from app.plan.forms.fields import PlanForm
from app.plan.models import Action, Goal, Neighbourhood, TargetGroup
from app.plan.rules import ActionStatus, Light
from app.plan.wording import LIGHT_NAMES, STATUS_NAMES
from app.web.forms import REQUIRED, PartialDateField, SelectChoice, WholeNumber, at_most, strip
from app.web.row_fields import RowField, RowsField

_BEGINNINGS = (ActionStatus.IDEA, ActionStatus.PLANNED, ActionStatus.RUNNING)


class NewActionForm(PlanForm):
    """As little as an action can begin with; the rest is filled in on its own page."""

    title = StringField(lazy_gettext("Wat gaan we doen?"), [REQUIRED, at_most(200)], filters=[strip])
    goal: RowField[Goal] = RowField(lazy_gettext("Bij welk doel hoort het?"))
    pillar: RowField[Pillar] = RowField(lazy_gettext("Welke pijler dient het?"))
    owner: RowField[Partner] = RowField(lazy_gettext("Wie is de trekker?"))
    status = RadioField(
        lazy_gettext("Hoe ver is het?"),
        [InputRequired(lazy_gettext("Kies hoe ver het is."))],
        choices=[SelectChoice(state.value, STATUS_NAMES[state]) for state in _BEGINNINGS],
        default=ActionStatus.PLANNED.value,
    )
    deadline = PartialDateField(lazy_gettext("Uiterlijk klaar"))


class FactsForm(PlanForm):
    """What can be changed of an action by itself."""

    title = StringField(lazy_gettext("Titel"), [REQUIRED, at_most(200)], filters=[strip])
    description = TextAreaField(lazy_gettext("Omschrijving"), [at_most(10000)], filters=[strip])
    goal: RowField[Goal] = RowField(lazy_gettext("Doel"))
    owner: RowField[Partner] = RowField(lazy_gettext("Trekker"))
    starts = PartialDateField(lazy_gettext("Begin"))
    ends = PartialDateField(lazy_gettext("Einde"))
    deadline = PartialDateField(lazy_gettext("Uiterlijk klaar"))
    weight = WholeNumber(lazy_gettext("Gewicht"), [REQUIRED])

    @staticmethod
    def shown(action: Action) -> dict[str, Any]:
        """The data with which the form shows `action`."""
        return {
            **{name: getattr(action, name) for name in ("title", "description", "weight")},
            **{name: PartialDateField.of(getattr(action, name)) for name in ("starts", "ends", "deadline")},
        }


class MoveForm(PlanForm):
    """Another status, and why."""

    status = RadioField(
        lazy_gettext("Nieuwe status"),
        [InputRequired(lazy_gettext("Kies de nieuwe status."))],
        coerce=ActionStatus,
        validate_choice=False,
    )
    reason = TextAreaField(lazy_gettext("Reden"), [at_most(2000)], filters=[strip])

    def offer(self, action: Action) -> None:
        """Let one choose where the workflow lets `action` go. The verb guards the choice: a double press is no mistake."""
        self.status.choices = [SelectChoice(state.value, STATUS_NAMES[state]) for state in action.next_states]


class TiesForm(PlanForm):
    """Everything that an action is tied to."""

    pillars: RowsField[Pillar] = RowsField(lazy_gettext("Pijlers"))
    themes: RowsField[Theme] = RowsField(lazy_gettext("Thema’s"))
    contributors: RowsField[Partner] = RowsField(lazy_gettext("Wie helpen mee?"))
    neighbourhoods: RowsField[Neighbourhood] = RowsField(lazy_gettext("Wijken"))
    new_neighbourhoods = StringField(lazy_gettext("Andere wijken"), [at_most(500)], filters=[strip])
    target_groups: RowsField[TargetGroup] = RowsField(lazy_gettext("Doelgroepen"))
    new_target_groups = StringField(lazy_gettext("Andere doelgroepen"), [at_most(500)], filters=[strip])


class UpdateForm(PlanForm):
    """What happened, how it goes, what is next."""

    happened = TextAreaField(lazy_gettext("Wat is er gebeurd?"), [REQUIRED, at_most(4000)], filters=[strip])
    light = RadioField(
        lazy_gettext("Hoe gaat het?"),
        [InputRequired(lazy_gettext("Kies hoe het gaat."))],
        choices=[SelectChoice(light.value, name) for light, name in LIGHT_NAMES.items()],
    )
    light_reason = StringField(lazy_gettext("Waarom niet op koers?"), [at_most(500)], filters=[strip])
    next = TextAreaField(lazy_gettext("Wat is de volgende stap?"), [at_most(2000)], filters=[strip])
    percent = WholeNumber(
        lazy_gettext("Hoe ver is de actie, in procenten?"),
        [Optional(), NumberRange(0, 100, lazy_gettext("Vul een percentage in van 0 tot en met 100."))],
    )

    def validate_light_reason(self, field: Field) -> None:
        """Say it together with what else is missing; the verb guards it too."""
        if self.light.data in {Light.AMBER, Light.RED} and not field.data:
            raise ValidationError(gettext("Zeg in een paar woorden waarom het niet op koers ligt."))

    def fit(self, action: Action) -> "UpdateForm":
        """Leave out the percentage where it would not count: milestones tell how far the action is, or it does not run."""
        if action.milestones or action.status != ActionStatus.RUNNING:
            del self.percent
        return self


class MilestoneForm(PlanForm):
    """A moment at which something is there."""

    title = StringField(lazy_gettext("Wat is er dan?"), [REQUIRED, at_most(200)], filters=[strip])
    due = PartialDateField(lazy_gettext("Wanneer?"))
    weight = WholeNumber(lazy_gettext("Gewicht"), [REQUIRED], default=1)
    done_on = PartialDateField(lazy_gettext("Gehaald op"))


class AttachmentForm(PlanForm):
    """A file."""

    file = FileField(lazy_gettext("Bestand"), [DataRequired(lazy_gettext("Kies eerst een bestand."))])

    def validate_file(self, field: FileField) -> None:
        """It is a file, and not a word sent in its place."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError(gettext("Kies eerst een bestand."))

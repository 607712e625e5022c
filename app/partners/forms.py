"""The forms of partners."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.forms import NAME_NEEDED, is_email, lower
from app.organisations.forms import OrganisationForm
from app.organisations.rules import phone
from app.partners.models import ContactFacts, PartnerFacts
from app.partners.rules import Circle
from app.refusals import Refusal
from app.web.clock import today
from app.web.forms import BaseForm, Day, Required, SelectChoice, at_most, strip

CHOSEN = Required(lazy_gettext("Kies een kring."))
CIRCLE_CHOICES = [
    SelectChoice(Circle.CORE.value, lazy_gettext("Kern: draagt de coalitie, denkt en beslist mee")),
    SelectChoice(Circle.WIDER.value, lazy_gettext("Bredere kring: doet mee met een of meer acties")),
]


class OfferedForm(BaseForm):
    """How an organisation that is known already belongs to the coalition."""

    circle = RadioField(lazy_gettext("Kring"), [CHOSEN], choices=CIRCLE_CHOICES)
    note = TextAreaField(lazy_gettext("Notitie"), [at_most(2000)], filters=[strip])

    @property
    def partner(self) -> PartnerFacts:
        """What this coalition says of it."""
        return {"circle": self.circle.data}


class KeptOrganisationForm(OrganisationForm):
    """The profile of an organisation that this coalition keeps. `known` is the organisation that was offered and accepted."""

    known = HiddenField()


class PartnerForm(KeptOrganisationForm, OfferedForm):
    """An organisation that nobody knows yet, and how it belongs to the coalition."""


class ReasonForm(BaseForm):
    """Why a partner pauses, or no longer takes part."""

    reason = TextAreaField(
        lazy_gettext("Reden"),
        [Required(lazy_gettext("Geef een reden.")), at_most(1000)],
        filters=[strip],
    )


class CircleForm(ReasonForm):
    """In which circle, and why."""

    circle = RadioField(lazy_gettext("Kring"), [CHOSEN], choices=CIRCLE_CHOICES)


class UmbrellaForm(BaseForm):
    """Through whom a partner takes part."""

    umbrella = SelectField(lazy_gettext("Doet mee via"))

    def offer(self, partners: Iterable[tuple[UUID, str]]) -> None:
        """Let one choose among `partners`, as (id, name), or nobody."""
        self.umbrella.choices = [
            SelectChoice("", gettext("Niemand: doet zelf mee")),
            *[SelectChoice(str(identifier), name) for identifier, name in partners],
        ]


class PlacesForm(BaseForm):
    """Where a partner works."""

    places = SelectMultipleField(
        lazy_gettext("Wijken"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer(self, places: Iterable[tuple[UUID, str]]) -> None:
        """Let one choose among the neighbourhoods, as (id, name)."""
        self.places.choices = [SelectChoice(str(identifier), name) for identifier, name in places]


class NoteForm(BaseForm):
    """What is kept about a partner."""

    text = TextAreaField(
        lazy_gettext("Notitie"),
        [Required(lazy_gettext("Schrijf op wat u wilt bewaren.")), at_most(2000)],
        filters=[strip],
    )


class ContactForm(BaseForm):
    """Whom to call at a partner: no more than is needed for that."""

    name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(100)], filters=[strip])
    function = StringField(lazy_gettext("Functie"), [at_most(200)], filters=[strip])
    email = EmailField(lazy_gettext("E-mailadres"), [at_most(254)], filters=[lower])
    phone = StringField(lazy_gettext("Telefoon"), [at_most(40)], filters=[strip])
    purpose = StringField(lazy_gettext("Waarvoor belt u deze persoon?"), [at_most(200)], filters=[strip])
    first = BooleanField(lazy_gettext("Eerste contact: deze persoon belt u het eerst"))

    def validate_email(self, field: Field) -> None:
        """An address, or nothing."""
        if any(sign.isspace() for sign in field.data or ""):
            raise ValidationError(gettext("In een e-mailadres staan geen spaties."))
        if field.data:
            is_email(self, field)

    def validate_phone(self, field: Field) -> None:
        """A number that can be dialled, or nothing."""
        _obey(phone, field)

    @property
    def facts(self) -> ContactFacts:
        """What was filled in."""
        return {
            "name": self.name.data or "",
            "function": self.function.data or "",
            "email": self.email.data or "",
            "phone": self.phone.data or "",
            "purpose": self.purpose.data or "",
        }


class LeavingForm(BaseForm):
    """When a contact leaves, and without whom in the place."""

    on = Day(lazy_gettext("Laatste dag"), [Required(lazy_gettext("Vul een datum in."))])

    @property
    def day(self) -> date:
        """The last day."""
        return self.on.data or today()


class HandOverForm(LeavingForm):
    """To whom a contact hands over, and what the next should know."""

    to = SelectField(lazy_gettext("Draagt over aan"))
    note = TextAreaField(lazy_gettext("Wat moet de opvolger weten?"), [at_most(2000)], filters=[strip])

    def offer(self, contacts: Iterable[tuple[UUID, str]]) -> None:
        """Let one choose among the other `contacts`, as (id, name)."""
        self.to.choices = [SelectChoice(str(identifier), name) for identifier, name in contacts]


def _obey(rule: Any, field: Field) -> None:
    try:
        rule(field.data or "")
    except Refusal as refusal:
        raise ValidationError(gettext(refusal.sentence, **refusal.values)) from refusal

"""The forms of partners."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.organisations.models import OrganisationFacts
from app.organisations.rules import kvk_number, website
from app.organisations.wording import SECTORS
from app.partners.models import PartnerFacts
from app.partners.rules import Circle
from app.refusals import Refusal
from app.web.forms import BaseForm, Required, SelectChoice, at_most, strip

NAMED = Required(lazy_gettext("Vul de naam van de organisatie in."))
CHOSEN = Required(lazy_gettext("Kies een kring."))
CIRCLE_CHOICES = [
    SelectChoice(Circle.CORE.value, lazy_gettext("Kern: draagt de coalitie, denkt en beslist mee")),
    SelectChoice(Circle.WIDER.value, lazy_gettext("Bredere kring: doet mee met een of meer acties")),
]


def _choices(names: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value.value, name) for value, name in names.items()]


class PartnerForm(BaseForm):
    """An organisation and how it belongs to the coalition. `known` is the organisation that was offered and accepted."""

    name = StringField(lazy_gettext("Naam van de organisatie"), [NAMED, at_most(200)], filters=[strip])
    sector = SelectField(
        lazy_gettext("Sector"),
        [Required(lazy_gettext("Kies een sector."))],
        choices=[SelectChoice("", lazy_gettext("Kies een sector")), *_choices(SECTORS)],
    )
    circle = RadioField(lazy_gettext("Kring"), [CHOSEN], choices=CIRCLE_CHOICES)
    website = StringField(lazy_gettext("Website"), [at_most(300)], filters=[strip])
    kvk_number = StringField(lazy_gettext("KvK-nummer"), [at_most(40)], filters=[strip])
    note = TextAreaField(lazy_gettext("Toelichting"), [at_most(2000)], filters=[strip])
    known = HiddenField()

    def validate_website(self, field: Field) -> None:
        """An address, or nothing."""
        _obey(website, field)

    def validate_kvk_number(self, field: Field) -> None:
        """Eight digits, or nothing."""
        _obey(kvk_number, field)

    @property
    def number(self) -> str | None:
        """The KvK number as it is stored."""
        return kvk_number(self.kvk_number.data or "")

    @property
    def organisation(self) -> OrganisationFacts:
        """What is said of the organisation itself."""
        return {
            "name": self.name.data or "",
            "sector": self.sector.data,
            "website": website(self.website.data or ""),
            "kvk_number": self.number,
        }

    @property
    def partner(self) -> PartnerFacts:
        """What this coalition says of it."""
        return {"circle": self.circle.data, "note": self.note.data or ""}


class KnownOrganisationForm(BaseForm):
    """What this coalition says of an organisation whose profile is kept elsewhere: its name and number are not ours to change."""

    circle = RadioField(lazy_gettext("Kring"), [CHOSEN], choices=CIRCLE_CHOICES)
    note = TextAreaField(lazy_gettext("Toelichting"), [at_most(2000)], filters=[strip])

    @property
    def organisation(self) -> OrganisationFacts:
        """Nothing is said of the organisation itself."""
        return {}

    @property
    def partner(self) -> PartnerFacts:
        """What this coalition says of it."""
        return {"circle": self.circle.data, "note": self.note.data or ""}


class EndForm(BaseForm):
    """Why a partner no longer takes part."""

    reason = TextAreaField(
        lazy_gettext("Reden"),
        [Required(lazy_gettext("Geef een reden.")), at_most(1000)],
        filters=[strip],
    )


def _obey(rule: Any, field: Field) -> None:
    try:
        rule(field.data or "")
    except Refusal as refusal:
        raise ValidationError(gettext(refusal.sentence, **refusal.values)) from refusal

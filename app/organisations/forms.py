"""The forms of organisations: the profile, a suggestion for it and the answer, the logo, and colleagues."""

from collections.abc import Collection
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import DataRequired, ValidationError

from app.accounts.forms import EMAIL_NEEDED, NAME_NEEDED, is_email, lower
from app.history.wording import FIELDS
from app.organisations.models import OrganisationFacts, ProfileSuggestion
from app.organisations.rules import PROFILE_FIELDS, OrganisationKind, Rights, kvk_number, phone, website
from app.organisations.wording import ORGANISATION_KINDS, SECTORS
from app.refusals import Refusal
from app.web.forms import BaseForm, Required, SelectChoice, at_most, strip

NAMED = Required(lazy_gettext("Vul de naam van de organisatie in."))


def choices_of(names: dict[Any, Any]) -> list[SelectChoice]:
    """The words of a vocabulary as choices of a field."""
    return [SelectChoice(value.value, name) for value, name in names.items()]


def is_email_without_spaces(form: BaseForm, field: Field) -> None:
    """A WTForms validator: an address that mail can be sent to; of a space in it, it says so."""
    if " " in (field.data or ""):
        raise ValidationError(gettext("Er staat een spatie in dit e-mailadres. Haal die weg."))
    is_email(form, field)


class NamedOrganisationForm(BaseForm):
    """By what an organisation is known."""

    name = StringField(lazy_gettext("Naam van de organisatie"), [NAMED, at_most(200)], filters=[strip])
    sector = SelectField(
        lazy_gettext("Sector"),
        [Required(lazy_gettext("Kies een sector."))],
        choices=[SelectChoice("", lazy_gettext("Kies een sector")), *choices_of(SECTORS)],
    )
    kvk_number = StringField(lazy_gettext("KvK-nummer"), [at_most(40)], filters=[strip])
    website = StringField(lazy_gettext("Website"), [at_most(300)], filters=[strip])

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
            "kvk_number": self.number,
            "website": website(self.website.data or ""),
        }


class OrganisationForm(NamedOrganisationForm):
    """The profile of an organisation."""

    kind = SelectField(
        lazy_gettext("Soort"), choices=choices_of(ORGANISATION_KINDS), default=OrganisationKind.UNKNOWN.value
    )
    place = StringField(lazy_gettext("Plaats"), [at_most(120)], filters=[strip])
    email = EmailField(lazy_gettext("E-mailadres van de organisatie"), [at_most(254)], filters=[lower])
    phone = StringField(lazy_gettext("Telefoonnummer van de organisatie"), [at_most(40)], filters=[strip])
    description = TextAreaField(lazy_gettext("Omschrijving"), [at_most(2000)], filters=[strip])

    def validate_email(self, field: Field) -> None:
        """An address that mail can be sent to, or nothing."""
        if field.data:
            is_email_without_spaces(self, field)

    def validate_phone(self, field: Field) -> None:
        """A number that can be called, or nothing."""
        _obey(phone, field)

    @property
    def organisation(self) -> OrganisationFacts:
        """What is said of the organisation itself."""
        return {
            **super().organisation,
            "kind": self.kind.data,
            "place": self.place.data or "",
            "email": self.email.data or "",
            "phone": phone(self.phone.data or ""),
            "description": self.description.data or "",
        }


def profile_of(organisation: Any) -> dict[str, Any]:
    """What an organisation's profile says now, as data for OrganisationForm."""
    return {name: getattr(organisation, name) for name in PROFILE_FIELDS}


class SuggestionForm(OrganisationForm):
    """What somebody else thinks that the profile should say, and why."""

    why = TextAreaField(lazy_gettext("Waarom stelt u dit voor?"), [at_most(1000)], filters=[strip])


class AnswerForm(BaseForm):
    """Which fields of a suggestion are taken over, and why others are not."""

    accepted = SelectMultipleField(
        lazy_gettext("Overnemen"),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    answer = TextAreaField(lazy_gettext("Uw antwoord"), [at_most(1000)], filters=[strip])

    @classmethod
    def about(cls, suggestion: ProfileSuggestion) -> Self:
        """The form that answers `suggestion`: everything is taken over, unless one says otherwise."""
        form = cls(data={"accepted": suggestion.fields})
        form.accepted.choices = [SelectChoice(name, FIELDS[name]) for name in suggestion.fields]
        return form

    @property
    def chosen(self) -> Collection[str]:
        """The fields that are taken over."""
        return frozenset(self.accepted.data or [])


class LogoForm(BaseForm):
    """A picture."""

    file = FileField(lazy_gettext("Logo"), [DataRequired(lazy_gettext("Kies eerst een plaatje."))])

    def validate_file(self, field: FileField) -> None:
        """It is a file, and not a word sent in its place."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError(gettext("Kies eerst een plaatje."))


class RightsForm(BaseForm):
    """What a colleague may do, and as what."""

    function = StringField(lazy_gettext("Functie"), [at_most(120)], filters=[strip])
    administrator = BooleanField(lazy_gettext("Beheert het profiel en de collega’s"))
    may_sign = BooleanField(lazy_gettext("Mag tekenen namens de organisatie"))

    @property
    def rights(self) -> Rights:
        """What was chosen."""
        return Rights(
            self.function.data or "",
            administrator=bool(self.administrator.data),
            may_sign=bool(self.may_sign.data),
        )


class ColleagueForm(RightsForm):
    """Who is asked to come in, and what this colleague may do."""

    name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(120)], filters=[strip])
    email = EmailField(
        lazy_gettext("E-mailadres"),
        [EMAIL_NEEDED, at_most(254), is_email_without_spaces],
        filters=[lower],
    )


def _obey(rule: Any, field: Field) -> None:
    try:
        rule(field.data or "")
    except Refusal as refusal:
        raise ValidationError(gettext(refusal.sentence, **refusal.values)) from refusal

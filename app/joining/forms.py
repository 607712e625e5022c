"""The forms of joining."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, EmailField, Field, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.accounts.forms import EMAIL_NEEDED, NAME_NEEDED, ConfirmForm, JoinForm, lower
from app.joining.models import ApplicationFacts, PageFacts
from app.organisations.forms import NamedOrganisationForm, is_email_without_spaces
from app.organisations.rules import phone
from app.partners.forms import CHOSEN, CIRCLE_CHOICES
from app.partners.rules import Circle
from app.refusals import Refusal
from app.web.clock import today
from app.web.forms import BaseForm, Day, Required, at_most, strip

REASON_NEEDED = Required(lazy_gettext("Geef een reden."))


class AskingForm(BaseForm):
    """What the mail to an organisation says beside what every such mail says."""

    message = TextAreaField(lazy_gettext("Uw eigen zin"), [at_most(1000)], filters=[strip])


class AskingPersonForm(AskingForm):
    """To whom the link goes."""

    contact = StringField(lazy_gettext("Naam van de persoon"), [NAME_NEEDED, at_most(120)], filters=[strip])
    email = EmailField(
        lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254), is_email_without_spaces], filters=[lower]
    )


class AskingNewForm(AskingPersonForm, NamedOrganisationForm):
    """An organisation that is not a partner yet, and to whom the link goes."""

    circle = RadioField(lazy_gettext("Kring"), [CHOSEN], choices=CIRCLE_CHOICES, default=Circle.WIDER.value)


class ReasonForm(BaseForm):
    """Why: somebody else reads it."""

    reason = TextAreaField(lazy_gettext("Reden"), [REASON_NEEDED, at_most(1000)], filters=[strip])


class YesForm(BaseForm):
    """Who is signed in says yes; `shown` that the organisation may be named on the public page."""

    shown = BooleanField(lazy_gettext("Noem onze organisatie op de openbare pagina van de coalitie"))


class YesWithPasswordForm(ConfirmForm, YesForm):
    """The same, by who has an account and is not signed in."""


class YesWithAccountForm(JoinForm, YesForm):
    """The same, by who makes an account, with what one is at the organisation."""

    function = StringField(lazy_gettext("Uw functie"), [at_most(200)], filters=[strip])


class ApplicationForm(NamedOrganisationForm):
    """What somebody says who wants to take part. `homepage` is a trap: people do not see it, a machine fills it in."""

    why = TextAreaField(
        lazy_gettext("Waarom wilt u meedoen?"),
        [Required(lazy_gettext("Vertel waarom u wilt meedoen.")), at_most(2000)],
        filters=[strip],
    )
    brings = TextAreaField(lazy_gettext("Wat kunt u inbrengen?"), [at_most(2000)], filters=[strip])
    contact = StringField(lazy_gettext("Uw naam"), [NAME_NEEDED, at_most(120)], filters=[strip])
    email = EmailField(
        lazy_gettext("Uw e-mailadres"), [EMAIL_NEEDED, at_most(254), is_email_without_spaces], filters=[lower]
    )
    phone = StringField(lazy_gettext("Telefoon"), [at_most(40)], filters=[strip])
    homepage = StringField(lazy_gettext("Laat dit leeg"))

    def validate_phone(self, field: Field) -> None:
        """A number that can be dialled, or nothing."""
        _obey(phone, field)

    @property
    def is_by_machine(self) -> bool:
        """Whether the field was filled in that nobody sees."""
        return bool(self.homepage.data)

    @property
    def facts(self) -> ApplicationFacts:
        """What was filled in."""
        said = self.organisation
        return {
            "name": said["name"],
            "kvk_number": said["kvk_number"],
            "sector": said["sector"],
            "website": said["website"],
            "why": self.why.data or "",
            "brings": self.brings.data or "",
            "contact_name": self.contact.data or "",
            "contact_email": self.email.data or "",
            "contact_phone": self.phone.data or "",
        }


class ConsentForm(BaseForm):
    """When and how an organisation agreed to be named."""

    given_on = Day(lazy_gettext("Wanneer?"), [Required(lazy_gettext("Vul een datum in."))], default=today)
    how = StringField(
        lazy_gettext("Hoe?"),
        [Required(lazy_gettext("Schrijf op hoe de organisatie dit zei.")), at_most(300)],
        filters=[strip],
    )

    @property
    def day(self) -> date:
        """The day."""
        return self.given_on.data or today()


class PublicPageForm(BaseForm):
    """What the public page shows, beside its pillars and themes."""

    introduction = TextAreaField(lazy_gettext("Inleiding"), [at_most(2000)], filters=[strip])
    shows_aim = BooleanField(lazy_gettext("Toon de ambitie van de coalitie"))
    contact_name = StringField(lazy_gettext("Naam"), [at_most(120)], filters=[strip])
    contact_email = EmailField(lazy_gettext("E-mailadres"), [at_most(254)], filters=[lower])
    contact_phone = StringField(lazy_gettext("Telefoon"), [at_most(40)], filters=[strip])
    takes_applications = BooleanField(lazy_gettext("Organisaties kunnen zich hier aanmelden"))
    shows_public_page = BooleanField(lazy_gettext("Iedereen kan de pagina zien"))

    def validate_contact_email(self, field: Field) -> None:
        """An address, or nothing."""
        if field.data:
            is_email_without_spaces(self, field)

    def validate_contact_phone(self, field: Field) -> None:
        """A number that can be dialled, or nothing."""
        _obey(phone, field)

    @property
    def facts(self) -> PageFacts:
        """What was chosen."""
        return {
            "introduction": self.introduction.data or "",
            "shows_aim": bool(self.shows_aim.data),
            "contact_name": self.contact_name.data or "",
            "contact_email": self.contact_email.data or "",
            "contact_phone": self.contact_phone.data or "",
            "takes_applications": bool(self.takes_applications.data),
        }


def _obey(rule: Any, field: Field) -> None:
    try:
        rule(field.data or "")
    except Refusal as refusal:
        raise ValidationError(gettext(refusal.sentence, **refusal.values)) from refusal

"""The forms of accounts."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext, lazy_gettext
from wtforms import (
    EmailField,
    Field,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    widgets,
)
from wtforms.validators import InputRequired, ValidationError

from app.access import GIVEN_TO_PEOPLE, Role
from app.accounts.rules import Digest
from app.accounts.wording import DIGEST_CHOICES, ROLE_NAMES
from app.web.forms import BaseForm, Required, SelectChoice, at_most, strip
from app.web.language import LANGUAGES

NAME_NEEDED = Required(lazy_gettext("Vul een naam in."))
EMAIL_NEEDED = Required(lazy_gettext("Vul een e-mailadres in."))
PASSWORD_NEEDED = Required(lazy_gettext("Vul een wachtwoord in."))


def is_email(_form: BaseForm, field: Field) -> None:
    """A WTForms validator: an address that mail can be sent to, as far as its form shows."""
    try:
        # Whether the domain exists is for the mail server to find out; `.example` and the like are for demonstrations and tests.
        validate_email(field.data, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(
            gettext("Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@gemeente.nl.")
        ) from error


def lower(value: str | None) -> str:
    """A WTForms filter: an address is compared and kept in lower case."""
    return (value or "").strip().lower()


class SignInForm(BaseForm):
    """Who are you? The password is compared as typed: a space in it counts."""

    email = EmailField(lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254)], filters=[strip])
    password = PasswordField(lazy_gettext("Wachtwoord"), [PASSWORD_NEEDED, at_most(500)])


class ForgottenForm(BaseForm):
    """The address that the link goes to."""

    email = EmailField(lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254), is_email], filters=[lower])


class NewPasswordForm(BaseForm):
    """A password of one's own choice; rules.py says which are too easy."""

    password = PasswordField(lazy_gettext("Nieuw wachtwoord"), [PASSWORD_NEEDED])


class ChangePasswordForm(NewPasswordForm):
    """The same, by who knows the present one."""

    current = PasswordField(lazy_gettext("Huidig wachtwoord"), [PASSWORD_NEEDED, at_most(500)])


class AccountForm(BaseForm):
    """How one is called, in which language one reads, and how often by mail what waits."""

    name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(120)], filters=[strip])
    language = SelectField(
        lazy_gettext("Taal"), choices=[SelectChoice(code, label) for code, label in LANGUAGES.items()]
    )
    digest = SelectField(
        lazy_gettext("Mail over wat op u wacht"),
        choices=[SelectChoice(often.value, DIGEST_CHOICES[often]) for often in Digest],
    )


def role_choices() -> SelectMultipleField:
    """The roles as checkboxes, of which at least one is ticked."""
    return SelectMultipleField(
        lazy_gettext("Rollen"),
        [InputRequired(lazy_gettext("Kies ten minste één rol."))],
        choices=[SelectChoice(role.value, ROLE_NAMES[role]) for role in GIVEN_TO_PEOPLE],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )


class RolesForm(BaseForm):
    """What somebody does here: one or more roles."""

    roles = role_choices()

    @property
    def chosen(self) -> set[Role]:
        """The roles that were ticked."""
        return {Role(value) for value in self.roles.data or []}


class InvitationForm(RolesForm):
    """Who joins, and in which roles."""

    name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(120)], filters=[strip])
    email = EmailField(lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254), is_email], filters=[lower])
    # Said again, so that it comes last, as on the page.
    roles = role_choices()


class ConfirmForm(BaseForm):
    """Join with the account that belongs to the address: its password is asked where nobody has signed in."""

    password = PasswordField(lazy_gettext("Wachtwoord"), [PASSWORD_NEEDED, at_most(500)])


class JoinForm(NewPasswordForm):
    """Join with a new account."""

    name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(120)], filters=[strip])

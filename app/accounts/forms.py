"""The forms of accounts."""

from flask_babel import lazy_gettext
from wtforms import EmailField, PasswordField

from app.web.forms import REQUIRED, BaseForm, at_most, strip


class SignInForm(BaseForm):
    """Who are you? The password is compared as typed: a space in it counts."""

    email = EmailField(lazy_gettext("E-mailadres"), [REQUIRED, at_most(254)], filters=[strip])
    password = PasswordField(lazy_gettext("Wachtwoord"), [REQUIRED, at_most(500)])

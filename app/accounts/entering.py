"""Coming in by a link from a mail: with the account of the address that it was sent to, or with a new one made on the spot."""

from sqlalchemy.exc import IntegrityError

from app.accounts import passwords
from app.accounts import session as sessions
from app.accounts.forms import ConfirmForm, JoinForm
from app.accounts.models import Person
from app.refusals import Refusal
from app.web.door import viewer
from app.web.forms import BaseForm
from tenants import db


def form_to_enter(person: Person | None, *, name: str) -> BaseForm:
    """What is asked of who holds the link, its addressee: nothing of who is signed in, or a password, or an account.

    The link proves that the mail was read, so it may be said here whether its address has an account.
    """
    if viewer().is_authenticated:
        return BaseForm()
    if person is not None and person.can_sign_in:
        return ConfirmForm()
    return JoinForm(data={"name": name})


def enter(email: str, person: Person | None, form: BaseForm) -> Person:
    """The person of the address that the link was sent to, who acts and is signed in from here on; `form` is what `form_to_enter` asked.

    Raises Refusal where the password is another, or the account has ended.
    """
    if isinstance(form, ConfirmForm):
        if person is None or not passwords.fits(person.password_hash, form.password.data or ""):
            raise Refusal("Dit wachtwoord hoort niet bij dit e-mailadres.", about="password")
    elif isinstance(form, JoinForm):
        person = _made(email, person, form)
    if person is None or person.ended_at is not None:
        raise Refusal("Dit account is beëindigd.", about="password")
    if not viewer().is_authenticated:
        sessions.begin(person)
    return person


def _made(email: str, person: Person | None, form: JoinForm) -> Person:
    """A new account for the address; or the first password of one that was made by a command."""
    joined = person or Person(email=email, name="")
    if person is not None:
        sessions.act_as(person)
    joined.name = form.name.data or ""
    joined.choose_password(form.password.data or "")
    try:
        with db().begin_nested():
            db().add(joined)
    except IntegrityError as error:
        # The same address came in elsewhere in this very moment: the form must ask for that password now.
        raise Refusal(
            "Dit formulier is verlopen. Ga terug, vernieuw de pagina en verstuur het opnieuw.",
            about="password",
        ) from error
    return joined

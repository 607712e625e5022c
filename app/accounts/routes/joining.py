"""Joining a coalition by the link of an invitation."""

from flask import Response, flash, request
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.accounts import passwords
from app.accounts import session as sessions
from app.accounts.forms import ConfirmForm, JoinForm
from app.accounts.models import Invitation, Person
from app.accounts.queries import invitation_with_token, person_with_email
from app.accounts.routes.blueprint import blueprint
from app.accounts.rules import InvitationState
from app.accounts.wording import ROLE_NAMES
from app.refusals import Refusal
from app.web.door import Place, open_to_all, viewer
from app.web.forms import BaseForm
from app.web.limits import PER_ACCOUNT, PER_ADDRESS, by_link, limiter, was_refused
from app.web.page import page, see_view
from tenants import db


@blueprint.route("/uitnodiging/<token>", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, deduct_when=was_refused)
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=by_link, deduct_when=was_refused)
@open_to_all(Place.INSIDE)
def accept(token: str) -> Response:
    """Join with the account of the invited address: signed in, by its password, or by making it here."""
    found = invitation_with_token(token)
    if found is None:
        return page("accounts/invitation_gone.html", state="unknown", status=404)
    if found.state is not InvitationState.OPEN:
        return page("accounts/invitation_gone.html", state=found.state, status=410)
    signed_in_as = viewer().email
    if signed_in_as and signed_in_as != found.email:
        return page(
            "accounts/invitation_of_another.html",
            invitation=found,
            status=409 if request.method == "POST" else 200,
        )
    person = person_with_email(found.email)
    form = _form_for(person, is_signed_in=bool(signed_in_as), name=found.name)
    if form.validate_on_submit():
        try:
            _join(found, person, form, is_signed_in=bool(signed_in_as))
        except Refusal as refusal:
            form.refuse(refusal, otherwise="password")
        else:
            flash(gettext("Welkom! U werkt nu mee."), "success")
            return see_view("home.overview")
    status = 422 if request.method == "POST" else 200
    return page(
        "accounts/accept.html", invitation=found, form=form, token=token, role_names=ROLE_NAMES, status=status
    )


def _form_for(person: Person | None, *, is_signed_in: bool, name: str) -> BaseForm:
    """The link proves that the mail was read, so it may be said here whether its address has an account."""
    if is_signed_in:
        return BaseForm()
    if person is not None and person.can_sign_in:
        return ConfirmForm()
    return JoinForm(data={"name": name})


def _join(found: Invitation, person: Person | None, form: BaseForm, *, is_signed_in: bool) -> None:
    if isinstance(form, ConfirmForm):
        if person is None or not passwords.fits(person.password_hash, form.password.data or ""):
            raise Refusal("Dit wachtwoord hoort niet bij dit e-mailadres.", about="password")
    elif isinstance(form, JoinForm):
        person = _made(found, person, form)
    if person is None or person.ended_at is not None:
        raise Refusal("Dit account is beëindigd.", about="password")
    if not is_signed_in:
        sessions.begin(person)
    found.accept(person)


def _made(found: Invitation, person: Person | None, form: JoinForm) -> Person:
    """A new account for the invited address; or the first password of one that was made by a command."""
    joined = person or Person(email=found.email, name="")
    if person is not None:
        sessions.act_as(person)
    joined.name = form.name.data or ""
    joined.choose_password(form.password.data or "")
    try:
        with db().begin_nested():
            db().add(joined)
    except IntegrityError as error:
        # The same address joined another coalition in this very moment: the form must ask for that password now.
        raise Refusal(
            "Dit formulier is verlopen. Ga terug, vernieuw de pagina en verstuur het opnieuw.",
            about="password",
        ) from error
    return joined

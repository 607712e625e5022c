"""Signing in and out."""

from flask import Response, flash, request
from flask_babel import gettext

from app.accounts import passwords
from app.accounts import session as sessions
from app.accounts.forms import SignInForm
from app.accounts.models import Person
from app.accounts.queries import person_with_email, public_coalitions
from app.accounts.routes.blueprint import blueprint
from app.web.door import Place, open_to_all, signed_in, viewer
from app.web.language import COOKIE, remember_language
from app.web.limits import (
    PER_ACCOUNT,
    PER_ACCOUNT_ANYWHERE,
    PER_ADDRESS,
    by_typed_address,
    by_typed_address_and_place,
    limiter,
    was_refused,
)
from app.web.logs import log
from app.web.page import is_own_address, page, see, see_view
from tenants import db


@blueprint.route("/inloggen", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], deduct_when=was_refused)
@limiter.limit(PER_ACCOUNT_ANYWHERE, methods=["POST"], key_func=by_typed_address)
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=by_typed_address_and_place)
@open_to_all(Place.OUTSIDE)
def sign_in() -> Response:
    """Ask for address and password, and let in who has both."""
    back = request.args.get("terug", "")
    to = back if is_own_address(back) else "/"
    if viewer().is_authenticated:
        return see(to)
    form = SignInForm()
    if request.method != "POST":
        return page("accounts/sign_in.html", form=form, back=to, coalitions=public_coalitions())
    if form.validate_on_submit():
        person = _recognised(form.email.data or "", form.password.data or "")
        if person is not None:
            sessions.begin(person)
            # In a browser that was never asked, the language is the one of the account.
            return see(to) if COOKIE in request.cookies else remember_language(see(to), person.language)
        # Whichever of the two was wrong, and whether or not the address is known: one sentence.
        form.password.errors = [gettext("Dit e-mailadres en wachtwoord horen niet bij elkaar.")]
    return page("accounts/sign_in.html", form=form, back=to, coalitions=public_coalitions(), status=422)


def _recognised(email: str, password: str) -> Person | None:
    person = person_with_email(email)
    stored = person.password_hash if person is not None and person.can_sign_in else None
    if not passwords.fits(stored, password) or person is None or stored is None:
        # Without the address: a log is read by more people than may know who works here.
        log.warning("sign_in.refused")
        return None
    if passwords.is_outdated(stored):
        sessions.act_as(person)
        person.password_hash = passwords.hashed(password)
        db().flush()
    return person


@blueprint.post("/uitloggen")
@signed_in
def sign_out() -> Response:
    """End this browser's session."""
    sessions.end()
    flash(gettext("U bent uitgelogd."), "success")
    answer = see_view("accounts.start")
    # Pages that the browser keeps (app/web/unchanged.py) were for who signed out now.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer

"""Coming in for an organisation by the link of a colleague's invitation."""

from flask import Response, flash, request
from flask_babel import gettext

from app.accounts.entering import enter, form_to_enter
from app.accounts.queries import person_with_email
from app.accounts.rules import InvitationState
from app.organisations.models import ColleagueInvitation
from app.organisations.queries.people import invitation_with_token
from app.organisations.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import Place, open_to_all, viewer
from app.web.forms import BaseForm
from app.web.limits import PER_ACCOUNT, PER_ADDRESS, by_link, limiter, was_refused
from app.web.page import page, see
from app.web.transaction import digest
from tenants import current_scope


@blueprint.route("/mijn/uitnodiging/<token>", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, deduct_when=was_refused)
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=by_link, deduct_when=was_refused)
@open_to_all(Place.OUTSIDE)
def accept_invitation(token: str) -> Response:
    """Come in with the account of the invited address: signed in, by its password, or by making it here."""
    found = invitation_with_token(token)
    if found is None or found.state is not InvitationState.OPEN:
        state, status = (found.state, 410) if found else ("unknown", 404)
        return page("organisations/invitation_gone.html", state=state, status=status)
    if viewer().is_authenticated and viewer().email != found.email:
        status = 409 if request.method == "POST" else 200
        return page("accounts/invitation_of_another.html", invitation=found, status=status)
    person = person_with_email(found.email)
    form = form_to_enter(person, name=found.name)
    if form.validate_on_submit():
        try:
            entered = enter(found.email, person, form)
            # PostgreSQL lets in who holds the link in hand.
            current_scope().present(digest(token))
            found.accept(entered)
        except Refusal as refusal:
            return _refused(found, token, form, refusal)
        flash(gettext("Welkom! U werkt nu mee namens %(name)s.", name=found.organisation), "success")
        return see("/")
    status = 422 if form.is_submitted() else 200
    return page("organisations/accept.html", invitation=found, form=form, token=token, status=status)


def _refused(found: ColleagueInvitation, token: str, form: BaseForm, refusal: Refusal) -> Response:
    """Beside the password, where one was asked; otherwise as a page of its own."""
    if "password" not in form:
        raise refusal
    form.refuse(refusal, otherwise="password")
    return page("organisations/accept.html", invitation=found, form=form, token=token, status=422)

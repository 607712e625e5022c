"""Joining a coalition by the link of an invitation."""

from flask import Response, flash, request
from flask_babel import gettext

from app.accounts.entering import enter, form_to_enter
from app.accounts.queries import invitation_with_token, person_with_email
from app.accounts.routes.blueprint import blueprint
from app.accounts.rules import InvitationState
from app.accounts.wording import ROLE_NAMES
from app.refusals import Refusal
from app.web.door import Place, open_to_all, viewer
from app.web.limits import PER_ACCOUNT, PER_ADDRESS, by_link, limiter, was_refused
from app.web.page import page, see_view


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
    form = form_to_enter(person, name=found.name)
    if form.validate_on_submit():
        try:
            found.accept(enter(found.email, person, form))
        except Refusal as refusal:
            form.refuse(refusal, otherwise="password")
        else:
            flash(gettext("Welkom! U werkt nu mee."), "success")
            return see_view("home.overview")
    status = 422 if request.method == "POST" else 200
    return page(
        "accounts/accept.html", invitation=found, form=form, token=token, role_names=ROLE_NAMES, status=status
    )

"""Inviting somebody, and joining by the link of an invitation."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.accounts.forms import InvitationForm
from app.accounts.mails import mail_invitation
from app.accounts.models import Invitation, wait_your_turn
from app.accounts.queries import invitation, is_invited, works_here
from app.accounts.routes.blueprint import blueprint
from app.accounts.wording import ROLE_TASKS
from app.refusals import Refusal
from app.web.door import needs
from app.web.limits import by_person, limiter
from app.web.page import page, see_view


@blueprint.route("/mensen/uitnodigen", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"], key_func=by_person)
@needs(Permission.PEOPLE_MANAGE)
def invite() -> Response:
    """Send somebody an invitation."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            _refuse_who_is_here(form.email.data or "")
            sent, token = Invitation.to(
                name=form.name.data or "", email=form.email.data or "", roles=form.chosen
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="email")
        else:
            mail_invitation(sent, token)
            flash(gettext("De uitnodiging voor %(name)s is onderweg.", name=sent.name), "success")
            return see_view("accounts.people")
    status = 422 if request.method == "POST" else 200
    return page("accounts/invite.html", form=form, role_tasks=ROLE_TASKS, status=status)


def _refuse_who_is_here(email: str) -> None:
    wait_your_turn()
    if works_here(email):
        raise Refusal("Deze persoon werkt hier al mee. Pas de rollen aan bij Mensen.", about="email")
    if is_invited(email):
        raise Refusal("Dit adres heeft al een uitnodiging. Stuur die opnieuw bij Mensen.", about="email")


@blueprint.post("/mensen/uitnodigingen/<uuid:invitation_id>/opnieuw")
@limiter.limit("60 per hour", key_func=by_person)
@needs(Permission.PEOPLE_MANAGE)
def invite_again(invitation_id: UUID) -> Response:
    """Send a new link; the one sent before no longer works."""
    found = invitation(invitation_id)
    mail_invitation(found, found.send_again())
    flash(gettext("%(name)s krijgt een nieuwe link. De vorige werkt niet meer.", name=found.name), "success")
    return see_view("accounts.people")


@blueprint.post("/mensen/uitnodigingen/<uuid:invitation_id>/intrekking")
@needs(Permission.PEOPLE_MANAGE)
def revoke_invitation(invitation_id: UUID) -> Response:
    """Withdraw an invitation."""
    found = invitation(invitation_id)
    found.revoke()
    flash(gettext("De uitnodiging voor %(name)s is ingetrokken.", name=found.name), "success")
    return see_view("accounts.people")

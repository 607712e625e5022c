"""Asking a colleague to come in."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.organisations.forms import ColleagueForm
from app.organisations.mails import mail_colleague_invitation
from app.organisations.models import ColleagueInvitation, Organisation
from app.organisations.queries import people
from app.organisations.routes.blueprint import blueprint, kept_organisation
from app.refusals import Refusal
from app.web.door import needs_across
from app.web.limits import by_person, limiter
from app.web.page import page, see_view


@blueprint.route("/mijn/collegas/<uuid:organisation_id>/uitnodigen", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"], key_func=by_person)
@needs_across(Permission.ROOM_READ)
def invite_colleague(organisation_id: UUID) -> Response:
    """Send a colleague an invitation."""
    organisation = kept_organisation(organisation_id)
    form = ColleagueForm()
    if form.validate_on_submit():
        try:
            _refuse_who_is_there(organisation, form.email.data or "")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="email")
        else:
            sent, token = ColleagueInvitation.to(
                organisation, name=form.name.data or "", email=form.email.data or "", rights=form.rights
            )
            mail_colleague_invitation(sent, token)
            flash(gettext("De uitnodiging voor %(name)s is onderweg.", name=sent.name), "success")
            return see_view("organisations.colleagues", organisation_id=organisation_id)
    status = 422 if form.is_submitted() else 200
    return page("organisations/invite.html", form=form, organisation=organisation, status=status)


def _refuse_who_is_there(organisation: Organisation, email: str) -> None:
    if people.works_for(organisation.id, email):
        raise Refusal("Deze persoon is al een collega. Pas de rechten aan bij Collega’s.", about="email")
    if people.is_invited(organisation.id, email):
        raise Refusal("Dit adres heeft al een uitnodiging. Stuur die opnieuw bij Collega’s.", about="email")


@blueprint.post("/mijn/collegas/<uuid:organisation_id>/uitnodigingen/<uuid:invitation_id>/opnieuw")
@limiter.limit("60 per hour", key_func=by_person)
@needs_across(Permission.ROOM_READ)
def invite_colleague_again(organisation_id: UUID, invitation_id: UUID) -> Response:
    """Send a new link; the one sent before no longer works."""
    kept_organisation(organisation_id)
    found = people.invitation_to(organisation_id, invitation_id)
    mail_colleague_invitation(found, found.send_again())
    flash(gettext("%(name)s krijgt een nieuwe link. De vorige werkt niet meer.", name=found.name), "success")
    return see_view("organisations.colleagues", organisation_id=organisation_id)


@blueprint.post("/mijn/collegas/<uuid:organisation_id>/uitnodigingen/<uuid:invitation_id>/intrekking")
@needs_across(Permission.ROOM_READ)
def revoke_colleague_invitation(organisation_id: UUID, invitation_id: UUID) -> Response:
    """Withdraw an invitation."""
    kept_organisation(organisation_id)
    found = people.invitation_to(organisation_id, invitation_id)
    found.revoke()
    flash(gettext("De uitnodiging voor %(name)s is ingetrokken.", name=found.name), "success")
    return see_view("organisations.colleagues", organisation_id=organisation_id)

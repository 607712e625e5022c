"""Inviting organisations, and what became of the invitations."""

from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.access import Permission
from app.joining import queries
from app.joining.forms import AskingForm, AskingNewForm, AskingPersonForm, ReasonForm
from app.joining.mails import mail_invitation
from app.joining.models import PartnerInvitation
from app.joining.queries import Known
from app.joining.routes.blueprint import blueprint
from app.joining.wording import APPLICATION_STATES, APPLICATION_TONES, INVITATION_STATES, INVITATION_TONES
from app.organisations.models import Organisation
from app.organisations.rules import kvk_number
from app.organisations.wording import SECTORS
from app.partners.models import Partner
from app.partners.queries import partner_to_change, partner_with_name
from app.partners.rules import Circle, PartnerState
from app.refusals import Refusal
from app.web.door import needs
from app.web.limits import by_person, limiter
from app.web.page import page, see_view
from jobs.joining import tell_keepers
from tenants import db

_PER_PERSON = "60 per hour"


@blueprint.get("/partners/uitnodigingen")
@needs(Permission.PARTNER_EDIT)
def invitations() -> Response:
    """Who was invited and who applied, and what became of it."""
    return page(
        "joining/invitations.html",
        invitations=queries.invitations(),
        applications=queries.applications(),
        states=INVITATION_STATES,
        tones=INVITATION_TONES,
        application_states=APPLICATION_STATES,
        application_tones=APPLICATION_TONES,
    )


@blueprint.route("/partners/uitnodigen", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.PARTNER_EDIT)
def invite_new() -> Response:
    """Find an organisation that is known already, or invite one that is not."""
    form = AskingNewForm(data={"sector": request.args.get("sector")})
    if not form.is_submitted():
        words = request.args.get("q", "").strip()
        return page(
            "joining/invite_new.html",
            form=form,
            words=words,
            found=queries.known_organisations(words),
            can_be_invited=queries.can_be_invited() if words else frozenset(),
            sectors=SECTORS,
            known=None,
        )
    known = None
    if form.validate():
        known = _known(form)
        if known is None:
            partner = Partner.begin(
                _new_organisation(form), PartnerState.INVITED, circle=Circle(form.circle.data)
            )
            return _ask_person(partner, form)
    return page(
        "joining/invite_new.html", form=form, words="", found=[], sectors=SECTORS, known=known, status=422
    )


def _known(form: AskingNewForm) -> Known | None:
    """The organisation that has the number typed, or is a partner here by the name typed."""
    known = queries.known_organisation(form.number) if form.number else None
    if known is not None:
        return known
    partner = partner_with_name(form.name.data or "")
    return Known(partner.organisation, partner) if partner else None


def _new_organisation(form: AskingNewForm) -> Organisation:
    """Answers 409 where another coalition added the same number in this very moment: it is offered at the next try."""
    try:
        with db().begin_nested():
            return Organisation.add(**form.organisation)
    except IntegrityError as error:
        raise Refusal(
            "Zojuist voegde iemand anders dit nummer toe. Verstuur het formulier opnieuw."
        ) from error


@blueprint.route("/partners/uitnodigen/bekend", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.PARTNER_EDIT)
def invite_known() -> Response:
    """Invite an organisation that other coalitions know, by its KvK number: it is no partner here yet."""
    known = queries.known_organisation(_number_in_address())
    if known is None:
        abort(404)
    if known.partner is not None:
        return see_view("joining.invite", partner_id=known.partner.id)
    domains = queries.mail_domains(known.organisation.id)
    form = AskingForm() if domains else AskingPersonForm()
    if form.validate_on_submit():
        return _ask(Partner.begin(known.organisation, PartnerState.INVITED), form)
    status = 422 if form.is_submitted() else 200
    return page(
        "joining/invite.html",
        form=form,
        organisation=known.organisation,
        partner=None,
        domains=domains,
        sectors=SECTORS,
        status=status,
    )


def _number_in_address() -> str:
    try:
        return kvk_number(request.args.get("kvk", "")) or abort(404)
    except Refusal:
        abort(404)


@blueprint.route("/partners/<uuid:partner_id>/uitnodiging", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.PARTNER_EDIT)
def invite(partner_id: UUID) -> Response:
    """Invite an organisation that stands among the partners."""
    partner = partner_to_change(partner_id)
    domains = queries.mail_domains(partner.organisation_id)
    form = AskingForm() if domains else AskingPersonForm()
    if form.validate_on_submit():
        try:
            return _ask(partner, form)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="message")
    return page(
        "joining/invite.html",
        form=form,
        organisation=partner.organisation,
        partner=partner,
        open=queries.open_invitation(partner.id),
        domains=domains,
        sectors=SECTORS,
        status=422 if form.is_submitted() else 200,
    )


def _ask(partner: Partner, form: AskingForm) -> Response:
    if isinstance(form, AskingPersonForm):
        return _ask_person(partner, form)
    invitation = PartnerInvitation.to_accounts(partner, message=form.message.data or "")
    tell_keepers.later(invitation_id=str(invitation.id))
    flash(gettext("De uitnodiging voor %(name)s is onderweg.", name=partner.label), "success")
    return see_view("joining.invitations")


def _ask_person(partner: Partner, form: AskingPersonForm) -> Response:
    invitation, token = PartnerInvitation.to_person(
        partner, name=form.contact.data or "", email=form.email.data or "", message=form.message.data or ""
    )
    mail_invitation(invitation, token)
    flash(gettext("De uitnodiging voor %(name)s is onderweg.", name=partner.label), "success")
    return see_view("joining.invitations")


@blueprint.post("/partners/uitnodigingen/<uuid:partner_invitation_id>/opnieuw")
@limiter.limit(_PER_PERSON, key_func=by_person)
@needs(Permission.PARTNER_EDIT)
def invite_again(partner_invitation_id: UUID) -> Response:
    """Send it once more; of a link the one sent before no longer works."""
    found = queries.invitation_to_change(partner_invitation_id)
    token = found.send_again()
    if token is None:
        tell_keepers.later(invitation_id=str(found.id))
    else:
        mail_invitation(found, token)
    flash(gettext("%(name)s krijgt de uitnodiging opnieuw.", name=found.partner.label), "success")
    return see_view("joining.invitations")


@blueprint.route("/partners/uitnodigingen/<uuid:partner_invitation_id>/intrekking", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def withdraw_invitation(partner_invitation_id: UUID) -> Response:
    """Withdraw it, for a reason that stands in history."""
    found = queries.invitation_to_change(partner_invitation_id)
    form = ReasonForm()
    if form.validate_on_submit():
        found.withdraw(form.reason.data or "")
        flash(gettext("De uitnodiging voor %(name)s is ingetrokken.", name=found.partner.label), "success")
        return see_view("joining.invitations")
    status = 422 if form.is_submitted() else 200
    return page("joining/withdraw.html", form=form, invitation=found, status=status)

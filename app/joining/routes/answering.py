"""Answering an invitation: by the link in the mail, or as somebody who works for the organisation already."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext

from app.accounts.entering import enter
from app.accounts.models import Person
from app.accounts.queries import my_account, person_with_email
from app.accounts.session import me
from app.joining import queries
from app.joining.forms import ReasonForm, YesForm, YesWithAccountForm, YesWithPasswordForm
from app.joining.mails import mail_answer
from app.joining.models import PartnerConsent, PartnerInvitation
from app.joining.routes.blueprint import blueprint
from app.joining.rules import InvitationState
from app.refusals import Refusal
from app.web.door import Place, open_to_all, viewer
from app.web.limits import PER_ACCOUNT, PER_ADDRESS, by_link, limiter, was_refused
from app.web.page import page, see, see_view

_GONE, _NOT_YOURS = 410, 409


@blueprint.route("/meedoen/<token>", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, deduct_when=was_refused)
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=by_link, deduct_when=was_refused)
@open_to_all(Place.INSIDE)
def answer(token: str) -> Response:
    """Say yes by the link, signed in, by the password of the invited address, or by making an account here."""
    found = queries.invitation_with_token(token)
    refused = _refused(found)
    if found is None or refused is not None:
        return refused or abort(404)
    # Signed in, one is another person than who is looked up by the address.
    person = None if viewer().is_authenticated else person_with_email(found.email)
    form = _form_for(person, found)
    if form.validate_on_submit():
        try:
            mine = my_account(me().person_id) if viewer().is_authenticated else None
            return _accept(found, mine or enter(found.email, person, form), form)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="password" if "password" in form else "shown")
    return _ask(found, form, url_for("joining.answer", token=token), url_for("joining.decline", token=token))


def _form_for(person: Person | None, found: PartnerInvitation) -> YesForm:
    """The link proves that the mail was read, so it may be said here whether its address has an account."""
    if viewer().is_authenticated:
        return YesForm()
    if person is not None and person.can_sign_in:
        return YesWithPasswordForm()
    return YesWithAccountForm(data={"name": found.name})


@blueprint.route("/meedoen/<token>/afwijzing", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, deduct_when=was_refused)
@open_to_all(Place.INSIDE)
def decline(token: str) -> Response:
    """Say no by the link, for a reason; nobody needs an account for that."""
    found = queries.invitation_with_token(token)
    refused = _refused(found)
    if found is None or refused is not None:
        return refused or abort(404)
    return _decline(found, url_for("joining.decline", token=token), url_for("joining.answer", token=token))


@blueprint.route("/meedoen/uitnodiging/<uuid:partner_invitation_id>", methods=["GET", "POST"])
@open_to_all(Place.INSIDE)
def answer_for_organisation(partner_invitation_id: UUID) -> Response:
    """Say yes for the organisation that one works for: the coalition has not let it in yet."""

    def answer(found: PartnerInvitation) -> Response:
        form = YesForm()
        if form.validate_on_submit():
            return _accept(found, my_account(me().person_id), form)
        here, no = (
            url_for(f"joining.{name}", partner_invitation_id=found.id)
            for name in ("answer_for_organisation", "decline_for_organisation")
        )
        return _ask(found, form, here, no)

    return _for_organisation(partner_invitation_id, answer)


@blueprint.route("/meedoen/uitnodiging/<uuid:partner_invitation_id>/afwijzing", methods=["GET", "POST"])
@open_to_all(Place.INSIDE)
def decline_for_organisation(partner_invitation_id: UUID) -> Response:
    """Say no for the organisation that one works for, for a reason."""

    def answer(found: PartnerInvitation) -> Response:
        here, back = (
            url_for(f"joining.{name}", partner_invitation_id=found.id)
            for name in ("decline_for_organisation", "answer_for_organisation")
        )
        return _decline(found, here, back)

    return _for_organisation(partner_invitation_id, answer)


def _for_organisation(invitation_id: UUID, answer: Callable[[PartnerInvitation], Response]) -> Response:
    """Ask who has not signed in to do so; to anybody but who works for the organisation there is no such address."""
    if not viewer().is_authenticated:
        return redirect(url_for("accounts.sign_in", terug=f"{request.script_root}{request.path}"))  # type: ignore[return-value]
    found = queries.invitation_to_change(invitation_id)
    # What was sent to one person is answered by the link: who works there may have come in by the word of another coalition.
    if not found.is_for_accounts or not queries.works_for(me().employers, found.partner):
        abort(404)
    if found.state is not InvitationState.OPEN:
        return _closed(found)
    return answer(found)


def _refused(found: PartnerInvitation | None) -> Response | None:
    """Why the link opens nothing for who looks: it is closed, meant for another, or for who works there. None where it may be answered."""
    if found is None:
        return page("joining/invitation_gone.html", invitation=None, state="unknown", status=404)
    if found.state is not InvitationState.OPEN:
        return _closed(found)
    if viewer().is_authenticated and queries.works_for(me().employers, found.partner):
        return None
    if viewer().is_authenticated and viewer().email != found.email:
        return _not_yours(found, "joining/invitation_of_another.html")
    if queries.mail_domains(found.partner.organisation_id):
        return _not_yours(found, "joining/invitation_of_colleagues.html")
    return None


def _closed(found: PartnerInvitation) -> Response:
    return page("joining/invitation_gone.html", invitation=found, state=found.state, status=_GONE)


def _not_yours(found: PartnerInvitation, template: str) -> Response:
    return page(template, invitation=found, status=_NOT_YOURS if request.method == "POST" else 200)


def _ask(found: PartnerInvitation, form: YesForm, here: str, no: str) -> Response:
    status = 422 if form.is_submitted() else 200
    return page("joining/answer.html", invitation=found, form=form, here=here, no=no, status=status)


def _accept(found: PartnerInvitation, person: Person, form: YesForm) -> Response:
    found.accept(person, function=form.function.data or "" if "function" in form else "")
    if form.shown.data:
        PartnerConsent.give(found.partner)
    mail_answer(found, queries.who_hears(found.sent_by_id))
    flash(gettext("Welkom! %(name)s doet mee.", name=found.partner.label), "success")
    return see_view("home.my_room")


def _decline(found: PartnerInvitation, here: str, back: str) -> Response:
    form = ReasonForm()
    if form.validate_on_submit():
        found.decline(form.reason.data or "")
        mail_answer(found, queries.who_hears(found.sent_by_id))
        return see(here)
    status = 422 if form.is_submitted() else 200
    return page("joining/decline.html", invitation=found, form=form, here=here, back=back, status=status)

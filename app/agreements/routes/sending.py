"""Asking partners to sign: a text that they have not signed yet, or one that goes on with what they signed."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import Response, flash, request
from flask_babel import ngettext

from app.access import Permission
from app.agreements.forms import NEWEST, RenewForm, RenewManyForm, SendForm
from app.agreements.models import Agreement, AgreementParty, Asked, send
from app.agreements.queries import agreements as queries
from app.agreements.queries import parties
from app.agreements.queries.parties import Candidate
from app.agreements.routes.blueprint import blueprint
from app.agreements.rules import REMINDERS
from app.organisations.rules import Sector
from app.organisations.wording import SECTORS
from app.partners.rules import Circle
from app.partners.wording import BELONGINGS
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view
from jobs.agreements import announce

_FURTHEST = 366


@blueprint.route("/partners/overeenkomsten/<uuid:agreement_id>/versturen", methods=["GET", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def sending(agreement_id: UUID) -> Response:
    """Send the newest text for signing, to all who have not signed yet or to some."""
    found = queries.agreement_to_change(agreement_id)
    version, day = found.newest, today()
    everybody = parties.candidates(found.id, version.id, day)
    form = SendForm(data=SendForm.shown(max(version.valid_from, day), version.valid_until))
    form.offer([str(each.id) for each in everybody if not each.asked])
    if form.validate_on_submit():
        try:
            asked = _ask(found, [UUID(key) for key in form.partners.data or []], form.asked)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="partners")
        else:
            _say_sent(asked)
            return see_view("agreements.agreement", agreement_id=found.id)
    return page(
        "agreements/sending.html",
        status=422 if form.errors else 200,
        agreement=found,
        version=version,
        form=form,
        candidates=[each for each in everybody if _is_chosen(each)],
        ticked=_ticked(form, everybody),
        sectors=SECTORS,
        circles={circle.value: BELONGINGS[circle] for circle in Circle},  # type: ignore[index]  # the same words
    )


@blueprint.route("/partners/overeenkomsten/partijen/<uuid:party_id>/verlenging", methods=["GET", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def renewal(party_id: UUID) -> Response:
    """Let one agreement go on: the same or the newest text, for a next period, sent for signing at once."""
    party = parties.party_to_change(party_id)
    agreement = queries.agreement_to_change(party.agreement_id)
    terms = Asked.after(party, today())
    form = RenewForm(
        data=RenewForm.shown(terms.valid_from, terms.valid_until) | {"answer_by": terms.answer_by}
    )
    if form.validate_on_submit():
        try:
            version = agreement.newest if form.text.data == NEWEST else party.version
            (asked,) = send(agreement, version, [(party.partner, _unfollowed(party), form.asked)])
        except Refusal as refusal:
            form.refuse(refusal, otherwise="valid_from")
        else:
            _say_sent([asked])
            return see_view("agreements.party", party_id=asked.id)
    return page(
        "agreements/renewal.html",
        status=422 if form.errors else 200,
        party=party,
        agreement=agreement,
        form=form,
    )


@blueprint.route("/partners/overeenkomsten/verlenging", methods=["GET", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def renewals() -> Response:
    """Let all go on that end within so many days, each for as long as it lasted."""
    days, day = _days(), today()
    lines = queries.ending(day, day + timedelta(days=days))
    form = RenewManyForm()
    form.offer([str(line.id) for line in lines])
    if not form.is_submitted():
        form.parties.data = [str(line.id) for line in lines]
    elif form.validate():
        try:
            asked = _renew([UUID(key) for key in form.parties.data or []], newest=form.text.data == NEWEST)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="parties")
        else:
            _say_sent(asked)
            return see_view("agreements.agreements")
    return page(
        "agreements/renewals.html", status=422 if form.errors else 200, lines=lines, form=form, days=days
    )


def _ask(agreement: Agreement, keys: Sequence[UUID], terms: Asked) -> list[AgreementParty]:
    """Ask these partners; what somebody signed before goes on until the new one is signed and begins."""
    signed = parties.signed_now(agreement.id, keys)
    return send(
        agreement,
        agreement.newest,
        [(partner, signed.get(partner.id), terms) for partner in parties.partners_to_ask(keys)],
    )


def _renew(keys: Sequence[UUID], *, newest: bool) -> list[AgreementParty]:
    """Renew each of these, those of one text together."""
    by_version: dict[UUID, list[AgreementParty]] = {}
    for party in parties.parties_to_renew(keys):
        by_version.setdefault(party.version_id, []).append(party)
    asked = []
    for those in by_version.values():
        agreement = queries.agreement_to_change(those[0].agreement_id)
        version = agreement.newest if newest else those[0].version
        asked += send(
            agreement, version, [(each.partner, each, Asked.after(each, today())) for each in those]
        )
    return asked


def _unfollowed(party: AgreementParty) -> AgreementParty:
    """The same. Raises Refusal where it does not count, or was renewed already."""
    if not party.is_signed:
        raise Refusal("Alleen een ondertekende overeenkomst kan verlengd worden.")
    if parties.is_followed(party):
        raise Refusal("Deze overeenkomst is al verlengd, of de vraag daarvoor loopt nog.")
    return party


def _say_sent(asked: Sequence[AgreementParty]) -> None:
    announce.later(party_ids=[str(party.id) for party in asked])
    flash(
        ngettext(
            "De overeenkomst is verstuurd naar %(num)s partner.",
            "De overeenkomst is verstuurd naar %(num)s partners.",
            len(asked),
        ),
        "success",
    )


def _is_chosen(candidate: Candidate) -> bool:
    sector, circle = request.args.get("sector", ""), request.args.get("kring", "")
    return (sector not in set(Sector) or candidate.sector == sector) and (
        circle not in set(Circle) or candidate.circle == circle
    )


def _ticked(form: SendForm, everybody: Sequence[Candidate]) -> set[str]:
    """What was ticked; at first everybody who is shown and neither signed nor was asked."""
    if form.is_submitted():
        return set(form.partners.data or [])
    return {str(each.id) for each in everybody if _is_chosen(each) and not each.signed and not each.asked}


def _days() -> int:
    typed = request.args.get("dagen", "")
    return min(int(typed), _FURTHEST) if typed.isdecimal() and len(typed) < 5 else max(REMINDERS)  # noqa: PLR2004 - digits

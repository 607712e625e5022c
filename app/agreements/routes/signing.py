"""The agreements of one's own organisation: read, signed by who may, or declined. Inside the coalition; those of others are not found."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.accounts.models import Person
from app.accounts.passwords import fits
from app.accounts.session import me
from app.agreements.forms import ReasonForm, SignForm
from app.agreements.models import AgreementParty, AgreementSignature, refuse_without_authority
from app.agreements.queries import agreements, parties
from app.agreements.queries.parties import Signer
from app.agreements.routes.agreements import text_file
from app.agreements.routes.blueprint import blueprint
from app.agreements.routes.parties import shown, signed_document
from app.agreements.rules import PartyState, closed
from app.agreements.wording import STATES, TONES
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.limits import by_person, limiter, was_refused
from app.web.page import page, see_view
from jobs.agreements import make_document
from tenants import db

_TRIES = "10 per minute"


@blueprint.get("/overeenkomsten")
@needs(Permission.OWN_PART)
def own() -> Response:
    """What my organisation was asked to sign here, and what it signed."""
    lines = agreements.lines_of_employers(_employers())
    return page("agreements/own.html", lines=lines, states=STATES, tones=TONES, today=today())


@blueprint.get("/overeenkomsten/<uuid:party_id>")
@needs(Permission.OWN_PART)
def own_party(party_id: UUID) -> Response:
    """One of them: the whole text, and who can sign it."""
    found = parties.party_of_mine(party_id, _employers())
    signers = parties.signers_of(found.partner.organisation_id) if found.is_open else []
    # What the organisation said that this person is.
    function = next((signer.function for signer in signers if signer.name == me().name), "")
    may_sign = found.is_open and _may_sign(found)
    form = SignForm(data=_proposed(found) | {"function": function}) if may_sign else None
    return _sign_page(found, form, signers)


@blueprint.route("/overeenkomsten/<uuid:party_id>/ondertekening", methods=["GET", "POST"])
@limiter.limit(_TRIES, methods=["POST"], key_func=by_person, deduct_when=was_refused)
@needs(Permission.OWN_PART)
def signing(party_id: UUID) -> Response:
    """Sign it, with the password once more."""
    found = parties.party_of_mine_to_change(party_id, _employers())
    form = SignForm(data=_proposed(found))
    if not form.is_submitted():
        return see_view("agreements.own_party", party_id=found.id, _anchor="ondertekenen")
    if not found.is_open:
        raise closed(PartyState(found.state))
    try:
        if form.validate():
            _sign(found, form)
            flash(
                gettext("U hebt ondertekend. Het document wordt gemaakt en staat hier over een paar tellen."),
                "success",
            )
            return see_view("agreements.own_party", party_id=found.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="agreed")
    return _sign_page(parties.party_of_mine(party_id, _employers()), form, status=422)


@blueprint.route("/overeenkomsten/<uuid:party_id>/afwijzing", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def refusal(party_id: UUID) -> Response:
    """Say that the organisation does not sign, and why."""
    found = parties.party_of_mine_to_change(party_id, _employers())
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            refuse_without_authority(me().person_id, found.partner.organisation_id)
            found.decline(form.reason.data or "")
        except Refusal as refused:
            form.refuse(refused, otherwise="reason")
        else:
            flash(gettext("De coalitie leest dat u niet ondertekent, en waarom."), "success")
            return see_view("agreements.own")
    return page("agreements/refusal.html", status=422 if form.errors else 200, form=form, party=found)


@blueprint.get("/overeenkomsten/<uuid:party_id>/document")
@needs(Permission.OWN_PART)
def own_document(party_id: UUID) -> Response:
    """Download the signed document."""
    return signed_document(parties.party_of_mine(party_id, _employers()))


@blueprint.get("/overeenkomsten/<uuid:party_id>/tekst")
@needs(Permission.OWN_PART)
def own_text(party_id: UUID) -> Response:
    """The text as a file, of which anybody can take the hash."""
    return text_file(parties.party_of_mine(party_id, _employers()).version)


def _sign(party: AgreementParty, form: SignForm) -> None:
    """The password first: whoever sits at an open computer finds out nothing by signing."""
    person = db().get_one(Person, me().person_id)
    if not fits(person.password_hash, form.password.data or ""):
        raise Refusal("Dit is niet uw wachtwoord.", about="password")
    AgreementSignature.give(party, person.id, form.signatory)
    make_document.later(key=f"agreement-document:{party.id}", party_id=str(party.id))


def _sign_page(
    party: AgreementParty, form: SignForm | None, signers: Sequence[Signer] = (), status: int = 200
) -> Response:
    return page(
        "agreements/own_party.html",
        fragment="agreements/_signature.html",
        status=status,
        form=form,
        signers=signers,
        **shown(party),
    )


def _proposed(party: AgreementParty) -> dict[str, str]:
    return {"name": me().name, "authority": f"Bevoegd namens {party.partner.label}"}


def _may_sign(party: AgreementParty) -> bool:
    return any(each.may_sign for each in me().employers_here if each.id == party.partner.organisation_id)


def _employers() -> list[UUID]:
    return [employer.id for employer in me().employers_here]

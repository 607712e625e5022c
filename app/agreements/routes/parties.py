"""One agreement with one partner, as the coalition sees it: taken back, taken in from paper, fetched."""

from typing import Any
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.agreements.forms import ReasonForm, UploadForm
from app.agreements.models import AgreementFile, AgreementParty, AgreementSignature
from app.agreements.queries import parties as queries
from app.agreements.routes.blueprint import blueprint
from app.agreements.rules import guard_pdf
from app.agreements.wording import KINDS, STATES, TONES, WAYS
from app.exports.rules import file_name
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs, viewer
from app.web.page import file, page, see_view
from tenants import current_tenant


@blueprint.get("/partners/overeenkomsten/partijen/<uuid:party_id>")
@needs(Permission.AGREEMENT_READ)
def party(party_id: UUID) -> Response:
    """What one partner was asked, and what came of it."""
    found = queries.party(party_id)
    return page(
        "agreements/party.html",
        fragment="agreements/_signature.html",
        followed=found.is_signed and queries.is_followed(found),
        signers=queries.signers_of(found.partner.organisation_id) if found.is_open else [],
        **shown(found),
    )


@blueprint.get("/partners/overeenkomsten/partijen/<uuid:party_id>/document")
@needs(Permission.AGREEMENT_READ)
def document(party_id: UUID) -> Response:
    """Download the signed document."""
    return signed_document(queries.party(party_id))


@blueprint.route("/partners/overeenkomsten/partijen/<uuid:party_id>/intrekking", methods=["GET", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def withdrawal(party_id: UUID) -> Response:
    """Take the question back, with a reason that the partner reads."""
    found = queries.party_to_change(party_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            found.withdraw(form.reason.data or "")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="reason")
        else:
            flash(gettext("De vraag aan %(name)s is ingetrokken.", name=found.partner.label), "success")
            return see_view("agreements.agreement", agreement_id=found.agreement_id)
    return page("agreements/withdrawal.html", status=422 if form.errors else 200, form=form, party=found)


@blueprint.route("/partners/overeenkomsten/partijen/<uuid:party_id>/exemplaar", methods=["GET", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def copy(party_id: UUID) -> Response:
    """Take in a copy of what was signed on paper."""
    found = queries.party_to_change(party_id)
    form = UploadForm(data={"authority": gettext("Bevoegd namens %(name)s", name=found.partner.label)})
    if form.validate_on_submit():
        try:
            _take_in(found, form)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="file")
        else:
            flash(gettext("Het ondertekende exemplaar is bewaard."), "success")
            return see_view("agreements.party", party_id=found.id)
    return page("agreements/copy.html", status=422 if form.errors else 200, form=form, party=found)


def _take_in(party: AgreementParty, form: UploadForm) -> None:
    content: bytes = form.file.data.read()
    guard_pdf(content)
    signed_on = form.signed_on.data or today()
    AgreementSignature.take_in(party, form.signatory, signed_on, taken_in_by=viewer().name)
    day = signed_on.isoformat()
    name = file_name(current_tenant().slug, party.version.title, party.partner.label, day, ending="pdf")
    AgreementFile.keep(party, name, content)


def signed_document(party: AgreementParty) -> Response:
    """The file, to keep."""
    found = queries.document_of(party)
    return file(found.content, name=found.name, media_type=found.media_type)


def shown(party: AgreementParty) -> dict[str, Any]:
    """What both pages of a party tell."""
    return {"party": party, "states": STATES, "tones": TONES, "kinds": KINDS, "ways": WAYS, "today": today()}

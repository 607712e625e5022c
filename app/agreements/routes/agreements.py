"""The agreements of the coalition: who signed at a glance, and what stands in them."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.agreements.forms import VersionForm
from app.agreements.models import Agreement, AgreementVersion
from app.agreements.queries import agreements as queries
from app.agreements.routes.blueprint import blueprint
from app.agreements.rules import PartyState
from app.agreements.wording import KINDS, STATES, TONES, starter
from app.history.meanwhile import watch
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.page import file, page, see_view
from tenants import current_tenant
from tenants.provision import sort_key

_HALF = 6


@blueprint.get("/partners/overeenkomsten")
@needs(Permission.AGREEMENT_READ)
def agreements() -> Response:
    """Every agreement, with how many signed."""
    return page("agreements/agreements.html", overviews=queries.overviews(), kinds=KINDS, states=STATES)


@blueprint.route("/partners/overeenkomsten/nieuw", methods=["GET", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def start() -> Response:
    """Begin an agreement: with a text of one's own, or with the one that we offer."""
    form = VersionForm(data=_starter() if "voorbeeld" in request.args else _proposed_period())
    if not form.is_submitted():
        return _text_page(form)
    if form.validate() and "preview" not in request.form:
        try:
            version = Agreement.start(**form.facts)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="text")
        else:
            flash(gettext("De tekst is bewaard. Er is nog niets verstuurd."), "success")
            return see_view("agreements.version", agreement_version_id=version.id)
    return _text_page(form)


@blueprint.get("/partners/overeenkomsten/<uuid:agreement_id>")
@needs(Permission.AGREEMENT_READ)
def agreement(agreement_id: UUID) -> Response:
    """How every partner stands to one agreement, filtered in the address."""
    found = queries.lines(agreement_id)
    words, state = request.args.get("q", "").strip(), request.args.get("stand", "")
    shown = [
        line for line in found if state in ("", line.state) and sort_key(words) in sort_key(line.partner)
    ]
    return page(
        "agreements/agreement.html",
        fragment="agreements/_lines.html",
        agreement=queries.agreement(agreement_id),
        lines=shown,
        tally=queries.tally_of(found),
        words=words,
        state=state if state in set(PartyState) else "",
        states=STATES,
        tones=TONES,
        kinds=KINDS,
        today=today(),
    )


@blueprint.route("/partners/overeenkomsten/<uuid:agreement_id>/versies", methods=["GET", "POST"])
@needs(Permission.AGREEMENT_EDIT)
def write_anew(agreement_id: UUID) -> Response:
    """A next version, beginning with the text of the newest."""
    found = queries.agreement_to_change(agreement_id)
    form = VersionForm(data=VersionForm.shown(found.newest) | {"note": ""})
    if form.validate_on_submit() and "preview" not in request.form:
        try:
            version = found.write_anew(**form.facts)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="text")
        else:
            flash(gettext("De nieuwe versie is bewaard. Er is nog niets verstuurd."), "success")
            return see_view("agreements.version", agreement_version_id=version.id)
    return _text_page(form, agreement=found)


@blueprint.get("/partners/overeenkomsten/versies/<uuid:agreement_version_id>")
@needs(Permission.AGREEMENT_READ)
def version(agreement_version_id: UUID) -> Response:
    """One text, as it would be sent, or as it was sent."""
    return page("agreements/version.html", version=queries.version(agreement_version_id), kinds=KINDS)


@blueprint.get("/partners/overeenkomsten/versies/<uuid:agreement_version_id>/tekst")
@needs(Permission.AGREEMENT_READ)
def text(agreement_version_id: UUID) -> Response:
    """The text as a file, of which anybody can take the hash."""
    return text_file(queries.version(agreement_version_id))


@blueprint.route(
    "/partners/overeenkomsten/versies/<uuid:agreement_version_id>/bewerken", methods=["GET", "POST"]
)
@needs(Permission.AGREEMENT_EDIT)
def edit_version(agreement_version_id: UUID) -> Response:
    """Change a text that was not sent yet."""
    found = queries.version_to_change(agreement_version_id)
    form = VersionForm(data=VersionForm.shown(found))
    watch(form, found.agreement_id)
    if form.validate_on_submit() and "preview" not in request.form:
        try:
            if found.edit(**form.facts):
                flash(gettext("De wijzigingen zijn opgeslagen."), "success")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="text")
        else:
            return see_view("agreements.version", agreement_version_id=found.id)
    return _text_page(form, agreement=found.agreement, version=found)


def text_file(version: AgreementVersion) -> Response:
    """Exactly the signs that the hash is taken of."""
    content = f"{version.title}\n\n{version.text}".encode()
    return file(content, name=f"tekst-{version.text_hash[:12]}.txt", media_type="text/plain; charset=utf-8")


def _text_page(
    form: VersionForm, *, agreement: Agreement | None = None, version: AgreementVersion | None = None
) -> Response:
    asked_to_see = "preview" in request.form
    return page(
        "agreements/text.html",
        form=form,
        agreement=agreement,
        version=version,
        preview=form.text.data if asked_to_see and not form.errors else None,
        status=422 if form.errors else 200,
    )


def _proposed_period() -> dict[str, object]:
    day = today()
    # To the end of a year, and at least half a year.
    year = day.year if day.month <= _HALF else day.year + 1
    return {"valid_from": day, "valid_until": day.replace(year=year, month=12, day=31)}


def _starter() -> dict[str, object]:
    here = current_tenant()
    return _proposed_period() | {
        "title": f"Samenwerkingsovereenkomst {here.coalition}",
        "text": starter(here.coalition, here.municipality),
    }

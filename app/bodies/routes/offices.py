"""Who is chair, who is secretary, and where the project lead works."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.bodies import queries
from app.bodies.forms import HostForm, OfficeForm
from app.bodies.models import Body, ProjectHost
from app.bodies.models.body import today_known
from app.bodies.routes.blueprint import blueprint
from app.bodies.rules import Office, When
from app.bodies.wording import OFFICES
from app.history.meanwhile import watch
from app.partners.queries import partner as one_partner
from app.partners.queries import partners_to_seat
from app.refusals import Refusal
from app.web.door import needs
from app.web.forms import PartialDateField
from app.web.page import page, see_view


@blueprint.route("/partners/gremia/<uuid:body_id>/voorzitter", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def chair(body_id: UUID) -> Response:
    """Say who is chair from now on; the former no longer is."""
    return _appoint(queries.body_to_change(body_id), Office.CHAIR)


@blueprint.route("/partners/gremia/<uuid:body_id>/secretaris", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def secretary(body_id: UUID) -> Response:
    """Say who is secretary from now on; the former no longer is."""
    return _appoint(queries.body_to_change(body_id), Office.SECRETARY)


@blueprint.route("/partners/gremia/projectleider", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def host() -> Response:
    """Say at which organisation the project lead works from now on."""
    hosts = queries.hosts()
    present = next((host for host in hosts if host.ends is None), None)
    form = HostForm(data=_said_of(present))
    form.offer(partners_to_seat())
    if not form.is_submitted():
        return page("bodies/host.html", form=form, present=present)
    try:
        if form.validate():
            _change(present, form)
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("bodies.bodies")
    except Refusal as refusal:
        form.refuse(refusal, otherwise="partner")
    return page("bodies/host.html", form=form, present=present, status=422)


def _change(present: ProjectHost | None, form: HostForm) -> None:
    if form.partner.data:
        partner = one_partner(UUID(form.partner.data))
        ProjectHost.name(partner, form.starts.value, form.note.data or "", after=present)
    elif present is not None:
        present.end(form.starts.value)


def _said_of(present: ProjectHost | None) -> dict[str, object]:
    if present is None:
        return {}
    starts = PartialDateField.of(present.starts)
    return {"partner": str(present.partner_id), "note": present.note, "starts": starts}


def _appoint(body: Body, kind: Office) -> Response:
    holder = body.holder(kind)
    present = str(holder.seat_id) if holder else ""
    form = OfficeForm(data={"seat": present, "starts": PartialDateField.of(today_known())})
    seats = [member for member in body.seats(When.NOW) if not member.is_vacant]
    form.offer([(member.id, _named(member.label, member.role)) for member in seats])
    watch(form, body.id)
    if not form.is_submitted():
        return page("bodies/office.html", form=form, body=body, office=OFFICES[kind])
    try:
        if form.validate():
            member = next((seat for seat in seats if str(seat.id) == form.seat.data), None)
            if body.appoint(kind, member, form.since):
                flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("bodies.body", body_id=body.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="seat")
    return page("bodies/office.html", form=form, body=body, office=OFFICES[kind], status=422)


def _named(label: str, role: str) -> str:
    return f"{label}, {role}" if role and role != label else label

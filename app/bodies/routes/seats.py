"""Seats: made, filled, left."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.bodies import queries
from app.bodies.forms import EndSeatForm, SeatForm
from app.bodies.models import Body, BodyMember, SeatFacts
from app.bodies.models.body import today_known
from app.bodies.routes.blueprint import blueprint
from app.bodies.rules import Successor
from app.history.meanwhile import watch
from app.partners.models import Partner
from app.partners.queries import partner as one_partner
from app.partners.queries import partners_to_seat
from app.refusals import Refusal
from app.web.door import needs
from app.web.forms import PartialDateField
from app.web.page import page, see_view


@blueprint.route("/partners/gremia/<uuid:body_id>/zetels", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def seats(body_id: UUID) -> Response:
    """Make a seat, and say who fills it."""
    body = queries.body_to_change(body_id)
    form = SeatForm()
    form.offer(partners_to_seat(), queries.people_to_seat())
    if not form.is_submitted():
        return page("bodies/seat.html", form=form, body=body, member=None)
    try:
        if form.validate():
            member = body.seat(**_facts(form))
            flash(_seated(body, member), "success")
            return see_view("bodies.body", body_id=body.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="partner")
    return page("bodies/seat.html", form=form, body=body, member=None, status=422)


@blueprint.route("/partners/zetels/<uuid:seat_id>", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def seat(seat_id: UUID) -> Response:
    """Fill a seat, or change what is said of it."""
    body, member = queries.body_of_seat(seat_id)
    form = SeatForm(data=SeatForm.of(member))
    form.offer(partners_to_seat(), queries.people_to_seat(), member)
    watch(form, body.id)
    if not form.is_submitted():
        return page("bodies/seat.html", form=form, body=body, member=member)
    try:
        if form.validate():
            if body.edit_seat(member, **_facts(form)):
                flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("bodies.body", body_id=body.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="partner")
    return page("bodies/seat.html", form=form, body=body, member=member, status=422)


@blueprint.route("/partners/zetels/<uuid:seat_id>/einde", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def end_seat(seat_id: UUID) -> Response:
    """Whoever sits there leaves: with a date, and with or without somebody who comes next."""
    body, member = queries.body_of_seat(seat_id)
    form = EndSeatForm(data={"ends": PartialDateField.of(today_known()), "then": Successor.STAYS.value})
    form.offer(partners_to_seat())
    if not form.is_submitted():
        return page("bodies/end_seat.html", form=form, body=body, member=member)
    try:
        if form.validate():
            flash(_leave(body, member, form), "success")
            return see_view("bodies.body", body_id=body.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="ends")
    return page("bodies/end_seat.html", form=form, body=body, member=member, status=422)


def _leave(body: Body, member: BodyMember, form: EndSeatForm) -> str:
    """Do what was chosen; returns what to tell."""
    label = member.label or gettext("De vrije zetel")
    if form.then.data == Successor.MISTAKE:
        body.remove_seat(member)
        return str(gettext("De zetel van %(name)s is verwijderd.", name=label))
    body.unseat(member, form.on)
    told = gettext("%(name)s zit niet meer in %(body)s.", name=label, body=body.name)
    if form.then.data == Successor.STAYS:
        told += f" {_seated(body, body.keep_seat(member, _partner_of(form.partner.data)))}"
    return str(told)


def _facts(form: SeatForm) -> SeatFacts:
    said: SeatFacts = {
        "partner": _partner_of(form.partner.data),
        "kind": form.kind.data,
        "role": form.role.data or "",
        "starts": form.starts.value,
    }
    return {**said, **form.people}  # type: ignore[typeddict-item]


def _partner_of(chosen: str | None) -> Partner | None:
    return one_partner(UUID(chosen)) if chosen else None


def _seated(body: Body, member: BodyMember) -> str:
    if member.partner is not None:
        return str(gettext("%(name)s zit nu in %(body)s.", name=member.label, body=body.name))
    if member.is_vacant:
        return str(gettext("De zetel is vrij."))
    return str(gettext("De zetel is toegevoegd."))

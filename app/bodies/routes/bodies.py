"""The bodies in which partners meet, and who sits in them."""

from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext

from app.access import Permission
from app.bodies import queries
from app.bodies.forms import BodyForm, SeatForm
from app.bodies.models import Body
from app.bodies.routes.blueprint import blueprint
from app.bodies.wording import BODY_KINDS
from app.history.meanwhile import watch
from app.partners.queries import partner as one_partner
from app.partners.queries import partners_to_seat
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.get("/partners/gremia")
@needs(Permission.PARTNER_READ)
def bodies() -> Response:
    """Every body with the organisations in it."""
    return page("bodies/bodies.html", bodies=queries.bodies(), kinds=BODY_KINDS)


@blueprint.route("/partners/gremia/nieuw", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def add() -> Response:
    """Add a body."""
    form = BodyForm()
    if not form.is_submitted():
        return page("bodies/edit.html", form=form, body=None)
    if form.validate():
        body = Body.start(position=queries.next_position(), **form.facts)
        flash(gettext("%(name)s is toegevoegd.", name=body.name), "success")
        return see_view("bodies.body", body_id=body.id)
    return page("bodies/edit.html", form=form, body=None, status=422)


@blueprint.get("/partners/gremia/<uuid:body_id>")
@needs(Permission.PARTNER_READ)
def body(body_id: UUID) -> Response:
    """One body: what it does and who sits in it."""
    return page("bodies/body.html", body=queries.body(body_id), kinds=BODY_KINDS)


@blueprint.route("/partners/gremia/<uuid:body_id>/bewerken", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def edit(body_id: UUID) -> Response:
    """Change a body."""
    body = queries.body_to_change(body_id)
    form = BodyForm(data={"name": body.name, "kind": body.kind, "description": body.description})
    watch(form, body.id)
    if not form.is_submitted():
        return page("bodies/edit.html", form=form, body=body)
    if form.validate():
        if body.edit(**form.facts):
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
        return see_view("bodies.body", body_id=body.id)
    return page("bodies/edit.html", form=form, body=body, status=422)


@blueprint.route("/partners/gremia/<uuid:body_id>/zetels", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def seats(body_id: UUID) -> Response:
    """Give an organisation a seat."""
    body = queries.body_to_change(body_id)
    form = SeatForm()
    form.offer(partners_to_seat())
    if not form.is_submitted():
        return page("bodies/seats.html", form=form, body=body)
    try:
        if form.validate():
            partner = one_partner(UUID(form.partner.data))
            body.seat(partner, form.role.data or "")
            flash(gettext("%(name)s zit nu in %(body)s.", name=partner.label, body=body.name), "success")
            return see_view("bodies.body", body_id=body.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="partner")
    return page("bodies/seats.html", form=form, body=body, status=422)


@blueprint.route("/partners/gremia/<uuid:body_id>/zetels/<uuid:seat_id>/einde", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def end_seat(body_id: UUID, seat_id: UUID) -> Response:
    """An organisation gives up its seat."""
    body = queries.body_to_change(body_id)
    member = next((member for member in body.members if member.id == seat_id), None)
    if member is None:
        abort(404)
    if request.method == "POST":
        body.unseat(member)
        flash(gettext("%(name)s zit niet meer in %(body)s.", name=member.label, body=body.name), "success")
    return see_view("bodies.body", body_id=body.id)

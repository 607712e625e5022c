"""The bodies in which partners meet."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.accounts.session import me
from app.bodies import queries
from app.bodies.forms import BodyForm
from app.bodies.models import Body
from app.bodies.routes.blueprint import blueprint
from app.bodies.rules import Office, When
from app.bodies.wording import BODY_KINDS, OFFICES, SEAT_KINDS
from app.history.meanwhile import watch
from app.web.door import may, needs
from app.web.page import page, see_view


@blueprint.get("/partners/gremia")
@needs(Permission.PARTNER_READ)
def bodies() -> Response:
    """Every body with who sits in it, what stands above them, and where the project lead works."""
    found = queries.bodies()
    above = {body.regional_body.id: body.regional_body for body in found if body.regional_body is not None}
    return page(
        "bodies/bodies.html",
        bodies=found,
        above=list(above.values()),
        hosts=queries.hosts(),
        kinds=BODY_KINDS,
        offices=OFFICES,
        chair=Office.CHAIR,
        now=When.NOW,
    )


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
    """One body: what it does, what stands above it, who sits in it now and who did before."""
    found = queries.body(body_id)
    return page(
        "bodies/body.html",
        body=found,
        kinds=BODY_KINDS,
        seat_kinds=SEAT_KINDS,
        offices=OFFICES,
        moments=When,
        knows_names=knows_names(found),
    )


@blueprint.route("/partners/gremia/<uuid:body_id>/bewerken", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def edit(body_id: UUID) -> Response:
    """Change a body."""
    body = queries.body_to_change(body_id)
    form = BodyForm(obj=body)
    watch(form, body.id)
    if not form.is_submitted():
        return page("bodies/edit.html", form=form, body=body)
    if form.validate():
        if body.edit(**form.facts):
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
        return see_view("bodies.body", body_id=body.id)
    return page("bodies/edit.html", form=form, body=body, status=422)


def knows_names(body: Body) -> bool:
    """Whether who looks may know which persons sit in a body: the people of the coalition, and who works for an organisation in it."""
    if may(Permission.PEOPLE_READ) or may(Permission.PARTNER_PRIVATE):
        return True
    mine = {employer.id for employer in me().employers_here}
    there = (member.partner for member in body.seats(When.NOW))
    return any(partner is not None and partner.organisation_id in mine for partner in there)

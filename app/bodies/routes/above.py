"""What a body stands under: one regional body above several coalitions."""

from uuid import UUID

from flask import Response, abort, flash
from flask_babel import gettext

from app.access import Permission
from app.bodies import queries
from app.bodies.forms import ITSELF, UNDER, AboveForm, RegionalBodyForm
from app.bodies.models import Body, RegionalBody
from app.bodies.routes.blueprint import blueprint
from app.history.meanwhile import watch
from app.web.door import needs
from app.web.page import page, see_view

NEW = "new"


@blueprint.route("/partners/gremia/<uuid:body_id>/regionaal", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def above(body_id: UUID) -> Response:
    """Say what a body stands under, or that it is that body itself; one that is known is offered before another is added."""
    body = queries.body_to_change(body_id)
    known, form = queries.regional_bodies(), AboveForm(data=_said_of(body))
    if not form.is_submitted():
        return page("bodies/above.html", form=form, body=body, known=known, offered=[])
    offered: list[RegionalBody] = []
    if form.validate():
        offered = queries.regional_body_like(form.name.data or "", known)
        regional = _chosen(form, offered)
        if regional is not None:
            body.stand(regional, as_itself=form.tie.data == ITSELF)
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("bodies.body", body_id=body.id)
    return page("bodies/above.html", form=form, body=body, known=known, offered=offered, status=422)


@blueprint.route("/partners/gremia/<uuid:body_id>/regionaal/einde", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def stand_alone(body_id: UUID) -> Response:
    """A body stands under nothing any more."""
    body = queries.body_to_change(body_id)
    form = RegionalBodyForm()
    if form.is_submitted() and body.stand(None, as_itself=False):
        flash(gettext("De wijzigingen zijn opgeslagen."), "success")
    return see_view("bodies.body", body_id=body.id)


@blueprint.route("/partners/gremia/<uuid:body_id>/regionaal/gegevens", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def edit_above(body_id: UUID) -> Response:
    """Change what everybody reads of the regional body, by the coalition that added it."""
    body = queries.body_to_change(body_id)
    regional = body.regional_body
    if regional is None or not regional.is_kept_here:
        abort(404)
    form = RegionalBodyForm(obj=regional)
    watch(form, regional.id)
    if not form.is_submitted():
        return page("bodies/regional.html", form=form, body=body, regional=regional)
    if form.validate():
        if regional.edit(**form.facts):
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
        return see_view("bodies.body", body_id=body.id)
    return page("bodies/regional.html", form=form, body=body, regional=regional, status=422)


def _said_of(body: Body) -> dict[str, str]:
    regional = body.regional_body
    tie = ITSELF if body.is_regional else UNDER
    return (
        {"tie": tie} if regional is None else {"name": regional.name, "region": regional.region, "tie": tie}
    )


def _chosen(form: AboveForm, offered: list[RegionalBody]) -> RegionalBody | None:
    """The one that was offered and accepted, or a new one; None where there is something to offer first."""
    accepted = next((regional for regional in offered if str(regional.id) == form.known.data), None)
    if accepted is not None:
        return accepted
    if offered and form.known.data != NEW:
        return None
    return RegionalBody.add(name=form.name.data or "", region=form.region.data or "")

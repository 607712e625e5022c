"""The regional bodies of the country, for who runs the product: adds and keeps those that no coalition added."""

from uuid import UUID

from flask import Response, abort, flash
from flask_babel import gettext

from app.access import Permission
from app.bodies import queries
from app.bodies.forms import RegionalBodyForm
from app.bodies.models import RegionalBody
from app.bodies.routes.blueprint import blueprint
from app.web.door import needs_across
from app.web.page import page, see_view
from tenants import db


@blueprint.get("/beheer/regionaal")
@needs_across(Permission.PLATFORM_MANAGE)
def catalogue() -> Response:
    """Every regional body. Not which coalitions stand under it: that is theirs to tell."""
    return page("bodies/catalogue.html", known=queries.regional_bodies())


@blueprint.route("/beheer/regionaal/nieuw", methods=["GET", "POST"])
@needs_across(Permission.PLATFORM_MANAGE)
def add_regional() -> Response:
    """Add one, so that coalitions find it by name."""
    form = RegionalBodyForm()
    if form.validate_on_submit():
        regional = RegionalBody.add(**form.facts)
        flash(gettext("%(name)s is toegevoegd.", name=regional.name), "success")
        return see_view("bodies.catalogue")
    return page("bodies/catalogue_entry.html", form=form, status=422 if form.is_submitted() else 200)


@blueprint.route("/beheer/regionaal/<uuid:regional_body_id>", methods=["GET", "POST"])
@needs_across(Permission.PLATFORM_MANAGE)
def edit_regional(regional_body_id: UUID) -> Response:
    """Change one that no coalition added."""
    regional = db().get(RegionalBody, regional_body_id)
    if regional is None or not regional.is_kept_here:
        abort(404)
    form = RegionalBodyForm(obj=regional)
    if form.validate_on_submit():
        regional.edit(**form.facts)
        flash(gettext("De wijzigingen zijn opgeslagen."), "success")
        return see_view("bodies.catalogue")
    return page("bodies/catalogue_entry.html", form=form, status=422 if form.is_submitted() else 200)

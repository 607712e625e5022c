"""Everything of a coalition in one file: asked for here, made by a task, fetched from one's own files."""

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.exports.models import ExportFile
from app.exports.rules import file_name
from app.platform.routes.blueprint import blueprint
from app.web.clock import today
from app.web.door import needs
from app.web.forms import BaseForm
from app.web.limits import by_person, limiter
from app.web.page import page, see_view
from jobs.carrying import take_along
from tenants import current_tenant

_PER_PERSON = "10 per hour"


@blueprint.route("/instellingen/alles-meenemen", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.PEOPLE_MANAGE)
def taking_along() -> Response:
    """Ask for everything of this coalition, as a zip of plain files."""
    form = BaseForm()
    if not form.validate_on_submit():
        return page("platform/taking_along.html", form=form, status=200 if request.method == "GET" else 422)
    name = file_name(current_tenant().slug, "alles", today().isoformat(), ending="zip")
    made = ExportFile.ask(gettext("Alles van deze coalitie"), name=name, media_type="application/zip")
    made.task_id = take_along.later(file_id=str(made.id))
    flash(gettext("Het bestand wordt gemaakt. Het staat zo bij uw bestanden."), "success")
    return see_view("exports.files")

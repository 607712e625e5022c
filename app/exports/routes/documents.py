"""A plan, or a version of one, as a PDF: asked for here, made by a task, fetched by the one who asked."""

from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext

from app.access import Permission
from app.exports.models import ExportFile
from app.exports.queries import export_file, my_files, plan_to_typeset, version_to_typeset
from app.exports.routes.blueprint import blueprint
from app.exports.rules import file_name
from app.web.clock import AMSTERDAM, today
from app.web.door import needs, viewer
from app.web.forms import BaseForm
from app.web.limits import by_person, limiter
from app.web.page import file, page, see_view
from jobs.exports import make_plan
from tenants import current_tenant

PDF = "application/pdf"
_PER_PERSON = "30 per hour"


@blueprint.get("/bestanden")
@needs(Permission.PLAN_READ)
def files() -> Response:
    """The files that were made for who looks, and how far those are that are being made."""
    return page("exports/files.html", fragment="exports/_files.html", files=my_files(_me()))


@blueprint.get("/bestanden/<uuid:export_file_id>")
@needs(Permission.PLAN_READ)
def fetch(export_file_id: UUID) -> Response:
    """Download one's own file."""
    found = export_file(export_file_id, _me())
    if found.content is None:
        return see_view("exports.files")
    return file(found.content, name=found.name, media_type=found.media_type)


@blueprint.route("/plan/<uuid:plan_id>/pdf", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.PLAN_READ)
def plan_as_pdf(plan_id: UUID) -> Response:
    """Ask for a plan as it stands today."""
    plan = plan_to_typeset(plan_id)
    return _asked(plan.title, today().isoformat(), plan_id=str(plan.id))


@blueprint.route("/plan/versies/<uuid:version_id>/pdf", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.PLAN_READ)
def version_as_pdf(version_id: UUID) -> Response:
    """Ask for a plan as it was frozen."""
    version = version_to_typeset(version_id)
    return _asked(
        version.name, version.frozen_at.astimezone(AMSTERDAM).date().isoformat(), version_id=str(version.id)
    )


def _asked(title: str, day: str, *, plan_id: str | None = None, version_id: str | None = None) -> Response:
    form = BaseForm()
    if not form.validate_on_submit():
        return page(
            "exports/ask.html",
            title=title,
            form=form,
            is_version=version_id is not None,
            status=200 if request.method == "GET" else 422,
        )
    name = file_name(current_tenant().slug, title, day, ending="pdf")
    made = ExportFile.ask(title, name=name, media_type=PDF)
    made.task_id = make_plan.later(file_id=str(made.id), plan_id=plan_id, version_id=version_id)
    flash(gettext("De PDF wordt gemaakt. Dat duurt meestal een paar seconden."), "success")
    return see_view("exports.files")


def _me() -> UUID:
    return viewer().person_id or abort(404)

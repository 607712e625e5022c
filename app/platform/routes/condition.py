"""How the house is, for the one who runs it: a page for people, figures for Prometheus."""

from hmac import compare_digest
from uuid import UUID

from flask import Response, abort, current_app, flash, request
from flask_babel import gettext

from app.access import Permission
from app.platform.figures import TEXT, figures
from app.platform.forms import AsideForm
from app.platform.queries import house
from app.platform.routes.blueprint import blueprint
from app.platform.wording import kind_of_work, lines
from app.refusals import Refusal
from app.web.door import Place, needs_across, open_to_all
from app.web.page import page, see_view
from jobs.failed import do_again, failed_task, failed_tasks, is_repeatable, put_aside


@blueprint.get("/beheer/toestand")
@needs_across(Permission.PLATFORM_MANAGE)
def condition() -> Response:
    """Everything that is watched: how it is, how it should be, and what to do where it is not."""
    return page(
        "platform/condition.html",
        lines=lines(house()),
        failed=failed_tasks(),
        kind_of_work=kind_of_work,
        is_repeatable=is_repeatable,
    )


@blueprint.post("/beheer/taken/<uuid:task_id>/poging")
@needs_across(Permission.PLATFORM_MANAGE)
def try_again(task_id: UUID) -> Response:
    """Let a task that failed be done once more."""
    if failed_task(task_id) is None:
        abort(404)
    try:
        do_again(task_id)
    except Refusal as refusal:
        flash(gettext(refusal.sentence), "error")
    else:
        flash(gettext("De taak wacht weer. Binnen een minuut is er een poging."), "success")
    return see_view("platform.condition")


@blueprint.route("/beheer/taken/<uuid:task_id>/terzijde", methods=["GET", "POST"])
@needs_across(Permission.PLATFORM_MANAGE)
def lay_aside(task_id: UUID) -> Response:
    """Say why nobody needs to look at a failed task any more."""
    task = failed_task(task_id)
    if task is None:
        abort(404)
    form = AsideForm()
    if form.validate_on_submit():
        put_aside(task_id, form.reason.data or "")
        flash(gettext("De taak ligt terzijde."), "success")
        return see_view("platform.condition")
    status = 422 if request.method == "POST" else 200
    return page("platform/lay_aside.html", form=form, task=task, kind=kind_of_work(task.name), status=status)


@blueprint.get("/metrics")
@open_to_all(Place.OUTSIDE)
def metrics() -> Response:
    """The same for Prometheus, for who knows the token of the settings; without one there is no such address."""
    token = current_app.config["METRICS_TOKEN"]
    if not token:
        abort(404)
    if not compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
    return Response(figures(), content_type=TEXT)

"""The operator's room: which workspaces there are, and a new one."""

from flask import Response, abort, flash, request
from flask_babel import gettext

from app.access import Permission
from app.platform.forms import FirstInvitationForm, WorkspaceForm
from app.platform.routes.blueprint import blueprint
from app.platform.workspaces import Opening, all_workspaces, invite_first, municipalities, open_workspace
from app.refusals import Refusal
from app.web.door import needs_across
from app.web.forms import SelectChoice
from app.web.limits import by_person, limiter
from app.web.page import page, see_view
from tenants import current_scope, provision


@blueprint.get("/beheer")
@needs_across(Permission.PLATFORM_MANAGE)
def workspaces() -> Response:
    """Every workspace: whose it is and who is responsible. Nothing of what is in it."""
    return page("platform/workspaces.html", workspaces=all_workspaces())


@blueprint.route("/beheer/nieuw", methods=["GET", "POST"])
@needs_across(Permission.PLATFORM_MANAGE)
def add_workspace() -> Response:
    """Open a workspace and invite its coordinator."""
    form = WorkspaceForm()
    form.municipality.choices = [
        SelectChoice("", gettext("Kies een gemeente")),
        *(SelectChoice(code, name) for code, name in municipalities()),
    ]
    if form.validate_on_submit():
        filled = {name: value for name, value in form.data.items() if name in Opening.__dataclass_fields__}
        try:
            open_workspace(Opening(**filled), current_scope().actor)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="municipality")
        else:
            flash(
                gettext(
                    "De werkruimte staat klaar. %(name)s heeft een uitnodiging gekregen.",
                    name=form.coordinator_name.data,
                ),
                "success",
            )
            return see_view("platform.workspaces")
    return page("platform/add_workspace.html", form=form, status=422 if request.method == "POST" else 200)


@blueprint.route("/beheer/<slug>/uitnodiging", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"], key_func=by_person)
@needs_across(Permission.PLATFORM_MANAGE)
def invite_coordinator(slug: str) -> Response:
    """Invite the first coordinator again, while nobody works in the workspace yet."""
    if not provision.exists(slug):
        abort(404)
    form = FirstInvitationForm()
    if form.validate_on_submit():
        name, email = form.coordinator_name.data or "", form.coordinator_email.data or ""
        try:
            invite_first(slug, name, email, current_scope().actor)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="coordinator_email")
        else:
            flash(gettext("De uitnodiging voor %(name)s is onderweg.", name=name), "success")
            return see_view("platform.workspaces")
    return page(
        "platform/invite_coordinator.html",
        form=form,
        slug=slug,
        status=422 if request.method == "POST" else 200,
    )

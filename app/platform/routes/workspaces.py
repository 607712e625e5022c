"""The operator's room: which workspaces there are, and a new one."""

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.platform.forms import WorkspaceForm
from app.platform.routes.blueprint import blueprint
from app.platform.workspaces import Opening, all_workspaces, municipalities, open_workspace
from app.refusals import Refusal
from app.web.door import needs_platform
from app.web.forms import SelectChoice
from app.web.page import page, see_view
from tenants import current_scope


@blueprint.get("/beheer")
@needs_platform(Permission.PLATFORM_MANAGE)
def workspaces() -> Response:
    """Every workspace: whose it is and who is responsible. Nothing of what is in it."""
    return page("platform/workspaces.html", workspaces=all_workspaces())


@blueprint.route("/beheer/nieuw", methods=["GET", "POST"])
@needs_platform(Permission.PLATFORM_MANAGE)
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

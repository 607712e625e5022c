"""Progress updates on an action."""

from uuid import UUID

from flask import Response, request
from flask_babel import gettext

from app.access import Permission
from app.plan.forms.action import UpdateForm
from app.plan.queries.action import action_to_change
from app.plan.routes.action_page import changed, show
from app.plan.routes.blueprint import blueprint
from app.plan.rules import Light
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import see_view


@blueprint.route("/acties/<uuid:action_id>/updates", methods=["GET", "POST"])
@needs(Permission.ACTION_UPDATE)
def updates(action_id: UUID) -> Response:
    """Write an update; the form stands on the action page itself."""
    action = action_to_change(action_id)
    if request.method == "GET":
        return see_view("plan.action", action_id=action_id, _anchor="update")
    form = UpdateForm().fit(action)
    if form.validate():
        percent = form.percent.data if "percent" in form else None
        try:
            action.report(
                form.happened.data or "",
                following=form.next.data or "",
                light=Light(form.light.data),
                light_reason=form.light_reason.data or "",
                percent=percent,
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="happened")
        else:
            return changed(
                action_id,
                gettext(
                    "De update is geplaatst. Klopt er iets niet? Schrijf dan een nieuwe update die het rechtzet."
                ),
                keep_typed=False,
            )
    return show(action_id, form=form, status=422)

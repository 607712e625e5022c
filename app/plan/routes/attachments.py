"""Files that belong to an action."""

from uuid import UUID

from flask import Response, request
from flask_babel import gettext

from app.access import Permission
from app.plan.forms.action import AttachmentForm
from app.plan.queries.action import action_to_change, attachment_to_remove, attachment_with_content
from app.plan.routes.action_page import changed
from app.plan.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import file, page, wants_fragment


@blueprint.route("/acties/<uuid:action_id>/bijlagen", methods=["GET", "POST"])
@needs(Permission.ACTION_UPDATE)
def attach(action_id: UUID) -> Response:
    """Add a file to an action."""
    action = action_to_change(action_id)
    form = AttachmentForm()
    if form.validate_on_submit():
        sent = form.file.data
        try:
            action.attach(sent.filename or "", sent.read())
        except Refusal as refusal:
            form.refuse(refusal, otherwise="file")
        else:
            return changed(action_id, gettext("De bijlage is toegevoegd."))
    return page(
        "plan/attachment_add.html",
        fragment="plan/_attachment_add.html",
        status=422 if form.errors else 200,
        action=action,
        form=form,
        in_place=wants_fragment(),
    )


@blueprint.route("/bijlagen/<uuid:attachment_id>")
@needs(Permission.PLAN_READ)
def attachment(attachment_id: UUID) -> Response:
    """Download a file."""
    found = attachment_with_content(attachment_id)
    return file(found.content, name=found.filename, media_type=found.media_type)


@blueprint.route("/bijlagen/<uuid:attachment_id>/verwijdering", methods=["GET", "POST"])
@needs(Permission.ACTION_UPDATE)
def remove_attachment(attachment_id: UUID) -> Response:
    """Throw a file away, after a question."""
    found = attachment_to_remove(attachment_id)
    if request.method == "GET":
        return page("plan/attachment_remove.html", attachment=found)
    found.remove()
    return changed(found.action_id, gettext("De bijlage is verwijderd."))

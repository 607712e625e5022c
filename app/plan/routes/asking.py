"""Asking somebody without an account for an update, from the action page."""

from uuid import UUID

from flask import Response
from flask_babel import gettext

from app.access import Permission
from app.plan.forms.request import AskForm
from app.plan.mails import mail_request
from app.plan.models import Action
from app.plan.queries.action import action_to_change
from app.plan.queries.request import last_asked, request_to_change
from app.plan.routes.action_page import changed
from app.plan.routes.blueprint import blueprint
from app.web.door import needs
from app.web.limits import by_person, limiter
from app.web.page import page, wants_fragment

_PER_PERSON = "60 per hour"


@blueprint.route("/acties/<uuid:action_id>/vraag", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.ACTION_UPDATE)
def ask_update(action_id: UUID) -> Response:
    """Ask by mail how an action goes."""
    action = action_to_change(action_id)
    form = AskForm(data=_most_likely(action))
    if form.validate_on_submit():
        request, token = action.ask_update(form.name.data or "", form.email.data or "", form.note.data or "")
        mail_request(request, action, token)
        return changed(action_id, gettext("De vraag aan %(name)s is onderweg.", name=request.name))
    return page(
        "plan/update_ask.html",
        fragment="plan/_update_ask.html",
        status=422 if form.errors else 200,
        action=action,
        form=form,
        in_place=wants_fragment(),
    )


def _most_likely(action: Action) -> dict[str, str]:
    before = last_asked(action)
    return {"name": before.name, "email": before.email} if before else {}


@blueprint.post("/updatevragen/<uuid:update_request_id>/opnieuw")
@limiter.limit(_PER_PERSON, key_func=by_person)
@needs(Permission.ACTION_UPDATE)
def ask_update_again(update_request_id: UUID) -> Response:
    """Send a new link; the one sent before no longer works."""
    request, action = request_to_change(update_request_id)
    mail_request(request, action, request.send_again(action))
    said = gettext("%(name)s krijgt een nieuwe link. De vorige werkt niet meer.", name=request.name)
    return changed(action.id, said)


@blueprint.post("/updatevragen/<uuid:update_request_id>/intrekking")
@needs(Permission.ACTION_UPDATE)
def withdraw_request(update_request_id: UUID) -> Response:
    """Let the link no longer work."""
    request, action = request_to_change(update_request_id)
    request.withdraw(action)
    return changed(action.id, gettext("De vraag aan %(name)s is ingetrokken.", name=request.name))

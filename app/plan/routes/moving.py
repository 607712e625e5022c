"""A move begins at the status that was on the screen: who presses a button of an hour ago hears what happened since."""

from flask import request

from app.plan.models import Action
from app.plan.queries.action import last_mover
from app.plan.rules import ActionStatus
from app.plan.wording import STATUS_NAMES
from app.refusals import Refusal


def refuse_from_elsewhere(action: Action, to: str | None) -> None:
    """Raise Refusal where `action` no longer has the status that the form was shown with (`version`), and `to` is not where it is now."""
    shown = request.form.get("version")
    if shown and action.status not in (shown, to):
        raise Refusal(
            "Intussen zette %(name)s deze actie op %(status)s.",
            about="status",
            name=last_mover(action),
            status=str(STATUS_NAMES[ActionStatus(action.status)]).lower(),
        )

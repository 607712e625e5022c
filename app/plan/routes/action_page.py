"""The action page as an answer: every change of an action, or of something of it, ends here."""

from uuid import UUID

from flask import Response, flash

from app.history.queries import events_of
from app.history.wording import entries
from app.plan.forms.action import UpdateForm
from app.plan.queries.action import action_to_show
from app.plan.queries.beside import beside
from app.plan.queries.request import asked
from app.plan.rules import ActionStatus, is_stalled
from app.web.answered import say_in_place
from app.web.clock import AMSTERDAM, today
from app.web.page import page, see_view, wants_fragment
from tenants import current_tenant, db


def show(
    action_id: UUID,
    *,
    form: UpdateForm | None = None,
    status: int = 200,
    said: str = "",
    told: bool = False,
) -> Response:
    """The action page: with `form` as it was typed, and with `said` where something was just done in place.

    `told` takes the reader to the newest update.
    """
    action = action_to_show(action_id)
    around, day = beside(action_id), today()
    heard = (action.updates[0].at if action.updates else action.created_at).astimezone(AMSTERDAM).date()
    stalled = is_stalled(ActionStatus(action.status), heard, day, current_tenant().stalled_after_days)
    return page(
        "plan/action.html",
        fragment="plan/_action.html",
        status=status,
        action=action,
        beside=around,
        requests=asked(around["requests"]),
        history=entries(events_of(action_id)),
        update_form=form or UpdateForm(formdata=None).fit(action),
        said=said,
        told=told,
        today=day,
        silent_days=(day - heard).days if stalled else None,
    )


def changed(action_id: UUID, said: str, *, keep_typed: bool = True) -> Response:
    """After a change: the action as it is now, in place of the one on the screen; a browser without JavaScript goes to its page.

    What somebody is typing elsewhere on the page stays, unless it is what was just sent.
    """
    if not wants_fragment():
        flash(said, "success")
        return see_view("plan.action", action_id=action_id)
    db().flush()
    say_in_place(said)
    response = show(action_id, said=said, told=not keep_typed)
    # The form that was sent stands in a part of the page; what changed shows in all of it.
    response.headers["HX-Retarget"] = "#actie"
    response.headers["HX-Reswap"] = "outerMorph" if keep_typed else "outerHTML"
    return response

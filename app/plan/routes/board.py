"""The board: look at it, and move an action to another column."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext

from app.access import Permission
from app.plan.forms.board import PlaceForm
from app.plan.models import Action
from app.plan.queries import board as boards
from app.plan.queries.action import action_to_change
from app.plan.queries.choices import Filter, choices
from app.plan.routes.blueprint import blueprint
from app.plan.routes.moving import refuse_from_elsewhere
from app.plan.rules import ACTION_WORKFLOW, ActionStatus
from app.plan.wording import STATUS_NAMES
from app.refusals import Refusal
from app.web.answered import say_in_place
from app.web.clock import today
from app.web.door import may, needs
from app.web.intake import countable
from app.web.page import page, see, see_view, wants_fragment
from tenants import current_tenant, db

FILTERS = (Filter.PILLAR, Filter.GOAL, Filter.OWNER)


@blueprint.get("/plan/bord")
@needs(Permission.PLAN_READ)
def board() -> Response:
    """The actions of the current plan, by status."""
    return show_board()


@blueprint.route("/plan/bord/<uuid:action_id>/plaats", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def place(action_id: UUID) -> Response:
    """Move an action: from its card by a status alone, or from the page that asks why it stops."""
    action = action_to_change(action_id)
    form = PlaceForm(action.next_states)
    asked = "reason" in request.form
    if request.method == "GET":
        form.status.data = request.args.get("status", form.status.data)
    elif request.form.get("status") == ActionStatus.STOPPED and not asked:
        return see_view("plan.place", action_id=action.id, status=ActionStatus.STOPPED, **chosen())
    elif form.validate_on_submit() or not asked:
        try:
            refuse_from_elsewhere(action, request.form.get("status"))
            action.move(ActionStatus(request.form.get("status", "")), reason=form.reason.data or "")
        except ValueError:
            abort(400)
        except Refusal as refusal:
            if not asked:
                flash(gettext(refusal.sentence, **refusal.values), "warning")
                return see(board_url())
            form.refuse(refusal, otherwise="status")
        else:
            return moved(action)
    return page(
        "plan/place.html",
        status=422 if request.method == "POST" else 200,
        action=action,
        form=form,
        board_url=board_url(),
        place_url=url_for("plan.place", action_id=action.id, **chosen()),
    )


def moved(action: Action) -> Response:
    """What a move answers: the board itself to htmx, a way back to it to a browser."""
    status = STATUS_NAMES[ActionStatus(action.status)]
    said = gettext("“%(title)s” staat nu op %(status)s.", title=action.title, status=status)
    if wants_fragment():
        db().flush()
        say_in_place(said)
        return show_board(said=said)
    flash(said, "success")
    return see(board_url())


def chosen() -> dict[str, Any]:
    """The filters in the address of this request that the board knows."""
    return {kind: value for kind in FILTERS if (value := request.args.get(kind))}


def board_url() -> str:
    """The board with the filters of this request."""
    return url_for("plan.board", **chosen())


def moves() -> dict[ActionStatus, list[tuple[str, Any]]]:
    """Where a card of each status may go, for who looks: (status, name)."""
    if not may(Permission.PLAN_EDIT):
        return {status: [] for status in ActionStatus}
    return {
        status: [(to.value, STATUS_NAMES[to]) for to in ACTION_WORKFLOW.choices(status)]
        for status in ActionStatus
    }


def show_board(*, said: str = "") -> Response:
    """The board, as this request filters it; a filter that means nothing shows nothing less. `said` is what was just done on it."""
    selection: dict[str, Any] = chosen()
    pillar = request.args.get(Filter.PILLAR, type=countable)
    goal = request.args.get(Filter.GOAL, type=UUID)
    owner = request.args.get(Filter.OWNER, type=UUID)
    answer = page(
        "plan/board.html",
        fragment="plan/_board.html",
        columns=boards.board(pillar=pillar, goal=goal, owner=owner),
        selection=selection,
        said=said,
        board_url=board_url(),
        offered=choices(*FILTERS, Filter.PLAN) if not wants_fragment() else {},
        status_names=STATUS_NAMES,
        moves=moves(),
        today=today(),
        stalled_after_days=current_tenant().stalled_after_days,
    )
    if request.method == "GET":
        # The address to share: without what was left open in the form.
        answer.headers["HX-Push-Url"] = board_url()
    return answer

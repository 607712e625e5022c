"""The partner's room: one account, one page, for all coalitions."""

from flask import Response, request

from app.access import Permission
from app.accounts.session import me
from app.home.queries.room import room
from app.home.room import SORTS
from app.home.routes.blueprint import blueprint
from app.plan.wording import STATUS_NAMES
from app.web.clock import today
from app.web.door import needs_across
from app.web.page import page


@blueprint.get("/mijn")
@needs_across(Permission.ROOM_READ)
def my_room() -> Response:
    """What waits for me and for my organisation in all coalitions, and what we do there."""
    found = room(me(), today())
    sort = request.args.get("soort", "")
    return page(
        "room/room.html",
        room=found,
        sorts=SORTS,
        sort=sort if sort in SORTS else "",
        statuses=STATUS_NAMES,
    )

"""The partner's room: one account, one page, for all coalitions."""

from types import SimpleNamespace

from flask import Response, request, url_for

from app.access import Permission
from app.accounts.session import me
from app.home.queries.room import room
from app.home.room import SORTS
from app.home.routes.blueprint import blueprint
from app.web.clock import today
from app.web.door import needs_across
from app.web.page import page


@blueprint.get("/mijn")
@needs_across(Permission.ROOM_READ)
def my_room() -> Response:
    """What waits for me and for my organisation in all coalitions, and what we do there."""
    found = room(me(), today())
    sort = request.args.get("soort", "")
    tabs = [
        SimpleNamespace(
            label=name, url=url_for("home.my_room", soort=word), current=word == sort, count=number
        )
        for word, (name, _) in SORTS.items()
        if (number := found.sorts.get(word))
    ]
    return page("room/room.html", room=found, tabs=tabs, sort=sort if sort in SORTS else "")

"""The Overview, and the whole list of what waits."""

from datetime import UTC, datetime

from flask import Response

from app.access import Permission
from app.home.queries.state import state
from app.home.routes.blueprint import blueprint
from app.home.subjects import url_of
from app.home.visits import arrive, news_for
from app.home.waiting import waiting_for
from app.web.clock import today
from app.web.door import needs, viewer
from app.web.page import page

AT_FIRST_SIGHT = 8


@blueprint.get("/")
@needs(Permission.PLAN_READ)
def overview() -> Response:
    """What waits for me, where the plan stands, what is next, what has stalled, what changed since I was here."""
    person = viewer()
    now = state(today())
    since = arrive(person, datetime.now(UTC))
    return page(
        "home/overview.html" if now.cards else "home/first_steps.html",
        state=now,
        waiting=waiting_for(person, now),
        shown=AT_FIRST_SIGHT,
        news=news_for(person, since),
        url_of=url_of,
    )


@blueprint.get("/wacht")
@needs(Permission.PLAN_READ)
def waiting() -> Response:
    """Everything that waits for me."""
    return page("home/waiting.html", waiting=waiting_for(viewer(), state(today())))

"""The Overview, and the whole list of what waits."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for

from app.access import Permission
from app.home.queries.state import state
from app.home.routes.blueprint import blueprint
from app.home.subjects import url_of
from app.home.visits import arrive
from app.home.wording import headline
from app.plan.rules import ActionStatus
from app.todos.queries import waiting_here
from app.todos.wording import in_order
from app.web.clock import today
from app.web.door import needs, viewer
from app.web.page import page
from tenants import current_tenant

AT_FIRST_SIGHT = 8


@blueprint.get("/")
@needs(Permission.PLAN_READ)
def overview() -> Response:
    """What waits for me, where the plan stands, what is next, what has stalled, what changed since I was here."""
    person = viewer()
    now = state(today(), _my_roles())
    return page(
        "home/overview.html" if now.cards else "home/first_steps.html",
        state=now,
        responsible_known=not current_tenant().responsible_reading,
        headline=headline(now),
        list_of=_list_of,
        waiting=now.waiting,
        shown=AT_FIRST_SIGHT,
        news=arrive(person, now.visit, datetime.now(UTC)),
        url_of=url_of,
    )


def _list_of(**selection: Any) -> dict[str, str]:
    """For each status the address of the list of those actions."""
    return {
        status.value: url_for("plan.listing", status=status.value, **selection) for status in ActionStatus
    }


@blueprint.get("/wacht")
@needs(Permission.PLAN_READ)
def waiting() -> Response:
    """Everything that waits for me."""
    return page("home/waiting.html", waiting=in_order(waiting_here(_my_roles(), today()), today()))


def _my_roles() -> Collection[str]:
    slug = current_tenant().slug
    return next((coalition.roles for coalition in viewer().coalitions if coalition.slug == slug), ())

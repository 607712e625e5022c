"""The Overview, and the whole list of what waits."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for

from app.access import Permission
from app.home.queries.own import Own, beginnings, own
from app.home.queries.state import state
from app.home.routes.blueprint import blueprint
from app.home.subjects import url_of
from app.home.visits import A_VISIT_LASTS, News, arrive
from app.home.wording import headline
from app.todos.queries import waiting_here
from app.todos.wording import in_order
from app.web.clock import today
from app.web.door import needs, viewer
from app.web.kept_parts import Parts, kept, part
from app.web.page import page
from app.web.unchanged import hand_over, kept_while_unchanged
from tenants import tenant_in_brief

AT_FIRST_SIGHT = 8
# What everybody in the coalition sees alike, each a template of its own.
_FOR_ALL = ("state", "pillars", "goals", "milestones", "stalled")


@blueprint.get("/")
@needs(Permission.PLAN_READ)
@kept_while_unchanged(visit=A_VISIT_LASTS)
def overview() -> Response:
    """What waits for me, where the plan stands, what is next, what has stalled, what changed since I was here."""
    now = datetime.now(UTC)
    mine = own(today(), now, _my_roles())
    hand_over(mine.mark)
    news = arrive(viewer(), mine.visit, now)
    parts = kept("home.overview", mine.mark_for_all, _parts)
    if not parts:
        return _first_steps(mine, news)
    return page(
        "home/overview.html",
        parts=parts,
        waiting=mine.waiting,
        ours=mine.ours,
        shown=AT_FIRST_SIGHT,
        news=news,
        url_of=url_of,
    )


def _parts() -> Parts:
    """The parts of the Overview for everybody in the coalition; none as long as the plan has no actions."""
    found = state(today())
    if not found.cards:
        return {}
    made_of = {
        "state": found,
        "coalition": tenant_in_brief().coalition,
        "headline": headline(found),
        "list_of": Lists,
        "shown": AT_FIRST_SIGHT,
    }
    return {name: part(f"home/_{name}.html", made_of) for name in _FOR_ALL}


def _first_steps(mine: Own, news: News) -> Response:
    return page(
        "home/first_steps.html",
        today=today(),
        beginnings=beginnings(),
        responsible_known=not tenant_in_brief().responsible_reading,
        waiting=mine.waiting,
        shown=AT_FIRST_SIGHT,
        news=news,
        url_of=url_of,
    )


class Lists:
    """For each status the address of the list of those actions, among a selection; made when it is asked for."""

    def __init__(self, **selection: Any) -> None:
        self._selection = selection

    def get(self, status: str) -> str:
        """The address of the list of the actions with this status."""
        return url_for("plan.listing", status=str(status), **self._selection)


@blueprint.get("/wacht")
@needs(Permission.PLAN_READ)
def waiting() -> Response:
    """Everything that waits for me."""
    return page("home/waiting.html", waiting=in_order(waiting_here(_my_roles(), today()), today()))


def _my_roles() -> Collection[str]:
    slug = tenant_in_brief().slug
    return next((coalition.roles for coalition in viewer().coalitions if coalition.slug == slug), ())

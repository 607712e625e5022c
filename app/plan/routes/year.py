"""The year view: the plan laid out in time."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from app.access import Permission
from app.plan.queries.choices import Choices, Filter, choices
from app.plan.queries.year import Selection, year_view
from app.plan.routes.blueprint import blueprint
from app.plan.rules import ActionStatus
from app.plan.timeline.drawing import Grouping
from app.plan.wording import STATUS_NAMES
from app.web.clock import today
from app.web.door import needs
from app.web.intake import countable, said_but
from app.web.page import page


@blueprint.get("/plan/jaar")
@needs(Permission.PLAN_READ)
def year() -> Response:
    """The actions and milestones of a year, or of all years of the plan, by quarter."""
    now = today()
    view = year_view(_selection(), now)
    answer = page(
        "plan/year.html",
        fragment="plan/_year.html",
        view=view,
        today=now,
        chosen=said_but("pagina"),
        offered=_offered(),
    )
    answer.headers["HX-Push-Url"] = _address()
    return answer


def _selection() -> Selection:
    args = request.args
    return Selection(
        year=args.get("jaar", type=countable),
        grouping=args.get("indeling", type=Grouping),
        status=args.get("status", type=ActionStatus),
        pillar=args.get(Filter.PILLAR, type=countable),
        owner=args.get(Filter.OWNER, type=UUID),
    )


def _address() -> str:
    """The address to share: without what was left open in the form."""
    values: dict[str, Any] = said_but("pagina")
    return url_for("plan.year", **values)


def _offered() -> Choices:
    return {
        "status": [(status.value, str(name)) for status, name in STATUS_NAMES.items()],
        **choices(Filter.PILLAR, Filter.OWNER),
    }

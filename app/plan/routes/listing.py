"""The list of actions: every filter lives in the address, so that a link to it can be shared."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, request, url_for

from app.access import Permission
from app.plan.queries.choices import Choices, Filter, choices
from app.plan.queries.listing import EVERY_PLAN, Selection, Sort, listing
from app.plan.routes.blueprint import blueprint
from app.plan.rules import ActionStatus, Light
from app.plan.wording import LIGHT_NAMES, STATUS_NAMES
from app.web.clock import today
from app.web.door import needs
from app.web.intake import countable, said_but
from app.web.page import page
from tenants import current_tenant

State = TypeVar("State", bound=StrEnum)
# A search text longer than this is no question but a document.
LONGEST_TEXT = 200
YES = "ja"


@blueprint.get("/plan/lijst", endpoint="listing")
@needs(Permission.PLAN_READ)
def show_list() -> Response:
    """One page of the list that the address asks for."""
    selection = selection_of_request()
    number = max(1, request.args.get("pagina", 1, type=countable))
    now, after_days = today(), current_tenant().stalled_after_days
    answer = page(
        "plan/list.html",
        fragment="plan/_list.html",
        listing=listing(selection, number, now, after_days),
        number=number,
        selection=selection,
        chosen=chosen(),
        offered=offered(),
        sort_url=sort_url(selection),
        page_url=lambda other: address(pagina=other if other > 1 else None),
        today=now,
        stalled_after_days=after_days,
    )
    # The address to share: without what was left open in the form.
    answer.headers["HX-Push-Url"] = address(pagina=number if number > 1 else None)
    return answer


def selection_of_request() -> Selection:
    """What the address says."""
    args = request.args
    sort = state(Sort, "sorteer") or Sort.PLAN
    return Selection(
        text=args.get("q", "").strip()[:LONGEST_TEXT],
        status=state(ActionStatus, "status"),
        light=state(Light, "licht"),
        pillar=args.get(Filter.PILLAR, type=countable),
        theme=args.get(Filter.THEME, type=UUID),
        goal=args.get(Filter.GOAL, type=UUID),
        owner=args.get(Filter.OWNER, type=UUID),
        neighbourhood=args.get(Filter.NEIGHBOURHOOD, type=UUID),
        target_group=args.get(Filter.TARGET_GROUP, type=UUID),
        plan=args.get(Filter.PLAN, type=UUID),
        every_plan=args.get(Filter.PLAN) == EVERY_PLAN,
        late=args.get("telaat") == YES,
        stalled=args.get("stil") == YES,
        sort=sort,
        descending=args.get("volgorde") == "aflopend",
    )


def state(kind: type[State], name: str) -> State | None:
    """The value of `name` in the address, where it is one of `kind`."""
    return request.args.get(name, type=kind)


def chosen() -> dict[str, str]:
    """What the address says and is filled in, without the page: what every link on this page builds on."""
    return said_but("pagina")


def address(**changes: Any) -> str:
    """The address of this list with these changes; None leaves something out."""
    values = {**chosen(), **changes}
    return url_for("plan.listing", **{name: value for name, value in values.items() if value is not None})


def sort_url(selection: Selection) -> Callable[[str], str]:
    """Gives the address that sorts by a column; by the same column again turns the order around."""

    def url(name: str) -> str:
        turned = selection.sort == name and not selection.descending
        return address(sorteer=name, volgorde="aflopend" if turned else None)

    return url


def offered() -> Choices:
    """What can be chosen in the filters, by their names in the address."""
    return {
        "status": [(status.value, str(name)) for status, name in STATUS_NAMES.items()],
        "licht": [(light.value, str(name)) for light, name in LIGHT_NAMES.items()],
        **choices(*Filter),
    }

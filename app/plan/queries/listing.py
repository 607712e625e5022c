"""The list: actions by any combination of filters, searched, sorted, fifty at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    Text,
    case,
    func,
    null,
    select,
    type_coerce,
)

from app.organisations.models import Organisation
from app.plan.models import Action, ActionNeighbourhood, ActionTargetGroup, ActionTheme, ProgressUpdate
from app.plan.queries.cards import (
    Card,
    card_of,
    cards,
    in_current_plan,
    is_late_on,
    is_stalled_on,
    serves_goal,
    serves_pillar,
)
from app.plan.queries.search import marked, meaning, safe
from app.plan.rules import ActionStatus, Light
from tenants import db

PAGE = 50
EVERY_PLAN = "alle"


class Sort(StrEnum):
    """What the list can be sorted by, as it is called in the address."""

    PLAN = "plan"
    TITLE = "titel"
    STATUS = "status"
    DEADLINE = "deadline"
    OWNER = "trekker"
    HEARD = "update"
    PROGRESS = "voortgang"


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything that the address says about the list; what means nothing in it is left out."""

    text: str = ""
    status: ActionStatus | None = None
    light: Light | None = None
    pillar: int | None = None
    theme: UUID | None = None
    goal: UUID | None = None
    owner: UUID | None = None
    neighbourhood: UUID | None = None
    target_group: UUID | None = None
    plan: UUID | None = None
    every_plan: bool = False
    late: bool = False
    stalled: bool = False
    sort: Sort = Sort.PLAN
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; with a search, where it was found."""

    card: Card
    title: Markup | None = None
    snippet: Markup | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, and how many lines there are on all pages."""

    lines: list[Line]
    count: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.count // PAGE))


def listing(selection: Selection, number: int, today: date, stalled_after_days: int) -> Listing:
    """Page `number` (from 1) of what the selection asks, in two statements."""
    conditions = list(_conditions(selection, today, stalled_after_days))
    count = db().scalar(select(func.count()).select_from(Action).where(*conditions)) or 0
    chosen = _chosen(conditions)
    statement = select(chosen)
    if selection.text:
        query = meaning(selection.text)
        statement = statement.add_columns(
            marked(chosen.c.title, query, whole=True).label("marked_title"),
            marked(chosen.c.description, query).label("snippet"),
        )
    page = statement.order_by(*_order(chosen.c, selection)).limit(PAGE).offset((number - 1) * PAGE)
    return Listing([_line(row, searched=bool(selection.text)) for row in db().execute(page)], count)


def whole_list(
    selection: Selection, today: date, stalled_after_days: int, *extra: SQLColumnExpression[Any]
) -> Select[Any]:
    """Everything that the selection asks, in the order of the list: the columns of a card, its description, and `extra`."""
    chosen = _chosen(list(_conditions(selection, today, stalled_after_days)), *extra)
    return select(chosen).order_by(*_order(chosen.c, selection))


def _chosen(conditions: Sequence[ColumnElement[bool]], *extra: SQLColumnExpression[Any]) -> Subquery:
    columns = (Action.position, Action.description, Organisation.sort_key.label("owner_key"))
    return cards().add_columns(*columns, *extra).where(*conditions).subquery()


def _line(row: Any, *, searched: bool) -> Line:
    if not searched:
        return Line(card_of(row))
    # Found in the title only: then the beginning of the description explains nothing.
    snippet = safe(row.snippet)
    return Line(card_of(row), safe(row.marked_title), snippet if "<mark>" in snippet else None)


def _order(column: Any, selection: Selection) -> Iterator[ColumnElement[Any]]:
    keys: dict[Sort, ColumnElement[Any]] = {
        Sort.PLAN: column.position,
        Sort.TITLE: _alphabetical(column.title),
        Sort.STATUS: case({status: place for place, status in enumerate(ActionStatus)}, value=column.status),
        # "2026" may mean its last day: it comes after every day of that year.
        Sort.DEADLINE: func.rpad(type_coerce(column.deadline, Text), 10, "~"),
        Sort.OWNER: column.owner_key,
        Sort.HEARD: column.last_heard,
        Sort.PROGRESS: _progress(column),
    }
    key = keys[selection.sort]
    yield (key.desc() if selection.descending else key.asc()).nulls_last()
    yield _alphabetical(column.title)
    yield column.id


def _alphabetical(column: ColumnElement[str]) -> ColumnElement[str]:
    """Without accents and capitals: the database's own order knows no Dutch."""
    return func.translate(
        func.lower(column), "áàâäãåçéèêëíìîïñóòôöõúùûüý", "aaaaaaceeeeiiiinooooouuuuy", type_=Text
    )


def _progress(column: Any) -> ColumnElement[Any]:
    """As rules.action_progress, to put lines in order; what is shown comes from the rule."""
    share = 100 * column.done / func.nullif(column.done + column.open, 0)
    return case(
        (column.status == ActionStatus.DONE, 100),
        (column.status == ActionStatus.STOPPED, null()),
        (column.status == ActionStatus.RUNNING, func.coalesce(share, column.percent, 0)),
        else_=0,
    )


def _conditions(selection: Selection, today: date, after_days: int) -> Iterator[ColumnElement[bool]]:
    if selection.plan is not None:
        yield Action.plan_id == selection.plan
    elif not selection.every_plan:
        yield in_current_plan()
    if selection.text:
        yield Action.search.op("@@")(meaning(selection.text))
    if selection.status is not None:
        yield Action.status == selection.status
    if selection.light is not None:
        yield _newest_light() == selection.light
    if selection.late:
        yield is_late_on(today)
    if selection.stalled:
        yield is_stalled_on(today, after_days)
    yield from _ties(selection)


def _ties(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.pillar is not None:
        yield serves_pillar(selection.pillar)
    if selection.goal is not None:
        yield serves_goal(selection.goal)
    if selection.owner is not None:
        yield Action.owner_id == selection.owner
    for between, column, wanted in (
        (ActionTheme, ActionTheme.theme_id, selection.theme),
        (ActionNeighbourhood, ActionNeighbourhood.neighbourhood_id, selection.neighbourhood),
        (ActionTargetGroup, ActionTargetGroup.target_group_id, selection.target_group),
    ):
        if wanted is not None:
            yield Action.id.in_(select(between.action_id).where(column == wanted))


def _newest_light() -> ColumnElement[Any]:
    newest = select(ProgressUpdate.light).where(ProgressUpdate.action_id == Action.id)
    return newest.order_by(ProgressUpdate.at.desc()).limit(1).scalar_subquery()

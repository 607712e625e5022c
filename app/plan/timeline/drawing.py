"""What stands on the drawing: actions with their milestones, in groups."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.periods import PartialDate
from app.plan.rules import ActionStatus
from app.plan.timeline.bar import Sharpness, Stretch, Term, Window


class Grouping(StrEnum):
    """What the rows can be arranged by, as it is called in the address."""

    GOAL = "doel"
    PILLAR = "pijler"
    OWNER = "trekker"


@dataclass(frozen=True, slots=True)
class Moment:
    """A milestone."""

    title: str
    due: PartialDate | None
    done_on: PartialDate | None

    @property
    def at(self) -> PartialDate | None:
        """When it was there, else when it should be."""
        return self.done_on or self.due

    def standing(self, today: date) -> str:
        """done, late or open."""
        if self.done_on is not None:
            return "done"
        return "late" if self.due is not None and self.due.has_passed(today) else "open"


@dataclass(frozen=True, slots=True)
class Dated:
    """An action with its term and its milestones, and of each grouping the groups in which it stands: of several pillars each."""

    id: UUID
    number: str
    title: str
    term: Term
    milestones: list[Moment]
    groups: dict[Grouping, list[tuple[Any, str]]]

    @property
    def is_dated(self) -> bool:
        """Whether it can be drawn at all."""
        return self.term.is_dated or any(moment.at for moment in self.milestones)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of the drawing: the bar, and where each milestone and the deadline stand."""

    action: Dated
    stretches: list[tuple[Stretch, float, float]]
    marks: list[tuple[Moment, float]]
    deadline: float | None


def best_grouping(actions: list[Dated]) -> Grouping:
    """The one that leaves the fewest actions on their own; goals first."""
    return min(
        (Grouping.GOAL, Grouping.PILLAR), key=lambda kind: sum(not action.groups[kind] for action in actions)
    )


def draw(action: Dated, window: Window, today: date) -> Drawn | None:
    """Its row; None where nothing of it lies in these years."""
    stretches = [
        (stretch, *window.extent(stretch.first, stretch.last))
        for stretch in action.term.stretches(window, today)
        if stretch.overlaps(window.days)
    ]
    marks = list(_marks(action.milestones, window))
    deadline = action.term.deadline
    place = window.place(deadline.last_day) if deadline and window.holds(deadline) else None
    # A line of which nothing is known but that it has no end yet says nothing about these years by itself.
    says = (
        marks
        or place is not None
        or any(stretch.sharpness is not Sharpness.OPEN for stretch, _, _ in stretches)
    )
    return Drawn(action, stretches, marks, place) if says or _is_going_on(action, today, stretches) else None


def _is_going_on(action: Dated, today: date, stretches: list[tuple[Stretch, float, float]]) -> bool:
    """Whether an open line is worth drawing: it has begun and is not over."""
    term = action.term
    begun = term.starts is not None or term.status is ActionStatus.RUNNING
    over = term.status in {ActionStatus.DONE, ActionStatus.STOPPED}
    return bool(stretches) and begun and not over and stretches[-1][0].last >= today


def _marks(moments: list[Moment], window: Window) -> Iterator[tuple[Moment, float]]:
    """Milestones of which only the same month or year is known stand beside each other in it, in their own order."""
    together: defaultdict[PartialDate, list[Moment]] = defaultdict(list)
    for moment in moments:
        if moment.at is not None and window.holds(moment.at):
            together[moment.at].append(moment)
    for at, group in together.items():
        begin, width = window.extent(at.first_day, at.last_day)
        for number, moment in enumerate(group, 1):
            yield moment, round(begin + width * number / (len(group) + 1), 2)


def grouped(drawn: list[Drawn], grouping: Grouping) -> list[tuple[str | None, list[Drawn]]]:
    """The rows by group, in the order of the groups; a row stands in each of its own, those without one come last."""
    groups: dict[tuple[Any, str] | None, list[Drawn]] = {}
    for row in drawn:
        keys: list[tuple[Any, str] | None] = [*row.action.groups[grouping]]
        for key in keys or [None]:
            groups.setdefault(key, []).append(row)
    last = groups.pop(None, None)
    named: list[tuple[str | None, list[Drawn]]] = [
        (key[1], groups[key])
        for key in (groups if grouping is Grouping.GOAL else sorted(groups, key=_first))
        if key
    ]
    return [*named, (None, last)] if last else named


def _first(key: tuple[Any, str] | None) -> Any:
    return key[0] if key else ""

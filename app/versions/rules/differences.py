"""What a difference is, and the ways in which any two things can differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.versions.rules.content import Content

Thing = Mapping[str, Any]


class Group(StrEnum):
    """Where a change is told, in this order."""

    ACTIONS = "actions"
    PARTNERS = "partners"
    GOALS = "goals"
    TEXT = "text"
    PLAN = "plan"


class Kind(StrEnum):
    """What sort of change it is, the most important first."""

    NEW = "new"
    GONE = "gone"
    STOPPED = "stopped"
    TIME = "time"
    OWNER = "owner"
    STATUS = "status"
    MILESTONE = "milestone"
    TITLE = "title"
    PLACE = "place"
    TIES = "ties"
    PROGRESS = "progress"
    FACT = "fact"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `about` says of which part (a milestone, a passage); `note` why, where somebody said so."""

    kind: Kind
    field: str
    before: Any = None
    after: Any = None
    about: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs about one thing; `there` tells whether it still is in the second content."""

    group: Group
    noun: str
    id: str
    label: str
    there: bool
    differences: tuple[Difference, ...]

    @property
    def kinds(self) -> frozenset[Kind]:
        """The sorts of change in it."""
        return frozenset(difference.kind for difference in self.differences)


def label_of(noun: str, thing: Thing) -> str:
    """How a thing is called in a comparison."""
    between = {"action": ") ", "goal": ". ", "pillar": ". "}.get(noun, " ")
    return f"{thing['number']}{between}{thing['title']}" if thing.get("number") else str(thing["title"])


def by_id(things: Sequence[Thing]) -> dict[str, Thing]:
    """The things under their ids, in their own order."""
    return {thing["id"]: thing for thing in things}


def fields(names: Mapping[str, Kind], before: Thing, after: Thing) -> Iterator[Difference]:
    """The named fields that differ, each as its sort of change."""
    for name, kind in names.items():
        if before[name] != after[name]:
            yield Difference(kind, name, before[name], after[name])


def tied(name: str, before: Thing, after: Thing) -> Iterator[Difference]:
    """Names that no longer stand in a list, and names that now do."""
    gone = [each for each in before[name] if each not in after[name]]
    new = [each for each in after[name] if each not in before[name]]
    if gone or new:
        yield Difference(Kind.TIES, name, gone, new)


def under(name: str, before: Thing, after: Thing, old: Content, new: Content) -> Iterator[Difference]:
    """That a thing stands under another goal: `before` in the content `old`, `after` in `new`."""
    if before[name] != after[name]:
        yield Difference(Kind.PLACE, name, _goal_called(before[name], old), _goal_called(after[name], new))


def _goal_called(key: str | None, content: Content) -> str | None:
    return next((label_of("goal", goal) for goal in content["goals"] if goal["id"] == key), None)


def moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest that must have been moved to get from one order to the other; the same ones on the way back."""
    first, second = sorted(
        ([key for key in before if key in set(after)], [key for key in after if key in set(before)])
    )
    place = {key: at for at, key in enumerate(first)}
    kept = in_order([place[key] for key in second])
    return {key for key in first if place[key] not in kept}


def in_order(numbers: Sequence[int]) -> set[int]:
    """The largest set of `numbers` (all different) that already stand in rising order: what is not in it was moved."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = next((at for at, tail in enumerate(tails) if tail > number), len(tails))
        before[number] = tails[place - 1] if place else None
        tails[place:] = [number, *tails[place + 1 :]]
    kept: set[int] = set()
    number_or_none = tails[-1] if tails else None
    while number_or_none is not None:
        kept.add(number_or_none)
        number_or_none = before[number_or_none]
    return kept

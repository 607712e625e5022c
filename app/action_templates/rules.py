"""From weeks to dates and back. Values in, values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.refusals import Refusal

LONGEST_WEEKS = 520
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: what is there, after how many weeks (None: nobody knows), and how heavily it weighs."""

    title: str
    week: int | None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Outline:
    """What an action can begin with."""

    name: str
    description: str
    weeks: int
    steps: tuple[Step, ...]

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Outline":
        """As it stands in shipped.toml."""
        steps = tuple(Step(step["title"], step["week"]) for step in written["milestone"])
        return cls(written["name"], written["description"], written["weeks"], steps)

    def ends(self, starts: date, weeks: int) -> date:
        """The day on which it ends, so many weeks after it starts."""
        return starts + timedelta(weeks=weeks)

    def dates(self, starts: date, weeks: int) -> list[date | None]:
        """When each step is there: in a longer or shorter action further apart or closer together, by whole weeks."""
        return [
            None if step.week is None else starts + timedelta(weeks=_stretched(step.week, self.weeks, weeks))
            for step in self.steps
        ]


def _stretched(week: int, of: int, to: int) -> int:
    """Half a week or more is a week."""
    return (2 * week * to + of) // (2 * of)


def shifted(
    typed: Sequence[date | None], before: Sequence[date | None], after: Sequence[date | None]
) -> list[date | None]:
    """The dates after another start or length: those that were computed move along, those that somebody chose stay."""
    return [new if one == old else one for one, old, new in zip(typed, before, after, strict=False)] + list(
        typed[len(before) :]
    )


def weeks_until(starts: date, moment: date) -> int:
    """How many weeks lie between two days: half a week or more is a week."""
    return ((moment - starts).days * 2 + 7) // 14


def steps_from(starts: date, moments: Iterable[tuple[str, date | None, int]]) -> list[Step]:
    """Milestones (title, date, weight) as steps from a day. Raises Refusal for one that lies before it."""
    steps = []
    for title, moment, weight in moments:
        if moment is not None and moment < starts:
            raise Refusal(
                "De mijlpaal “%(title)s” ligt vóór deze dag. Kies een eerdere dag.",
                about="starts",
                title=title,
            )
        steps.append(Step(title, None if moment is None else weeks_until(starts, moment), weight))
    return steps


def length_of(starts: date, end: date | None, steps: Iterable[Step]) -> int:
    """How many weeks it takes: until its end, or else until its last step; at least one."""
    weeks = [step.week for step in steps if step.week is not None]
    if end is not None and end > starts:
        weeks.append(weeks_until(starts, end))
    return min(max([1, *weeks]), LONGEST_WEEKS)


def guard_outline(name: str, weeks: int) -> None:
    """Refuse a template without a name, or of a length that no plan has."""
    if not name.strip():
        raise Refusal("Geef het sjabloon een naam.", about="name")
    if not 1 <= weeks <= LONGEST_WEEKS:
        raise Refusal("Vul een aantal weken in van 1 tot en met 520.", about="weeks")

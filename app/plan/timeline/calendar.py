"""What happens in these years, in words: by quarter, and by year where no quarter is known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.periods import PartialDate, quarters
from app.plan.timeline.bar import Sharpness, Window
from app.plan.timeline.drawing import Dated, Moment

Places = dict[tuple[int, int | None], "Part"]


@dataclass(slots=True)
class Part:
    """What happens in a quarter, or in a year of which no quarter is known; of empty quarters in a row `until` is the last."""

    year: int
    quarter: int | None
    begins: list[Dated] = field(default_factory=list)
    runs: list[tuple[Dated, bool]] = field(default_factory=list)
    ends: list[Dated] = field(default_factory=list)
    deadlines: list[Dated] = field(default_factory=list)
    milestones: list[tuple[Dated, Moment]] = field(default_factory=list)
    until: "Part | None" = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of it."""
        return not (self.begins or self.runs or self.ends or self.deadlines or self.milestones)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The parts of these years in order, and the actions of which nothing is known that falls in one of them."""

    parts: list[Part]
    loose: list[Dated]


def calendar(actions: list[Dated], window: Window, today: date) -> Calendar:
    """What begins, goes on, ends and is reached, by quarter; what is known to the year only stands with the year."""
    parts = {(year, number): Part(year, number) for year in window.years for number in (None, 1, 2, 3, 4)}
    loose = [action for action in actions if not _place(action, parts, window, today)]
    return Calendar(_together(part for part in parts.values() if part.quarter or not part.is_empty), loose)


def _together(parts: Iterable[Part]) -> list[Part]:
    """Quarters in a row in which nothing happens, as one: who listens need not hear each of them."""
    found: list[Part] = []
    for part in parts:
        if found and part.is_empty and found[-1].is_empty:
            found[-1].until = part
        else:
            found.append(part)
    return found


def _place(action: Dated, parts: Places, window: Window, today: date) -> bool:
    """Put an action where it belongs; returns whether there was such a place."""
    term = action.term
    mentioned = False
    for moment, kind in ((term.starts, "begins"), (term.ends, "ends"), (term.deadline, "deadlines")):
        if moment is not None and (part := parts.get(_key(moment))):
            getattr(part, kind).append(action)
            mentioned = True
    for milestone in action.milestones:
        if milestone.at is not None and (part := parts.get(_key(milestone.at))):
            part.milestones.append((action, milestone))
            mentioned = True
    return _let_run(action, parts, window, today, mentioned=mentioned)


def _let_run(action: Dated, parts: Places, window: Window, today: date, *, mentioned: bool) -> bool:
    """Name it in every quarter through which it certainly goes on; the first time as a link, where it was not named yet."""
    sure = [one for one in action.term.stretches(window, today) if one.sharpness is Sharpness.SURE]
    for quarter in quarters(window.years):
        part = parts[quarter.year, quarter.number]
        told = action in part.begins or action in part.ends
        if not told and any(one.overlaps((quarter.first_day, quarter.last_day)) for one in sure):
            part.runs.append((action, not mentioned))
            mentioned = True
    return mentioned


def _key(moment: PartialDate) -> tuple[int, int | None]:
    return moment.year, (moment.month + 2) // 3 or None

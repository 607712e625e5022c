"""The bar of an action on a drawing of some years, no sharper than it is known."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.periods import PartialDate
from app.plan.rules import ActionStatus

Days = tuple[date, date]


class Sharpness(StrEnum):
    """How much is known of a stretch of time."""

    SURE = "sure"
    VAGUE = "vague"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a bar: `sure` where it certainly goes on, `vague` where it begins or ends somewhere, `open` where nobody said."""

    sharpness: Sharpness
    first: date
    last: date

    def overlaps(self, days: Days) -> bool:
        """Whether any of it lies within these days."""
        return self.first <= days[1] and self.last >= days[0]


@dataclass(frozen=True, slots=True)
class Window:
    """The years of a drawing; places on it are percentages of its width."""

    years: range

    @property
    def days(self) -> Days:
        """Its first and its last day."""
        return date(self.years[0], 1, 1), date(self.years[-1], 12, 31)

    def place(self, day: date) -> float:
        """Where a day begins; a day outside lies on the edge."""
        first, last = self.days
        inside = min(max(day, first), last + timedelta(days=1))
        return round(100 * (inside - first).days / ((last - first).days + 1), 2)

    def extent(self, first: date, last: date) -> tuple[float, float]:
        """Where something from `first` to `last` begins, and how wide it is."""
        begin = self.place(first)
        return begin, round(self.place(last + timedelta(days=1)) - begin, 2)

    def holds(self, moment: PartialDate) -> bool:
        """Whether a date can lie in it."""
        return moment.first_day <= self.days[1] and moment.last_day >= self.days[0]


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when something goes on, as far as it is known, and where it stands."""

    starts: PartialDate | None
    ends: PartialDate | None
    deadline: PartialDate | None
    status: ActionStatus

    @property
    def is_dated(self) -> bool:
        """Whether any of it is known."""
        return any((self.starts, self.ends, self.deadline))

    def stretches(self, window: Window, today: date) -> list[Stretch]:
        """The bar in the order of time: nothing in it claims more than the plan says."""
        if self.starts is not None and self.ends is not None:
            return _between(self.starts, self.ends)
        if self.starts is not None:
            return self._from(self.starts, window, today)
        until = self.ends or self.deadline
        return [] if until is None else [*_open(window.days[0], _before(until)), _vague(until)]

    def _from(self, starts: PartialDate, window: Window, today: date) -> list[Stretch]:
        """It began, or will; it has no end. What runs has certainly gone on until today; what ended did so before today."""
        found = _point(starts)
        after = starts.last_day + timedelta(days=1)
        if self.status is ActionStatus.RUNNING and after <= today:
            found.append(Stretch(Sharpness.SURE, after, today))
            after = today + timedelta(days=1)
        finished = self.status in {ActionStatus.DONE, ActionStatus.STOPPED}
        until = self.deadline.last_day if self.deadline else today if finished else window.days[1]
        return found + _open(after, until)


def _between(starts: PartialDate, ends: PartialDate) -> list[Stretch]:
    after, before = starts.last_day + timedelta(days=1), _before(ends)
    if starts.last_day >= ends.first_day:
        exact = starts.precision == ends.precision == "day"
        sharpness = Sharpness.SURE if exact else Sharpness.VAGUE
        return [Stretch(sharpness, starts.first_day, ends.last_day)]
    middle = [Stretch(Sharpness.SURE, after, before)] if after <= before else []
    return _joined([*_point(starts), *middle, *_point(ends)])


def _point(moment: PartialDate) -> list[Stretch]:
    """One day is sure; a month or a year is somewhere in it."""
    if moment.precision == "day":
        return [Stretch(Sharpness.SURE, moment.first_day, moment.last_day)]
    return [_vague(moment)]


def _vague(moment: PartialDate) -> Stretch:
    return Stretch(Sharpness.VAGUE, moment.first_day, moment.last_day)


def _open(first: date, last: date) -> list[Stretch]:
    return [Stretch(Sharpness.OPEN, first, last)] if first <= last else []


def _before(moment: PartialDate) -> date:
    return moment.first_day - timedelta(days=1)


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Neighbours that are equally sharp, as one."""
    found: list[Stretch] = []
    for stretch in stretches:
        if found and found[-1].sharpness is stretch.sharpness is Sharpness.SURE:
            found[-1] = Stretch(stretch.sharpness, found[-1].first, stretch.last)
        else:
            found.append(stretch)
    return found

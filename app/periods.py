"""Dates as plans know them: to the day, the month or the year. Values in, values out; the standard library only."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

Precision = Literal["day", "month", "year"]
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month ("March 2020") or the year. Absent parts are 0, so that earlier sorts first."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            message = "A day needs its month."
            raise ValueError(message)
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read "2020", "2020-03" or "2020-03-31". Raises ValueError for anything else."""
        match = _WRITTEN.fullmatch(written.strip())
        if match is None:
            message = f"Not a date: {written!r}"
            raise ValueError(message)
        return cls(*(int(part or 0) for part in match.groups()))

    @classmethod
    def of(cls, day: date) -> Self:
        """The partial date that is known to the day."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self) -> date:
        """The earliest day that this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that this can mean: a deadline "2026" has passed only after 31 December."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def has_passed(self, today: date) -> bool:
        """Whether even the latest day that this can mean lies before `today`."""
        return self.last_day < today

    def isoformat(self) -> str:
        """As it is written in files and in the database: "2020", "2020-03" or "2020-03-31"."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __str__(self) -> str:
        return self.isoformat()


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year: January to March is the first."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        month = 3 * self.number
        return date(self.year, month, calendar.monthrange(self.year, month)[1])


def quarters(years: Iterable[int]) -> list[Quarter]:
    """The quarters of these years, in order."""
    return [Quarter(year, number) for year in years for number in range(1, 5)]

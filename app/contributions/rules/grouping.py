"""How lines are chosen and put together: by year, sector, circle, partner or period."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.contributions.rules.ledger import Column, Line, Total, totals
from app.contributions.rules.words import ContributionKind


class Grouping(StrEnum):
    """By what totals are made, as the address calls it."""

    YEAR = "jaar"
    SECTOR = "sector"
    CIRCLE = "kring"
    PARTNER = "partner"
    PERIOD = "periode"


KEYS: dict[Grouping, Callable[[Line], str]] = {
    Grouping.YEAR: lambda line: str(line.entry.day.year),
    Grouping.SECTOR: lambda line: line.entry.sector,
    Grouping.CIRCLE: lambda line: line.entry.circle,
    Grouping.PARTNER: lambda line: str(line.entry.partner_id),
    Grouping.PERIOD: lambda line: str(line.entry.period_id),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which lines; an empty value takes all. `column`: only the lines that the figure of that name is made of."""

    period: UUID | None = None
    partner: UUID | None = None
    sector: str = ""
    circle: str = ""
    year: int | None = None
    kind: ContributionKind | None = None
    column: Column | None = None

    def holds(self, line: Line) -> bool:
        """Whether `line` is among them."""
        entry = line.entry
        return (
            self.period in (None, entry.period_id)
            and self.partner in (None, entry.partner_id)
            and self.sector in ("", entry.sector)
            and self.circle in ("", entry.circle)
            and self.year in (None, entry.day.year)
            and self.kind in (None, entry.kind)
            and (self.column is None or self.column.of(line.figures) != 0)
        )

    def of(self, lines: Iterable[Line]) -> list[Line]:
        """Those lines, in the order given."""
        return [line for line in lines if self.holds(line)]


@dataclass(frozen=True, slots=True)
class Group:
    """The lines that have `key` in common, and what they come to."""

    key: str
    lines: list[Line]
    totals: dict[ContributionKind, Total]


def grouped(lines: Iterable[Line], by: Grouping) -> list[Group]:
    """The lines by what they have in common, in the order of their keys."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(KEYS[by](line), []).append(line)
    return [Group(key, found[key], totals(found[key])) for key in sorted(found)]

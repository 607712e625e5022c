"""Who is missing: where a coalition has nobody, and of whom it hears nothing. Values in, values out."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.bodies.queries import Vacancy
from app.organisations.rules import Sector
from app.partners.rules import Belonging
from app.web.clock import AMSTERDAM

MONTHS, CHOICES = 6, (3, 6, 9, 12)
# Who could say yes soonest: the plan names it, or it was asked already.
NEAR = frozenset({Belonging.MENTIONED, Belonging.INVITED, Belonging.APPLIED, Belonging.PAUSED})
TAKING_PART = frozenset({Belonging.CORE, Belonging.WIDER})
# Nobody misses an organisation of which one only knows that it is something else.
SOUGHT = tuple(sector for sector in Sector if sector is not Sector.OTHER)


class Gap(StrEnum):
    """In which way somebody can be missing; also the anchors of the page."""

    SECTOR = "sectoren"
    NEIGHBOURHOOD = "wijken"
    IDLE = "zonder-actie"
    SILENT = "stil"
    SEAT = "zetels"
    ALONE = "een-partner"


@dataclass(frozen=True, slots=True)
class Known:
    """A partner, as far as this page needs: `asks` is an action of which it can be asked how it goes."""

    id: UUID
    name: str
    sector: Sector
    belonging: Belonging
    places: frozenset[UUID]
    actions: int
    asks: UUID | None
    heard: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """A neighbourhood, and in how many actions of the current plan something happens there."""

    id: UUID
    name: str
    actions: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A pillar (`number`) or theme (`id`), and who has a part in its actions: one partner, or nobody."""

    id: UUID
    number: int | None
    title: str
    partner: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A sector in the grid: how many partners of it in each neighbourhood, how many without one, how many in all; and who is near."""

    sector: Sector
    here: Sequence[int]
    nowhere: int
    total: int
    near: Sequence[Known]


@dataclass(frozen=True, slots=True)
class Missing:
    """All that is missing, on one day."""

    places: Sequence[Place]
    grid: Sequence[Row]
    in_place: Mapping[UUID, int]
    idle: Sequence[Known]
    silent: Sequence[Known]
    seats: Sequence[Vacancy]
    alone: Sequence[Carried]
    months: int
    partners: int

    @property
    def sectors(self) -> list[Row]:
        """The sectors of which nobody takes part."""
        return [row for row in self.grid if not row.total]

    @property
    def neighbourhoods(self) -> list[Place]:
        """The neighbourhoods that no partner serves, those in which something happens first."""
        empty = [place for place in self.places if not self.in_place[place.id]]
        return sorted(empty, key=lambda place: -place.actions)


def missing(
    known: Sequence[Known],
    places: Sequence[Place],
    seats: Sequence[Vacancy],
    carried: Sequence[Carried],
    *,
    since: date,
    months: int,
) -> Missing:
    """What is missing; `since` is the day before which hearing of a partner is too long ago, `months` in words."""
    taking_part = [each for each in known if each.belonging in TAKING_PART]
    return Missing(
        places=places,
        grid=[_row(sector, known, places) for sector in SOUGHT],
        in_place={place.id: sum(place.id in each.places for each in taking_part) for place in places},
        idle=[each for each in taking_part if not each.actions],
        silent=sorted(
            (each for each in taking_part if _is_silent(each, since)),
            key=lambda each: (each.heard is not None, each.heard or datetime.min.replace(tzinfo=AMSTERDAM)),
        ),
        seats=seats,
        alone=carried,
        months=months,
        partners=len(taking_part),
    )


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _row(sector: Sector, known: Iterable[Known], places: Sequence[Place]) -> Row:
    of_sector = [each for each in known if each.sector is sector]
    taking_part = [each for each in of_sector if each.belonging in TAKING_PART]
    return Row(
        sector=sector,
        here=[sum(place.id in each.places for each in taking_part) for place in places],
        nowhere=sum(not each.places for each in taking_part),
        total=len(taking_part),
        near=[each for each in of_sector if each.belonging in NEAR],
    )


def _is_silent(partner: Known, since: date) -> bool:
    return partner.heard is None or partner.heard.astimezone(AMSTERDAM).date() < since

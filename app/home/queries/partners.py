"""Partners with what they do in the plan."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.orm import aliased

from app.organisations.models import Organisation
from app.organisations.rules import Sector
from app.partners.models import Partner, PartnerNeighbourhood
from app.partners.rules import Belonging, PartnerState, belonging
from app.partners.rules import Circle as CircleName
from app.plan.models import Action, ActionContributor, Neighbourhood
from app.plan.queries.cards import Card, card_of, cards
from tenants import db
from tenants.provision import sort_key

PAGE_LENGTH = 60
# Shown only when asked for: who takes part no more, or never did.
_PAST = frozenset({Belonging.ENDED, Belonging.DECLINED, Belonging.REFUSED})


@dataclass(frozen=True, slots=True)
class Line:
    """A partner in the list: who, how and since when it belongs, through whom, where it works and in how many actions it has a part."""

    id: UUID
    label: str
    logo: str
    sort_key: str
    sector: Sector
    belonging: Belonging
    since: datetime | None
    umbrella_id: UUID | None
    umbrella: str | None
    places: Mapping[str, str]
    actions: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Which partners to show; an empty value shows all, but those of before only when asked for."""

    words: str = ""
    sector: Sector | None = None
    belonging: Belonging | None = None
    neighbourhood: UUID | None = None
    umbrella: UUID | None = None

    def holds(self, line: Line) -> bool:
        """Whether the partner is to be shown."""
        return self._is_of_circle(line) and self.holds_but_circle(line)

    def holds_but_circle(self, line: Line) -> bool:
        """The same, in whatever circle or state: so is counted how many there would be in each."""
        return (
            sort_key(self.words) in line.sort_key
            and self.sector in (None, line.sector)
            and (self.neighbourhood is None or str(self.neighbourhood) in line.places)
            and self.umbrella in (None, line.umbrella_id, line.id)
        )

    def _is_of_circle(self, line: Line) -> bool:
        return line.belonging not in _PAST if self.belonging is None else line.belonging is self.belonging


@dataclass(frozen=True, slots=True)
class Circle:
    """The partners of a page that belong to the coalition in one way, and how many there are on all pages."""

    belonging: Belonging
    partners: Sequence[Line]
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list: by circle, with how many there are of each, and what can be chosen."""

    circles: Sequence[Circle]
    counts: Mapping[Belonging, int]
    total: int
    pages: int
    places: Sequence[tuple[str, str]]
    umbrellas: Sequence[tuple[str, str]]

    @property
    def now(self) -> int:
        """How many there are without a choice of circle or state: all but those of before."""
        return sum(count for way, count in self.counts.items() if way not in _PAST)


def listing(selection: Selection, number: int = 1) -> Listing:
    """Page `number` (from 1) of the partners of the selection, the core first; one statement."""
    every = lines()
    counted = Counter(line.belonging for line in every if selection.holds_but_circle(line))
    chosen = [line for line in every if selection.holds(line)]
    shown = chosen[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    groups = [
        Circle(way, [line for line in shown if line.belonging is way], counted[way]) for way in Belonging
    ]
    places = {place: name for line in every for place, name in line.places.items()}
    umbrellas = {str(line.umbrella_id): line.umbrella or "" for line in every if line.umbrella_id}
    return Listing(
        circles=[group for group in groups if group.partners],
        counts={way: counted[way] for way in Belonging if counted[way]},
        total=len(chosen),
        pages=max(1, -(-len(chosen) // PAGE_LENGTH)),
        places=sorted(places.items(), key=lambda place: sort_key(place[1])),
        umbrellas=sorted(umbrellas.items(), key=lambda umbrella: sort_key(umbrella[1])),
    )


def lines() -> list[Line]:
    """Every partner, also those of before, the core first and then by name; one statement."""
    found = [
        Line(
            id=row.id,
            label=row.name,
            logo=row.logo,
            sort_key=row.sort_key,
            sector=Sector(row.sector),
            belonging=belonging(PartnerState(row.state), CircleName(row.circle)),
            since=row.state_since,
            umbrella_id=row.umbrella_id,
            umbrella=row.umbrella,
            places=row.places or {},
            actions=row.actions or 0,
        )
        for row in db().execute(_every())
    ]
    order = {way: place for place, way in enumerate(Belonging)}
    return sorted(found, key=lambda line: (order[line.belonging], line.sort_key))


@cache
def _every() -> Select[Any]:
    above, its_name = aliased(Partner), aliased(Organisation)
    parts = union(
        select(Action.owner_id.label("partner_id"), Action.id.label("action_id")).where(
            Action.owner_id.is_not(None)
        ),
        select(ActionContributor.partner_id, ActionContributor.action_id),
    ).subquery()
    actions = (
        select(parts.c.partner_id, func.count().label("actions")).group_by(parts.c.partner_id).subquery()
    )
    served = (
        select(
            PartnerNeighbourhood.partner_id,
            func.jsonb_object_agg(Neighbourhood.id, Neighbourhood.name).label("places"),
        )
        .join(Neighbourhood, Neighbourhood.id == PartnerNeighbourhood.neighbourhood_id)
        .group_by(PartnerNeighbourhood.partner_id)
        .subquery()
    )
    return (
        select(
            *(Partner.id, Partner.circle, Partner.state, Partner.state_since, Partner.umbrella_id),
            *(Organisation.name, Organisation.logo, Organisation.sort_key, Organisation.sector),
            *(its_name.name.label("umbrella"), actions.c.actions, served.c.places),
        )
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .outerjoin(above, above.id == Partner.umbrella_id)
        .outerjoin(its_name, its_name.id == above.organisation_id)
        .outerjoin(actions, actions.c.partner_id == Partner.id)
        .outerjoin(served, served.c.partner_id == Partner.id)
    )


@dataclass(frozen=True, slots=True)
class Work:
    """What a partner does: the actions that it owns, and those that it helps with."""

    owns: list[Card]
    helps: list[Card]


def work_of(partner_id: UUID) -> Work:
    """The actions of a partner, in the order of the plan; one statement."""
    rows = db().execute(
        cards()
        .add_columns(Action.owner_id)
        .where(or_(Action.owner_id == partner_id, _helps(partner_id)))
        .order_by(Action.position, Action.number, Action.title)
    )
    owns: list[Card] = []
    helps: list[Card] = []
    for row in rows:
        (owns if row.owner_id == partner_id else helps).append(card_of(row))
    return Work(owns, helps)


def _helps(partner_id: UUID) -> ColumnElement[bool]:
    helped = select(ActionContributor.action_id).where(ActionContributor.partner_id == partner_id)
    return Action.id.in_(helped)

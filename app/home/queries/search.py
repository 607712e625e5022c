"""Searching in everything of the coalition that somebody may see: one statement, the best first, with how many of each kind."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from app.access import Permission
from app.accounts.models import Membership, Person
from app.action_templates.models import ActionTemplate
from app.bodies.models import Body
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.plan.queries.search import (
    MEANING,
    Kind,
    Marker,
    asked,
    found_in,
    in_the_plan,
    marked,
    read,
    words_of,
)
from app.versions.models import PlanVersion
from tenants import db
from tenants.provision import sort_key

# What one must be allowed to see what is found; everything else is the plan's.
ASKS: Mapping[Kind, Permission] = {
    Kind.TEMPLATE: Permission.PLAN_EDIT,
    Kind.PARTNER: Permission.PARTNER_READ,
    Kind.BODY: Permission.PARTNER_READ,
    Kind.PERSON: Permission.PEOPLE_READ,
}
# So many of each kind beside each other; of one kind alone; of each kind that was not asked for.
OF_EACH, OF_ONE, OF_OTHERS = 4, 60, 1
# A text of so few characters is shown whole: cutting it would take its first and last words for nothing.
_SHORT = 160


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found."""

    kind: Kind
    id: UUID
    at: UUID | None
    number: int | None
    detail: str
    title: Markup
    snippet: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: the best of it, and how many there are."""

    kind: Kind
    count: int
    found: list[Found]


def search(
    text: str, may: Callable[[Permission], bool], *, only: Kind | None = None, of_each: int = OF_EACH
) -> list[Group]:
    """What answers `text`, by kind, the kind with the best answer first; of `only` many more, of the others how many."""
    typed = read(text)
    if typed.is_empty:
        return []
    kinds = frozenset(kind for kind in Kind if may(ASKS.get(kind, Permission.PLAN_READ)))
    values = {
        **asked(text),
        "within": _like(sort_key(text)),
        "only": only or "",
        "of_only": OF_ONE,
        "of_each": of_each if only is None else OF_OTHERS,
    }
    marker = Marker(typed)
    groups: dict[Kind, Group] = {}
    for row in db().execute(_statement(kinds), values):
        group = groups.setdefault(Kind(row.kind), Group(Kind(row.kind), row.of_kind, []))
        group.found.append(_found(row, marker))
    return list(groups.values())


def _like(text: str) -> str:
    """The pattern of a text that contains this one, whatever signs are in it."""
    return f"%{text.replace('/', '//').replace('%', '/%').replace('_', '/_')}%"


def _places(kinds: Collection[Kind]) -> Iterator[Select[Any]]:
    query = MEANING
    yield from in_the_plan(query)
    words = words_of(PlanVersion.name, PlanVersion.note)
    yield found_in(
        Kind.VERSION, PlanVersion, query, title=PlanVersion.name, body=PlanVersion.note, words=words
    )
    name, description = ActionTemplate.name, ActionTemplate.description
    if Kind.TEMPLATE in kinds:
        words = words_of(name, description)
        yield found_in(Kind.TEMPLATE, ActionTemplate, query, title=name, body=description, words=words)
    if Kind.PARTNER in kinds:
        yield from _partners(query)
    if Kind.PERSON in kinds:
        # The roles that one sees here are those of this coalition, and one's own elsewhere: nobody but those who work here.
        here = select(Membership.person_id).where(Membership.ended_at.is_(None))
        named = words_of(Person.name)
        yield found_in(
            Kind.PERSON, Person, query, title=Person.name, body=literal(""), words=named
        ).where(Person.id.in_(here))  # fmt: skip


def _partners(query: ColumnElement[Any]) -> Iterator[Select[Any]]:
    """By name, also by a part of a word in it: people know the middle of "Bakkerij De Korenaar"."""
    part = bindparam("within", type_=Text)
    name, sector = Organisation.name, Organisation.sector
    within = Organisation.sort_key.like(part, escape="/")
    yield found_in(
        Kind.PARTNER, Partner, query, title=name, body=literal(""), words=words_of(name), detail=sector, also=within
    ).join(Partner.organisation)  # fmt: skip
    within = func.lower(Body.name).like(part, escape="/")
    words = words_of(Body.name, Body.description)
    yield found_in(
        Kind.BODY, Body, query, title=Body.name, body=Body.description, words=words, detail=Body.kind, also=within
    )  # fmt: skip


@cache
def _statement(kinds: frozenset[Kind]) -> Select[Any]:
    """Composed once for who may see these kinds: the words that were typed are its values."""
    everything = union_all(*_places(kinds)).subquery()
    best = (everything.c.rank.desc(), everything.c.title, everything.c.id)
    kind = everything.c.kind
    ranked = select(
        everything,
        func.count().over(partition_by=kind).label("of_kind"),
        func.max(everything.c.rank).over(partition_by=kind).label("best"),
        func.row_number().over(partition_by=kind, order_by=best).label("place"),
    ).subquery()
    of_only, of_each = (bindparam(name, type_=Integer) for name in ("of_only", "of_each"))
    most = case((ranked.c.kind == bindparam("only", type_=Text), of_only), else_=of_each)
    chosen = select(ranked).where(ranked.c.place <= most).subquery()
    around = case(
        (func.length(chosen.c.body) < _SHORT, marked(chosen.c.body, MEANING, whole=True)),
        else_=marked(chosen.c.body, MEANING),
    )
    return select(
        *(chosen.c.kind, chosen.c.id, chosen.c.at, chosen.c.number, chosen.c.detail, chosen.c.body),
        *(chosen.c.of_kind, marked(chosen.c.title, MEANING, whole=True).label("title")),
        around.label("snippet"),
    ).order_by(chosen.c.best.desc(), chosen.c.kind, chosen.c.place)


def _found(row: Row[Any], marker: Marker) -> Found:
    snippet = marker.snippet(row.snippet, row.body)
    return Found(Kind(row.kind), row.id, row.at, row.number, row.detail, marker.title(row.title), snippet)

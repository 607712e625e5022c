"""Named reads of what waits: one light statement each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Date,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from app.periods import PartialDate
from app.todos.models import Todo
from app.todos.rules import TOGETHER, Kind, roles_addressed
from tenants import Tenant, current_scope, current_tenant_id, read


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one line tells: the first of its rows, how many there are, and in which coalition.

    `opened_at` and `shows_from` are those of the newest.
    """

    kind: Kind
    subject_id: UUID
    place_id: UUID
    title: str
    context: dict[str, Any]
    due: PartialDate | None
    shows_from: date
    opened_at: datetime
    number: int
    slug: str
    coalition: str


def waiting_here(roles: Iterable[str], today: date) -> list[Waiting]:
    """What waits in this coalition on the day `today` for whoever acts and holds `roles` in it."""
    return [waiting_of(line) for line in read(_here(), asked_here(roles, today)).scalar_one()]


def asked_here(roles: Iterable[str], today: date) -> dict[str, Any]:
    """What `lines_here` asks for."""
    return {
        "here": current_tenant_id(),
        "roles": sorted(roles_addressed(roles)),
        "actor": current_scope().actor.id,
        "today": today,
    }


def lines_here() -> ScalarSelect[Any]:
    """The same as one value, for a page that reads more in one statement: a list for `waiting_of`. Asks for `asked_here`."""
    roles: BindParameter[str] = bindparam("roles", expanding=True)
    addressed = or_(
        Todo.role.in_(roles),
        Todo.person_id == bindparam("actor", type_=Uuid),
        Todo.organisation_id.in_(select(func.my_organisations())),
    )
    lines = _lines().where(Tenant.id == bindparam("here", type_=Uuid), addressed).subquery("line")
    return select(func.coalesce(func.jsonb_agg(lines.table_valued()), literal([], JSONB))).scalar_subquery()


def waiting_of(line: Mapping[str, Any]) -> Waiting:
    """One of the list, with dates and ids as values."""
    return Waiting(
        kind=Kind(line["kind"]),
        subject_id=UUID(line["subject_id"]),
        place_id=UUID(line["place_id"]),
        title=line["title"],
        context=line["context"],
        due=PartialDate.parse(line["due"]) if line["due"] else None,
        shows_from=date.fromisoformat(line["shows_from"]),
        opened_at=datetime.fromisoformat(line["opened_at"]),
        number=line["number"],
        slug=line["slug"],
        coalition=line["coalition"],
    )


def waiting_for_me(slugs: Iterable[str], today: date) -> list[Waiting]:
    """What waits for whoever acts in the coalitions at `slugs`, read outside every coalition: the policy shows own rows only."""
    found = read(_anywhere(), {"slugs": list(slugs), "today": today}).scalar_one()
    return [waiting_of(line) for line in found]


# Composed once: that takes longer than running them.
@cache
def _here() -> Select[Any]:
    return select(lines_here())


@cache
def _anywhere() -> Select[Any]:
    slugs: BindParameter[str] = bindparam("slugs", expanding=True)
    lines = _lines().where(Tenant.slug.in_(slugs)).subquery("line")
    return select(func.coalesce(func.jsonb_agg(lines.table_valued()), literal([], JSONB)))


def _lines() -> Select[Any]:
    """The first row of each line: what is done at one place, or together. Asks for `today`.

    Through the tenant, so that an index finds the rows: the policy alone, with its exception, would try every row of the country.
    """
    line = [Tenant.slug, Todo.kind, case((Todo.kind.in_(TOGETHER), null()), else_=Todo.place_id)]
    return (
        select(
            *(Tenant.slug, Tenant.coalition),
            *(
                Todo.kind,
                Todo.subject_id,
                Todo.place_id,
                Todo.title,
                Todo.context,
                type_coerce(Todo.due, Text),
            ),
            func.max(Todo.shows_from).over(partition_by=line).label("shows_from"),
            func.max(Todo.opened_at).over(partition_by=line).label("opened_at"),
            func.count().over(partition_by=line).label("number"),
        )
        .join(Todo.tenant)
        .where(Todo.closed_at.is_(None), Todo.shows_from <= bindparam("today", type_=Date))
        .ext(distinct_on(*line))
        .order_by(*line, Todo.shows_from, Todo.due, Todo.title)
    )

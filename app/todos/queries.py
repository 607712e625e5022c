"""Named reads of what waits: one light statement each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Date, Row, Select, Uuid, bindparam, case, func, null, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from app.periods import PartialDate
from app.todos.models import Todo
from app.todos.rules import TOGETHER, Kind, roles_addressed
from tenants import Tenant, current_tenant_id, read


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one line tells: the first of its rows, and how many there are. `opened_at` and `shows_from` are those of the newest."""

    kind: Kind
    subject_id: UUID
    place_id: UUID
    title: str
    context: dict[str, Any]
    due: PartialDate | None
    shows_from: date
    opened_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class WaitingThere:
    """The same, read from outside: in which coalition."""

    slug: str
    coalition: str
    waiting: Waiting


def waiting_here(person_id: UUID | None, roles: Iterable[str], today: date) -> list[Waiting]:
    """What waits in this coalition on the day `today` for a person who holds `roles` in it."""
    asked = {
        "here": current_tenant_id(),
        "today": today,
        "roles": sorted(roles_addressed(roles)),
        "person": person_id,
    }
    return [_waiting(row) for row in read(_here(), asked)]


def waiting_for_me(slugs: Iterable[str], today: date) -> list[WaitingThere]:
    """What waits for whoever acts in the coalitions at `slugs`, read outside every coalition: the policy shows own rows only."""
    found = read(_anywhere(), {"slugs": list(slugs), "today": today})
    return [WaitingThere(row.slug, row.coalition, _waiting(row)) for row in found]


# Composed once: that takes longer than running them.
@cache
def _here() -> Select[Any]:
    roles: BindParameter[str] = bindparam("roles", expanding=True)
    addressed = or_(Todo.role.in_(roles), Todo.person_id == bindparam("person", type_=Uuid))
    return _lines().where(Tenant.id == bindparam("here", type_=Uuid), addressed)


@cache
def _anywhere() -> Select[Any]:
    return _lines(Tenant.slug, Tenant.coalition).where(Tenant.slug.in_(bindparam("slugs", expanding=True)))


def _lines(*of_tenant: Any) -> Select[Any]:
    """The first row of each line: what is done at one place, or together. Asks for `today`.

    Through the tenant, so that an index finds the rows: the policy alone, with its exception, would try every row of the country.
    """
    line = [*of_tenant, Todo.kind, case((Todo.kind.in_(TOGETHER), null()), else_=Todo.place_id)]
    return (
        select(
            *of_tenant,
            *(Todo.kind, Todo.subject_id, Todo.place_id, Todo.title, Todo.context, Todo.due),
            func.max(Todo.shows_from).over(partition_by=line).label("shows_from"),
            func.max(Todo.opened_at).over(partition_by=line).label("opened_at"),
            func.count().over(partition_by=line).label("number"),
        )
        .join(Todo.tenant)
        .where(Todo.closed_at.is_(None), Todo.shows_from <= bindparam("today", type_=Date))
        .ext(distinct_on(*line))
        .order_by(*line, Todo.shows_from, Todo.due, Todo.title)
    )


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        Kind(row.kind),
        row.subject_id,
        row.place_id,
        row.title,
        row.context,
        row.due,
        row.shows_from,
        row.opened_at,
        row.number,
    )

"""Named reads of what waits: one light statement each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
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
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from app.access import Role
from app.periods import PartialDate
from app.todos.models import Todo
from app.todos.rules import AT_HAND, TOGETHER, Kind, roles_addressed
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
    organisation_id: UUID | None


def waiting_here(roles: Iterable[str], today: date) -> list[Waiting]:
    """What waits in this coalition on the day `today` for whoever acts and holds `roles` in it."""
    found = (waiting_of(line) for line in read(_here(), asked_here(roles, today)).scalar_one())
    return [waiting for waiting in found if waiting.shows_from <= today]


def asked_here(roles: Iterable[str], today: date) -> dict[str, Any]:
    """What `lines_here` asks for."""
    return {
        "here": current_tenant_id(),
        "roles": sorted(roles_addressed(roles)),
        "actor": current_scope().actor.id,
        "today": today,
        "at_hand": sorted(AT_HAND) if Role.PARTNER_MEMBER in roles else [],
    }


def lines_here() -> ScalarSelect[Any]:
    """The same as one value, for a page that reads more in one statement: a list for `waiting_of`. Asks for `asked_here`.

    For who comes in for an organisation it holds what is at hand too: that begins to show on a later day.
    """
    roles: BindParameter[str] = bindparam("roles", expanding=True)
    addressed = or_(
        Todo.role.in_(roles),
        Todo.person_id == bindparam("actor", type_=Uuid),
        Todo.organisation_id.in_(select(func.my_organisations())),
    )
    here = Tenant.id == bindparam("here", type_=Uuid)
    lines = _lines(or_(_shows(), _is_at_hand())).where(here, addressed).subquery("line")
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
        organisation_id=UUID(line["organisation_id"]) if line["organisation_id"] else None,
    )


def waiting_for_me(slugs: Iterable[str], today: date, *, at_hand: bool = False) -> list[Waiting]:
    """What waits for whoever acts, read outside every coalition: in those at `slugs`, and in any for an organisation that one works for.

    The policies show own rows only. With `at_hand` also what is not asked for yet, but can be told.
    """
    known = {"slugs": list(slugs), "today": today, "at_hand": sorted(AT_HAND) if at_hand else []}
    return [waiting_of(line) for line in read(_anywhere(), known).scalar_one()]


# Composed once: that takes longer than running them.
@cache
def _here() -> Select[Any]:
    return select(lines_here())


@cache
def _anywhere() -> Select[Any]:
    slugs: BindParameter[str] = bindparam("slugs", expanding=True)
    # Each with an index of its own; of the rows that wait for organisations no coalition is said, because they may have only been invited.
    theirs = _lines().where(Tenant.slug.in_(slugs), Todo.organisation_id.is_(None))
    ours = _lines(or_(_shows(), _is_at_hand())).where(
        Todo.organisation_id.in_(select(func.my_organisations()))
    )
    lines = union_all(*(select(part.subquery()) for part in (theirs, ours))).subquery("line")
    return select(func.coalesce(func.jsonb_agg(lines.table_valued()), literal([], JSONB)))


def _shows() -> ColumnElement[bool]:
    return Todo.shows_from <= bindparam("today", type_=Date)


def _is_at_hand() -> ColumnElement[bool]:
    kinds: BindParameter[str] = bindparam("at_hand", expanding=True)
    return Todo.kind.in_(kinds)


def _lines(which: ColumnElement[bool] | None = None) -> Select[Any]:
    """The first row of each line: what is done at one place, or together. Asks for `today`, and else for what `which` asks.

    Through the tenant, so that an index finds the rows: the policy alone, with its exception, would try every row of the country.
    """
    line = [
        Tenant.slug,
        Todo.kind,
        Todo.organisation_id,
        case((Todo.kind.in_(TOGETHER), null()), else_=Todo.place_id),
    ]
    return (
        select(
            *(Tenant.slug, Tenant.coalition, Todo.organisation_id),
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
        .where(Todo.closed_at.is_(None), _shows() if which is None else which)
        .ext(distinct_on(*line))
        .order_by(*line, Todo.shows_from, Todo.due, Todo.title)
    )

"""Reads what the Overview shows of one's own, and what whoever begins a plan should know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, bindparam, func, select

from app.accounts.models import Membership
from app.accounts.models import Visit as VisitRow
from app.home.room import Ours, ours_of
from app.home.visits import Visit
from app.partners.models import Partner
from app.plan.models import Plan
from app.todos.queries import asked_here, lines_here, waiting_of
from app.todos.wording import Line, in_order
from app.web.kept_parts import coalition_mark
from tenants import current_scope, read


@dataclass(frozen=True, slots=True)
class Own:
    """When who looks was here, what waits for this person, by date, and what the own organisation does; the mark of what all see."""

    visit: Visit
    waiting: Sequence[Line]
    ours: Sequence[Ours]
    mark: str


def own(today: date, roles: Iterable[str]) -> Own:
    """What is of whoever acts, who holds `roles` here, on the day `today`. One statement."""
    found = read(_own(), {"viewer": current_scope().actor.id, **asked_here(roles, today)}).one()
    lines = [waiting_of(line) for line in found.waiting]
    waiting = in_order([line for line in lines if line.shows_from <= today], today)
    return Own(Visit(found.seen_at, found.previous_at), waiting, ours_of(lines, today), found.mark)


def beginnings() -> Row[Any]:
    """What is there of a coalition that begins, as numbers: `plans` that count now, `partners`, `members`. One statement."""
    return read(_beginnings()).one()


@cache
def _own() -> Select[Any]:
    """Asks for the `viewer` and `asked_here`."""
    return select(
        _visit(VisitRow.seen_at).label("seen_at"),
        _visit(VisitRow.previous_at).label("previous_at"),
        lines_here().label("waiting"),
        coalition_mark().label("mark"),
    )


def _visit(moment: Any) -> ScalarSelect[Any]:
    return select(moment).where(VisitRow.person_id == bindparam("viewer")).scalar_subquery()


@cache
def _beginnings() -> Select[Any]:
    return select(
        _count(Plan, Plan.current).label("plans"),
        _count(Partner).label("partners"),
        _members().label("members"),
    )


def _count(table: Any, *conditions: Any) -> ScalarSelect[Any]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()


def _members() -> ScalarSelect[Any]:
    """How many people hold a role here. Of roles elsewhere row level security shows the viewer's own only: one person, here too."""
    return (
        select(func.count(Membership.person_id.distinct()))
        .where(Membership.ended_at.is_(None))
        .scalar_subquery()
    )

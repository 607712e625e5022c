"""Reads what the Overview shows of one's own, and what whoever begins a plan should know, each in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import DateTime, Row, ScalarSelect, Select, bindparam, case, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from app.accounts.models import Membership
from app.accounts.models import Visit as VisitRow
from app.history.models import Event
from app.home.room import Ours, ours_of
from app.home.visits import A_VISIT_LASTS, Visit
from app.partners.models import Partner
from app.plan.models import Plan
from app.todos.queries import asked_here, lines_here, waiting_of
from app.todos.wording import Line, in_order
from app.web.kept_parts import coalition_mark
from app.web.unchanged import asked_of_mark, marked
from tenants import current_scope, read

MOST_EVENTS = 200
_TOLD = ("at", "actor_name", "kind", "subject_table", "subject_id", "subject_label", "changes", "note")


@dataclass(frozen=True, slots=True)
class Own:
    """What is of one who looks, and the marks under which the page may be kept.

    `visit`: when this person was here, and what others did since. `waiting`: by date. `ours`: what the own organisation does.
    `mark`: of the whole page (none where a visit begins); `mark_for_all`: of what everybody in the coalition sees alike.
    """

    visit: Visit
    waiting: Sequence[Line]
    ours: Sequence[Ours]
    mark: str | None
    mark_for_all: str


def own(today: date, now: datetime, roles: Iterable[str]) -> Own:
    """What is of whoever acts, who holds `roles` here, on the day `today` at the moment `now`."""
    known = {"viewer": current_scope().actor.id, "visit_since": now - A_VISIT_LASTS}
    found = read(_own(), {**asked_of_mark(A_VISIT_LASTS), **asked_here(roles, today), **known}).one()
    lines = [waiting_of(line) for line in found.waiting]
    return Own(
        visit=Visit(found.seen_at, found.previous_at, found.told),
        waiting=in_order([line for line in lines if line.shows_from <= today], today),
        ours=ours_of(lines, today),
        mark=found.mark,
        mark_for_all=found.mark_for_all,
    )


def beginnings() -> Row[Any]:
    """What is there of a coalition that begins, as numbers: `plans` that count now, `partners`, `members`."""
    return read(_beginnings()).one()


@cache
def _own() -> Select[Any]:
    """Asks for the `viewer`, for `visit_since`, `asked_here` and `asked_of_mark`. Who was never here has no visit, and still a row."""
    here = select(literal(1)).subquery("here")
    return select(
        VisitRow.seen_at,
        VisitRow.previous_at,
        _told().label("told"),
        lines_here().label("waiting"),
        marked().label("mark"),
        coalition_mark().label("mark_for_all"),
    ).select_from(here.outerjoin(VisitRow, VisitRow.person_id == bindparam("viewer")))


def _told() -> ScalarSelect[Any]:
    """The newest that others did since the visit before this one, as a list."""
    goes_on = VisitRow.seen_at >= bindparam("visit_since", type_=DateTime(timezone=True))
    since = case((goes_on, VisitRow.previous_at), else_=VisitRow.seen_at)
    newest = (
        select(*(getattr(Event, name) for name in _TOLD))
        .where(Event.at > since, Event.actor_id.is_distinct_from(bindparam("viewer")))
        .order_by(Event.at.desc())
        .limit(MOST_EVENTS)
        .correlate(VisitRow)
        .subquery("told")
    )
    return select(func.coalesce(func.jsonb_agg(newest.table_valued()), literal([], JSONB))).scalar_subquery()


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

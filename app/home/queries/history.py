"""The history of the coalition, filtered and by page; and what it can be filtered by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, literal, select, union

from app.history.models import Event
from app.history.wording import kept_from_viewer
from app.web.clock import start_of
from tenants import db

PAGE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events: by whom, of which kind, from and until which day (both included)."""

    actor_id: UUID | None = None
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The same, for the database; never what the viewer may not read."""
        yield _is_for_viewer()
        if self.actor_id is not None:
            yield Event.actor_id == self.actor_id
        if self.kind:
            yield Event.kind == self.kind
        if self.first_day is not None:
            yield Event.at >= start_of(self.first_day)
        if self.last_day is not None:
            yield Event.at < start_of(self.last_day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of events, newest first, and how many there are on all pages."""

    events: Sequence[Event]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_LENGTH))


def history(selection: Selection, number: int) -> Page:
    """Page `number` (from 1) of the selection."""
    rows = db().execute(
        select(Event, func.count().over())
        .where(*selection.conditions())
        .order_by(Event.at.desc(), Event.id)
        .limit(PAGE_LENGTH)
        .offset((number - 1) * PAGE_LENGTH)
    ).all()  # fmt: skip
    return Page([event for event, _ in rows], rows[0][1] if rows else 0)


def actors_and_kinds() -> tuple[dict[str, str], list[str]]:
    """Who did something here (id to name, as last written), and which kinds of things happened; one statement."""
    newest_name = func.max(Event.actor_name)
    statement = union(
        select(cast(Event.actor_id, Text).label("key"), newest_name.label("name"))
        .where(Event.actor_id.is_not(None), _is_for_viewer())
        .group_by(Event.actor_id),
        select(Event.kind, literal("")).where(_is_for_viewer()).group_by(Event.kind),
    )
    rows = db().execute(statement).all()
    actors = {row.key: row.name for row in rows if row.name}
    return actors, [row.key for row in rows if not row.name]


def _is_for_viewer() -> ColumnElement[bool]:
    return Event.subject_table.not_in(kept_from_viewer())

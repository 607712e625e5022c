"""When a person was last here, and what others changed since then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.accounts.models import Visit
from app.history.models import Event
from app.history.wording import Entry, entries
from app.web.door import Viewer
from tenants import db

A_VISIT_LASTS = timedelta(hours=1)
MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class News:
    """What others did since `since` (None: a first visit), by what it was done to; `total` counts single events."""

    since: datetime | None
    groups: list["Group"]
    total: int


@dataclass(frozen=True, slots=True)
class Group:
    """What happened to one thing, newest first."""

    entries: list[Entry]

    @property
    def newest(self) -> Entry:
        """The last that happened."""
        return self.entries[0]

    @property
    def what(self) -> list[str]:
        """What happened, each once."""
        return list(dict.fromkeys(entry.what for entry in self.entries))

    @property
    def who(self) -> list[str]:
        """Who did it, each once."""
        return list(dict.fromkeys(entry.who for entry in self.entries))


def arrive(viewer: Viewer, now: datetime) -> datetime | None:
    """Note that `viewer` is here; returns when the visit before this one began, or None on a first visit.

    A visit lasts an hour: a page that is opened again within it is not a new visit.
    """
    visit = db().execute(
        select(Visit.seen_at, Visit.previous_at).where(Visit.person_id == viewer.person_id)
    ).one_or_none()  # fmt: skip
    if visit is not None and now - visit.seen_at <= A_VISIT_LASTS:
        previous: datetime | None = visit.previous_at
        return previous
    before: datetime | None = visit.seen_at if visit is not None else None
    # Two tabs that open at once must not trip over each other: the second finds the row that the first made.
    statement = insert(Visit).values(person_id=viewer.person_id, seen_at=now, previous_at=before)
    db().execute(
        statement.on_conflict_do_update(
            index_elements=[Visit.__table__.c.tenant_id, Visit.person_id],
            set_={"seen_at": now, "previous_at": before},
        )
    )
    return before


def news_for(viewer: Viewer, since: datetime | None) -> News:
    """What others than `viewer` did since then; on a first visit nothing is news."""
    if since is None:
        return News(None, [], 0)
    events: Sequence[Event] = db().scalars(
        select(Event)
        .where(Event.at > since, Event.actor_id.is_distinct_from(viewer.person_id))
        .order_by(Event.at.desc())
        .limit(MOST_EVENTS)
    ).all()  # fmt: skip
    of_subject: dict[object, list[Entry]] = {}
    for entry in entries(events):
        of_subject.setdefault(entry.subject_id, []).append(entry)
    return News(since, [Group(group) for group in of_subject.values()], len(events))

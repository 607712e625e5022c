"""When a person was last here, and what others changed since then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Insert, insert

from app.accounts import models as accounts
from app.history.wording import Entry, entries, kept_from_viewer
from app.web.door import Viewer
from tenants import db

A_VISIT_LASTS = timedelta(hours=1)
SHORT = 40


@dataclass(frozen=True, slots=True)
class Visit:
    """When the running visit began and when the one before it did, as stored; None where there was none.

    `told`: what others did since the visit before this one, newest first.
    """

    seen_at: datetime | None
    previous_at: datetime | None
    told: Sequence[dict[str, Any]]

    def goes_on(self, now: datetime) -> bool:
        """Whether who comes back now never left: a visit lasts an hour."""
        return self.seen_at is not None and now - self.seen_at <= A_VISIT_LASTS


@dataclass(frozen=True, slots=True)
class News:
    """What others did since `since` (None: a first visit), by what it was done to."""

    since: datetime | None
    groups: list["Group"]


@dataclass(frozen=True, slots=True)
class Told:
    """What of an event is told (app/history/models.py)."""

    at: datetime
    actor_name: str | None
    kind: str
    subject_table: str
    subject_id: UUID
    subject_label: str
    changes: dict[str, Any]
    note: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Told":
        """One of the list that the database made."""
        moment, subject = datetime.fromisoformat(row["at"]), UUID(row["subject_id"])
        return cls(**row | {"at": moment, "subject_id": subject})


@dataclass(frozen=True)
class Group:
    """What happened to one thing, newest first; put in words when it is shown."""

    events: list[dict[str, Any]]

    @cached_property
    def entries(self) -> list[Entry]:
        """The events in words."""
        told: list[Any] = [Told.of(event) for event in self.events]
        return [_telling(event.kind, entry) for event, entry in zip(told, entries(told), strict=True)]

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


def arrive(viewer: Viewer, visit: Visit, now: datetime) -> News:
    """Note that `viewer` is here, and tell what others did since the visit before this one; on a first visit nothing is news.

    A page that is opened again within a visit is not a new one: then nothing is written.
    """
    since = visit.previous_at
    if not visit.goes_on(now):
        since = visit.seen_at
        db().execute(_arrival(viewer, now, since))
    of_subject: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    hidden = kept_from_viewer()
    for event in visit.told:
        if event["subject_table"] in hidden:
            continue
        of_subject[event["subject_id"]].append(event)
    return News(since, [Group(group) for group in of_subject.values()])


def _telling(kind: str, entry: Entry) -> Entry:
    """The entry, with in what happened also what it was and became, where that is one short change."""
    if len(entry.changes) != 1 or not kind.endswith((".moved", ".edited")):
        return entry
    ((_, before, after),) = entry.changes
    short = before and after and len(before + after) <= SHORT
    return replace(entry, what=f"{entry.what}: {before} → {after}") if short else entry


def _arrival(viewer: Viewer, now: datetime, before: datetime | None) -> Insert:
    """Writes the visit. Two pages that open at once do not trip over each other: the second finds the row that the first made."""
    moment = {"seen_at": now, "previous_at": before}
    statement = insert(accounts.Visit).values(person_id=viewer.person_id, **moment)
    return statement.on_conflict_do_update(index_elements=["tenant_id", "person_id"], set_=moment)

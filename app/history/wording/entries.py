"""Events in words: what a person reads in a timeline. kinds.py and fields.py are the one place where they get their Dutch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import format_date, gettext
from sqlalchemy import Row

from app.access import Permission
from app.history.models import Event
from app.history.wording.fields import FIELDS, VALUES
from app.history.wording.kinds import KINDS
from app.periods import PartialDate
from app.web.door import may

_DATES = frozenset(
    {
        "valid_from",
        "valid_until",
        "adopted_on",
        "deadline",
        "done_on",
        "due",
        "ends",
        "next_meeting",
        "starts",
        "until",
    }
)
# What history told before it stood in a room of its own: for who may read that room.
_PRIVATE = {("partner", "note"): Permission.PARTNER_PRIVATE}
# What happened to these is for who may read the room in which they stand, and for nobody else.
_IN_A_ROOM = {"agreement": Permission.AGREEMENT_READ}
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline (templates/ui/timeline.html), with what it is about for who links to it."""

    when: datetime
    who: str
    what: str
    note: str
    subject_table: str
    subject_id: UUID
    subject_label: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def kept_from_viewer() -> list[str]:
    """The tables of whose history the viewer may read nothing."""
    return [table for table, needed in _IN_A_ROOM.items() if not may(needed)]


def entries(events: Iterable[Event | Row[Any]]) -> list[Entry]:
    """The events as people read them: who, what, and of each field what it was and what it became."""
    return [
        Entry(
            when=event.at,
            who=event.actor_name or gettext("Verwijderd persoon"),
            what=str(KINDS.get(event.kind, "")) or gettext("Gewijzigd"),
            note=_short(event.note),
            subject_table=event.subject_table,
            subject_id=event.subject_id,
            subject_label=event.subject_label,
            changes=[
                (str(FIELDS.get(name, name)), in_words(name, before), in_words(name, after))
                for name, (before, after) in event.changes.items()
                if (needed := _PRIVATE.get((event.subject_table, name))) is None or may(needed)
            ],
        )
        for event in events
    ]


def in_words(name: str, value: Any) -> str:
    """A stored value of the field `name` as a person reads it; empty where there was nothing."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        return ", ".join(in_words(name, part) for part in value)
    if name == "percent":
        return f"{value}%"
    if name in _DATES:
        return partial_date_in_words(PartialDate.parse(value))
    return str(VALUES.get((name, str(value)), _short(str(value))))


def partial_date_in_words(value: PartialDate) -> str:
    """A date as exactly as it is known: "2026", "maart 2026" or "31 maart 2026"."""
    written = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}[value.precision]
    return str(format_date(value.first_day, written))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"

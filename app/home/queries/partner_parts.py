"""What stands around a partner, as its page reads it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.bodies.rules import When, when
from app.joining.queries import Joining
from app.organisations.queries.people import ComesIn
from app.periods import PartialDate
from app.web.clock import today


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the life of a partnership: the event, and the state or circle that came of it."""

    kind: str
    when: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note, as it is read."""

    id: UUID
    text: str
    at: datetime
    author_name: str
    author_id: UUID | None


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, as it is read."""

    id: UUID
    name: str
    function: str
    email: str
    phone: str
    purpose: str
    is_first: bool
    since: date
    until: date | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that the partner fills or filled, as it is read."""

    body_id: UUID
    name: str
    kind: str
    role: str
    starts: PartialDate | None
    ends: PartialDate | None

    @property
    def is_now(self) -> bool:
        """Whether it counts today."""
        return when(self.starts, self.ends, today()) is When.NOW


@dataclass(slots=True)
class Around:
    """What stands around a partner; the lists that the viewer may not read are empty."""

    steps: list[Step] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    under: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    contacts: list[Person] = field(default_factory=list)
    comes_in: list[ComesIn] = field(default_factory=list)
    kept_here: bool = False
    seats: list[Seat] = field(default_factory=list)
    joining: Joining | None = None
    suggestions: list[UUID] = field(default_factory=list)

    @property
    def present(self) -> list[Person]:
        """The contacts that people call now."""
        return [contact for contact in self.contacts if contact.until is None]

    @property
    def former(self) -> list[Person]:
        """The contacts that left."""
        return [contact for contact in self.contacts if contact.until is not None]

    def may_correct(self, person_id: UUID) -> set[UUID]:
        """The notes that this person may correct or take back: as PartnerNote.is_mine."""
        return {note.id for note in self.notes if note.author_id in (None, person_id)}

"""The event, and where a row comes from."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from tenants import Base, TenantOwned, current_scope, db

Changes = dict[str, tuple[Any, Any]]


class Subject(Protocol):
    """A row that something can happen to: it has an id and can say in one line what it is."""

    __tablename__: str
    id: Any

    @property
    def label(self) -> str:
        """How people call it."""


class Event(TenantOwned, Base):
    """Something that a person, or the product, did. Never changed, never removed by a feature."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "tenant_id", "at"),
        Index(None, "tenant_id", "subject_id", "at"),
    )

    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    kind: Mapped[str]
    subject_table: Mapped[str]
    subject_id: Mapped[UUID]
    subject_label: Mapped[str]
    changes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    note: Mapped[str] = mapped_column(server_default="")


def record(kind: str, subject: Subject, *, changes: Changes | None = None, note: str = "") -> Event:
    """Write the event of a verb, in the verb's own transaction; the only writer of this table.

    `kind` is noun.past_tense ("action.moved"); `changes` maps a field to (before, after), both as a person would read them or
    as ISO text. The actor is the one of the scope.
    """
    actor = current_scope().actor
    event = Event(
        actor_id=actor.id,
        actor_name=actor.name,
        kind=kind,
        subject_table=subject.__tablename__,
        subject_id=subject.id,
        subject_label=subject.label,
        changes={
            field: [_plain(before), _plain(after)] for field, (before, after) in (changes or {}).items()
        },
        note=note,
    )
    db().add(event)
    return event


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str | list) else str(value)


class Provenance:
    """Where a row comes from: the document, heading and item of its source; or that it is a made-up example."""

    source_document: Mapped[str] = mapped_column(server_default="")
    source_heading: Mapped[str] = mapped_column(server_default="")
    source_item: Mapped[str] = mapped_column(server_default="")
    demonstration: Mapped[bool] = mapped_column(server_default="false")

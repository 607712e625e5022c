"""The event, the end of the chain that it is part of, and where a row comes from."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Uuid, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
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


def _of_the_chain(kind: Any = LargeBinary) -> Any:
    # Never loaded with what people read; a query that needs it names the column.
    return mapped_column(kind, deferred=True, deferred_raiseload=True)


class Event(TenantOwned, Base):
    """Something that a person, or the product, did. Never changed, never removed by a feature; `record` is the only way in.

    It is a link in the chain of its coalition: `hash` is computed over the hash before it, its place, its moment, and the hashes of
    two salted parts, who (actor_…) and what (kind, subject_…, changes, note). To erase somebody is to blank a part and drop its salt:
    `actor_name` is then empty, `kind` is "erased", and the chain still fits (app/history/chain.py).
    """

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "tenant_id", "at"),
        Index(None, "tenant_id", "subject_id", "at"),
        Index(None, "tenant_id", "number", unique=True),
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
    number: Mapped[int | None] = mapped_column(deferred=True, deferred_raiseload=True)
    previous_hash: Mapped[bytes | None] = _of_the_chain()
    hash: Mapped[bytes | None] = _of_the_chain()
    who_salt: Mapped[bytes | None] = _of_the_chain()
    who_hash: Mapped[bytes] = _of_the_chain()
    what_salt: Mapped[bytes | None] = _of_the_chain()
    what_hash: Mapped[bytes] = _of_the_chain()


class ChainHead(TenantOwned, Base):
    """Where the chain of a coalition ends: the place and the hash of its newest event. Written by the database only."""

    __tablename__ = "chain_head"
    __table_args__ = (Index(None, "tenant_id", unique=True),)

    number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class ChainCheck(TenantOwned, Base):
    """What a verification of the chain found. `fault` is empty, or a `chain.Fault`; then the two after it say of which event."""

    __tablename__ = "chain_check"
    __table_args__ = (Index(None, "tenant_id", "at"),)

    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    fault: Mapped[str] = mapped_column(server_default="")
    fault_number: Mapped[int | None]
    fault_at: Mapped[datetime | None]


_READ = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "kind",
    "subject_table",
    "subject_id",
    "subject_label",
    "changes",
    "note",
)
_RECORD = text(
    f"select {', '.join(_READ)} from record_event(:actor_id, :actor_name, :kind, :subject_table, :subject_id, :subject_label,"  # noqa: S608 - names of columns
    " :changes, :note)"
).bindparams(
    bindparam("actor_id", type_=Uuid()),
    bindparam("subject_id", type_=Uuid()),
    bindparam("changes", type_=JSONB()),
)


def record(kind: str, subject: Subject, *, changes: Changes | None = None, note: str = "") -> Event:
    """Write the event of a verb, in the verb's own transaction; the only writer of this table.

    `kind` is noun.past_tense ("action.moved"); `changes` maps a field to (before, after), both as a person would read them or
    as ISO text. The actor is the one of the scope. Its place in the chain is given at the commit.
    """
    actor = current_scope().actor
    written = select(Event).from_statement(_RECORD.columns(*(Event.__table__.c[name] for name in _READ)))
    values = {
        "actor_id": actor.id,
        "actor_name": actor.name,
        "kind": kind,
        "subject_table": subject.__tablename__,
        "subject_id": subject.id,
        "subject_label": subject.label,
        "changes": {
            field: [_plain(before), _plain(after)] for field, (before, after) in (changes or {}).items()
        },
        "note": note,
    }
    # What the verb changed is flushed when the verb has done it all, not halfway.
    event: Event = db().scalars(written, values, execution_options={"autoflush": False}).one()
    return event


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str | list) else str(value)


class Provenance:
    """Where a row comes from: the document, heading and item of its source; or that it is a made-up example."""

    source_document: Mapped[str] = mapped_column(server_default="")
    source_heading: Mapped[str] = mapped_column(server_default="")
    source_item: Mapped[str] = mapped_column(server_default="")
    demonstration: Mapped[bool] = mapped_column(server_default="false")

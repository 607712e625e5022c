"""The way back from what is easily done by mistake: offered by the verb, shown with the confirmation, open to who did it for half an hour.

A verb says `offer(event, row, was=…, became=…)` or `offer_removed(event, rows)`. The room `undoing` of each feature names, per kind of
event, who may and how (`Undo`); app/home brings them together at `/ongedaan/<event>`. Nothing of it stands in history: a file's content
must not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, Response, flash, g
from sqlalchemy import Index, LargeBinary, exists, func, inspect, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.access import Permission
from app.history.models import Changes, Event
from app.periods import PartialDate
from app.refusals import Refusal
from app.web.answered import say_in_place
from tenants import Base, TenantOwned, current_scope, db, in_scope

LASTS = timedelta(minutes=30)
FLASH = "undo"
_OFFERED = "way_back"
_REDIRECTS = frozenset({204, 303})
_ROWS = "rows"


class WayBack(TenantOwned, Base):
    """What a row was before an event, and what it became. Forgotten after a night (tenants/retention.py).

    `was` holds the fields that changed; of what was removed the whole rows, under "rows". `content` is that of a removed file.
    """

    __tablename__ = "way_back"
    __table_args__ = (
        Index(None, "tenant_id", "event_id", unique=True),
        Index(None, "tenant_id", "offered_at"),
    )

    # No reference: history is held by nothing but its chain.
    event_id: Mapped[UUID]
    person_id: Mapped[UUID]
    kind: Mapped[str]
    row_id: Mapped[UUID]
    was: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    became: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    # The moment of the transaction: what was done in one press is undone in one.
    offered_at: Mapped[datetime] = mapped_column(server_default=func.now())

    def put_back(self, row: Any) -> None:
        """Let `row` (locked) be what it was. Raises Refusal where it no longer stands as the event left it."""
        if row is None or plain(row, self.became) != self.became:
            raise changed_since()
        for field, value in read(type(row), self.was).items():
            setattr(row, field, value)

    def bring_back(self, noun: type[Any], **more: Any) -> Sequence[Any]:
        """Make the removed rows of `noun` again, as they were. Raises Refusal where what they belonged to is gone too."""
        rows = [noun(**read(noun, values), **more) for values in self.was[_ROWS]]
        try:
            with db().begin_nested():
                for row in rows:
                    db().add(row)
                    # One by one: what stands under another comes after it.
                    db().flush()
        except IntegrityError as error:
            raise changed_since() from error
        return rows


def changed_since() -> Refusal:
    """Why something can no longer be undone: it, or what it belonged to, is not as the event left it."""
    return Refusal(
        "Intussen is hier iets anders mee gebeurd. Daarom kan dit niet meer ongedaan gemaakt worden."
    )


@dataclass(frozen=True, slots=True)
class Undo:
    """How one kind of event is undone, and who may: the same as may do it."""

    permission: Permission
    back: Callable[[WayBack], None]


def offer(event: Event, row: Any, *, was: Mapping[str, Any], became: Mapping[str, Any]) -> None:
    """Let who acts undo `event`, which changed these fields of `row`. What the product does by itself has no way back."""
    _offer(event, row.id, _plainly(was), _plainly(became))


def offer_changed(event: Event, row: Any, changes: Changes) -> None:
    """The same, of what `amend` changed."""
    was = {field: before for field, (before, _) in changes.items()}
    offer(event, row, was=was, became={field: after for field, (_, after) in changes.items()})


def offer_removed(event: Event, rows: Sequence[Any], content: Any = None) -> None:
    """Let who acts undo `event`, which is about to remove `rows`: the first of them is the one that was meant."""
    snapshots = [plain(row, _fields(type(row))) for row in rows]
    _offer(event, rows[0].id, {_ROWS: snapshots}, {}, content)
    # Before they go: the content is copied within the database.
    db().flush()


def _offer(
    event: Event, row_id: UUID, was: dict[str, Any], became: dict[str, Any], content: Any = None
) -> None:
    person = current_scope().actor.id
    if person is None:
        return
    way = WayBack(event_id=event.id, person_id=person, kind=event.kind, row_id=row_id, was=was, became=became)
    if content is not None:
        way.content = content
    db().add(way)
    db().info.setdefault(_OFFERED, event.id)


def undo(event_id: UUID, kinds: Mapping[str, Undo], may: Callable[[Permission], bool]) -> None:
    """Undo an event, with what was done in the same press. Raises Refusal, with the reason, where that cannot be (any more)."""
    way = db().scalar(select(WayBack).where(WayBack.event_id == event_id).with_for_update())
    if way is None or way.kind not in kinds:
        raise Refusal("Dit kan niet, of niet meer, ongedaan gemaakt worden.")
    if way.person_id != current_scope().actor.id:
        raise Refusal("Alleen wie dit deed, kan het ongedaan maken.")
    if way.offered_at < datetime.now(UTC) - LASTS:
        raise Refusal("Ongedaan maken kan tot een half uur nadat u het deed. Dat is voorbij.")
    together = select(WayBack).where(
        WayBack.offered_at == way.offered_at, WayBack.person_id == way.person_id
    ).with_for_update()  # fmt: skip
    for each in db().scalars(together).all():
        _refuse_unless_last(each)
        if not may(kinds[each.kind].permission):
            raise Refusal("Hier hebt u geen rechten meer voor.")
        kinds[each.kind].back(each)
        db().delete(each)


def _refuse_unless_last(way: WayBack) -> None:
    later = exists().where(WayBack.row_id == way.row_id, WayBack.offered_at > way.offered_at)
    if db().scalar(select(later)):
        raise changed_since()


def init_app(app: Flask) -> None:
    """Show the way back with the confirmation: on the page that is seen next, or in the part of the page that is answered."""

    @app.context_processor
    def way_back() -> dict[str, Any]:
        return {_OFFERED: db().info.get(_OFFERED) if in_scope() else None}

    @app.after_request
    def show_way_back(response: Response) -> Response:
        event_id = g.scope.session.info.get(_OFFERED) if "scope" in g else None
        if event_id is not None and response.status_code in _REDIRECTS:
            flash(str(event_id), FLASH)
        elif event_id is not None:
            say_in_place(str(event_id), FLASH)
        return response


def plain(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    """These fields of a row as JSON holds them."""
    return _plainly({field: getattr(row, field) for field in fields})


def _plainly(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field: value if value is None or isinstance(value, bool | int | str | list) else _written(value)
        for field, value in values.items()
    }


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime | PartialDate) else str(value)


def read(noun: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What JSON held of a row of `noun`, as the row holds it."""
    columns = inspect(noun).columns
    readers: dict[Any, Callable[[str], Any]] = {
        UUID: UUID,
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        PartialDate: PartialDate.parse,
    }
    found = {}
    for field, value in values.items():
        reader: Callable[[str], Any] = readers.get(columns[field].type.python_type, _same)
        found[field] = value if value is None else reader(value)
    return found


def _same(value: Any) -> Any:
    return value


def _fields(noun: type[Any]) -> list[str]:
    """The columns that make a row of `noun`: without those that the database fills itself, and without a file's content."""
    return [
        attribute.key
        for attribute in inspect(noun).column_attrs
        if not attribute.deferred and attribute.columns[0].computed is None and attribute.key != "tenant_id"
    ]

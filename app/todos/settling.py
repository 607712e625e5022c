"""Opens, moves and closes the rows, so that they equal what the features say should wait. The only writer of the table."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    Subquery,
    Text,
    Update,
    Uuid,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from app.todos.models import Todo
from app.todos.rules import ADDRESSED_TO, Ended, Kind
from tenants import Base, current_scope, db

_SAME = ("kind", "subject_id", "role", "person_id", "organisation_id")
_MOVES = ("title", "context", "due", "shows_from")
_COLUMNS = ("subject_table", "place_table", "place_id", *_SAME, *_MOVES)

Says = Callable[[], Sequence[Select[Any]]]
_SAYS: dict[type[Any], list[Says]] = {}


class Noun(Protocol):
    """A row because of which something can wait."""

    __tablename__: str
    id: Any


def says(place: type[Base]) -> Callable[[Says], Says]:
    """Register a function that says what should wait because of all nouns of one sort: queries made by `wanted`, over that noun.

    Several features may say something of one noun: also one that the noun itself may not know.
    """

    def register(function: Says) -> Says:
        _SAYS.setdefault(place, []).append(function)
        return function

    return register


def wanted(
    kind: Kind,
    subject: Any,
    place: Any,
    *,
    title: Any,
    shows_from: ColumnElement[date],
    due: Any = None,
    organisation: Any = None,
    **context: Any,
) -> Select[Any]:
    """A query of what should wait: `subject` and `place` are classes, the rest columns; the caller joins and adds conditions.

    It waits for all who work for `organisation` (a column with its id), or else for the role that rules.py names. `context` is what
    else the sentence needs, as JSON.
    """
    pairs = [part for name, value in context.items() for part in (literal(name), value)]
    values = {
        "subject_table": literal(subject.__tablename__, Text),
        "place_table": literal(place.__tablename__, Text),
        "place_id": place.id,
        "kind": literal(kind.value, Text),
        "subject_id": subject.id,
        "role": literal(ADDRESSED_TO[kind].value if organisation is None else None, Text),
        "person_id": literal(None, Uuid),
        "organisation_id": literal(None, Uuid) if organisation is None else organisation,
        "title": title,
        "context": func.jsonb_build_object(*pairs),
        "due": literal(None, Text) if due is None else type_coerce(due, Text),
        "shows_from": shows_from,
    }
    return select(*(values[name].label(name) for name in _COLUMNS))


def settle(place: Noun, *, subject: Noun | None = None) -> None:
    """Make the rows of one noun (or only those about `subject` in it) equal to what should wait because of it: two statements.

    The last sentence of a verb that changed the noun. What no longer waits is closed as lapsed; for what somebody did, call `done` first.
    """
    noun = type(place)
    _settle(
        [query.where(noun.id == place.id) for query in _said(noun)],
        Todo.place_id == place.id,
        subject,
    )


def settle_every(noun: type[Base]) -> int:
    """The same for all nouns of one sort in this coalition; returns how many rows were opened, moved or closed."""
    return _settle(_said(noun), Todo.is_here() & (Todo.place_table == noun.__tablename__))


def catch_up() -> int:
    """Settle everything of this coalition, after rows came without verbs (a workspace file); returns how many rows that changed."""
    return sum(settle_every(noun) for noun in _SAYS)


def done(kind: Kind, subject: Noun) -> None:
    """Somebody did what was asked: close that row, by whoever acts. One statement; nothing happens where it did not wait."""
    db().flush()
    db().execute(_close(Ended.DONE).where(Todo.kind == kind, Todo.subject_id == subject.id))


def _said(noun: type[Any]) -> list[Select[Any]]:
    return [query for says_of_it in _SAYS[noun] for query in says_of_it()]


def _settle(queries: Sequence[Select[Any]], among: ColumnElement[bool], subject: Noun | None = None) -> int:
    db().flush()
    should_wait = union_all(*queries).subquery("should_wait")
    chosen = select(*(should_wait.c[name] for name in _COLUMNS))
    about = []
    if subject is not None:
        chosen = chosen.where(should_wait.c.subject_id == subject.id)
        about = [Todo.subject_id == subject.id]
    gone = _close(Ended.LAPSED).where(among, *about, ~_is_among(should_wait))
    changed = 0
    for statement in (gone, _open_or_move(chosen)):
        result = db().execute(statement)
        changed += result.rowcount if isinstance(result, CursorResult) else 0
    return changed


def _close(how: Ended) -> Update:
    closing = {"closed_at": func.now(), "closed_by": current_scope().actor.id, "ended": how.value}
    statement = update(Todo).where(Todo.closed_at.is_(None)).values(closing)
    return statement.execution_options(synchronize_session=False)


def _is_among(should_wait: Subquery) -> ColumnElement[bool]:
    same = (getattr(Todo, name).is_not_distinct_from(should_wait.c[name]) for name in _SAME)
    return select(literal(1)).select_from(should_wait).where(*same).exists()


def _open_or_move(chosen: Select[Any]) -> Any:
    # The id is the database's: a default of Python's would be asked once for all rows.
    statement = insert(Todo).from_select(_COLUMNS, chosen, include_defaults=False)
    now = statement.excluded
    # Of an INSERT the number of rows is only kept where it is asked for.
    statement = statement.execution_options(preserve_rowcount=True)
    return statement.on_conflict_do_update(
        index_elements=["tenant_id", *_SAME],
        index_where=Todo.closed_at.is_(None),
        set_={name: now[name] for name in _MOVES},
        where=or_(*(getattr(Todo, name).is_distinct_from(now[name]) for name in _MOVES)),
    )

"""Ten times as much of everything in a town: every row nine times more, without a word about most tables in particular."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Integer, Table, Text, UniqueConstraint, Uuid, cast, func, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import DBAPIError

from app.organisations.models import Organisation
from tenants import Base

# There is one plan that counts and there are five pillars; people come by invitation; the chain of events is made by the database.
_ONCE = {"plan", "pillar", "membership", "visit", "task", "chain_head", "chain_check"}
_PLACE_IN_CHAIN = {"number", "previous_hash", "hash"}
_TIMES = 9
_NO_USE = 3


def multiply(connection: Connection, tenant_id: UUID) -> set[str]:
    """Copy the rows of a town beside themselves, as owner; returns the tables of which there is ten times as much."""
    grown: set[str] = set()
    for table in [Base.metadata.tables[Organisation.__tablename__], *Base.metadata.sorted_tables]:
        owner: Any = table.c.get("tenant_id", table.c.get("added_by_tenant"))
        if table.name in _ONCE | grown or "id" not in table.c or owner is None:
            continue
        originals = connection.scalars(select(table.c.id).where(owner.in_([tenant_id]))).all()
        try:
            with connection.begin_nested():
                for turn in range(_TIMES):
                    connection.execute(_copies(table, originals, turn, grown))
        except DBAPIError:
            continue
        now = connection.scalar(select(func.count()).where(owner.in_([tenant_id])))
        if originals and now == (_TIMES + 1) * len(originals):
            grown.add(table.name)
    return grown


def _copies(table: Table, originals: Any, turn: int, grown: set[str]) -> Insert:
    varied = {_to_vary(rule, grown) for rule in _unique(table)}
    left_out = _PLACE_IN_CHAIN if table.name == "event" else set()
    columns = [column for column in table.columns if column.computed is None and column.name not in left_out]
    values = [_value(column, turn, varied=column.name in varied) for column in columns]
    rows = select(*values).where(table.c.id.in_(originals))
    return insert(table).from_select([column.name for column in columns], rows).on_conflict_do_nothing()


def _value(column: Column[Any], turn: int, *, varied: bool) -> Any:
    if column.name == "id" or (varied and isinstance(column.type, Uuid)):
        return cast(func.md5(cast(column, Text) + str(turn)), Uuid)
    if varied:
        return column + (turn + 1) * 1000 if isinstance(column.type, Integer) else column + f" {turn}"
    return column


def _unique(table: Table) -> Iterator[list[Column[Any]]]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield list(index.columns)


def _to_vary(columns: list[Column[Any]], grown: set[str]) -> str | None:
    """The one column in which a copy differs: a reference to something that has copies, or else a number or a text."""

    def rank(column: Column[Any]) -> int:
        targets = {column.info.get("refers_to"), *(key.column.table.name for key in column.foreign_keys)}
        if targets & grown or "row_of" in column.info:
            return 0
        return 1 if isinstance(column.type, Integer) else 2 if isinstance(column.type, Text) else _NO_USE

    best = min(columns, key=rank)
    return best.name if rank(best) < _NO_USE else None

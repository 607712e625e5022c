"""The engine, the base class of every table, and the words in which tables refer to each other.

Feature code never writes `tenant_id`: the column is filled by PostgreSQL from the scope, and `refers_to` makes every reference
between tenant-owned tables composite, because a plain foreign key looks through row level security.
"""

import select
import time
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    Uuid,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Relationship, mapped_column, relationship
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

# `''` and not NULL is what a setting has after a transaction that set it: hence nullif (design, trap 1).
ACTING_TENANT = "nullif(current_setting('app.tenant', true), '')::uuid"

# Seconds without use after which a connection is asked whether it still works; where it was used last is in the pool's own record.
_RESTED = 30.0
_USED_AT = "used_at"
# From the second time on a connection keeps a statement with its plan: of all pages together there are some hundreds.
_PREPARED_AFTER = 1
_PREPARED_AT_MOST = 400
_engine: Engine | None = None


def connect(url: str) -> Engine:
    """Make the engine of this process. `url` signs in as the role `webapp`; called once, by the factory, a worker or a test."""
    global _engine  # noqa: PLW0603 - one process, one database: said once
    if _engine is not None:
        _engine.dispose()
    # What people typed stands in the parameters of a statement: an error does not repeat them.
    prepared = {"prepare_threshold": _PREPARED_AFTER}
    _engine = create_engine(url, pool_size=2, max_overflow=4, hide_parameters=True, connect_args=prepared)
    event.listen(_engine, "connect", _remember_statements)
    event.listen(_engine, "checkin", _remember)
    event.listen(_engine, "checkout", _refuse_the_dead)
    return _engine


def _remember_statements(connection: psycopg.Connection[Any], _record: ConnectionPoolEntry) -> None:
    connection.prepared_max = _PREPARED_AT_MOST


def _remember(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = time.monotonic()


def _refuse_the_dead(
    connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Let the pool make a new connection in place of one that PostgreSQL has ended, without asking PostgreSQL each time.

    A server that stops or restarts says so on the connection, or closes it: there is something to read where nothing was asked. Only
    after a rest, in which a network may have dropped it in silence, is it asked.
    """
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    if watch.poll(0):
        raise DisconnectionError
    rested = time.monotonic() - record.info.get(_USED_AT, time.monotonic())
    if rested > _RESTED and not _answers(connection):
        raise DisconnectionError


def _answers(connection: DBAPIConnection) -> bool:
    try:
        return engine().dialect.do_ping(connection)
    except psycopg.Error:
        return False


def engine() -> Engine:
    """The engine of this process. Raises RuntimeError before `connect`."""
    if _engine is None:
        message = "tenants.database.connect(url) has not been called in this process."
        raise RuntimeError(message)
    return _engine


class Base(DeclarativeBase):
    """Every table of the product."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        int: BigInteger,
        datetime: DateTime(timezone=True),
        date: Date,
        UUID: Uuid,
        dict[str, Any]: JSONB,
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "__table__" in cls.__dict__ and issubclass(cls, TenantOwned):
            _make_references_composite(cls)


def _make_references_composite(cls: type[Base]) -> None:
    table = cls.metadata.tables[cls.__tablename__]
    for column in list(table.columns):
        target = column.info.get("refers_to")
        if target is not None:
            table.append_constraint(
                ForeignKeyConstraint(
                    ["tenant_id", column.name],
                    [f"{target}.tenant_id", f"{target}.id"],
                    ondelete=column.info["on_delete"],
                )
            )
            Index(None, table.c.tenant_id, column)


class GlobalRow:
    """A row that belongs to no tenant. There are few, each with a policy of its own (see tenants/policies.py)."""

    id: Mapped[UUID] = mapped_column(Uuid, default=uuid4, primary_key=True, sort_order=-1)


class AnywhereRow(GlobalRow):
    """A row of one tenant, or of none where it was made outside all of them. Guarded so that each scope sees its own."""

    tenant_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("tenant.id"), server_default=text(ACTING_TENANT)
    )


class TenantOwned:
    """A row of one tenant. PostgreSQL fills `tenant_id` from the scope and shows no other tenant's rows."""

    tenant_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("tenant.id"), server_default=text(ACTING_TENANT), primary_key=True, sort_order=-2
    )
    id: Mapped[UUID] = mapped_column(
        Uuid, default=uuid4, server_default=text("gen_random_uuid()"), primary_key=True, sort_order=-1
    )
    # The database's key is (tenant_id, id); within a scope the id alone tells rows apart.
    __mapper_args__: ClassVar[dict[str, Any]] = {"primary_key": ["id"]}


class Published(TenantOwned):
    """A row that its tenant chose to show to an audience: the audience may read it, only the owner may write it."""

    audience: Mapped[str] = mapped_column(Text)


def refers_to(table: str, *, on_delete: str = "RESTRICT", **kwargs: Any) -> MappedColumn[Any]:
    """A column that holds the id of a row of the same tenant in `table`.

    `on_delete`: RESTRICT, CASCADE, or `SET NULL (column)`: the column must be named, or tenant_id would become NULL too.
    """
    return mapped_column(Uuid, info={"refers_to": table, "on_delete": on_delete}, **kwargs)


def one(column: Any, **kwargs: Any) -> Relationship[Any]:
    """The row that `column` (made by `refers_to`) points at; never loaded by accident."""
    return relationship(foreign_keys=[column], lazy="raise_on_sql", **kwargs)


def many(column: str, **kwargs: Any) -> Relationship[Any]:
    """The rows whose `column` ("Action.goal_id") points at this one; never loaded by accident."""
    return relationship(foreign_keys=column, lazy="raise_on_sql", **kwargs)

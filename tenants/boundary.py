"""The tenant scope: the only place where a database session begins.

A scope is session + transaction + tenant + actor. A request, a job, a command and a test all start in one.
PostgreSQL hears in the first statement of every transaction who acts and for whom; its row level security does the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Result,
    Select,
    Text,
    cast,
    event,
    func,
    text,
    true,
)
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.sql.elements import SQLCoreOperations

from tenants.database import engine


class OutsideScope(RuntimeError):  # noqa: N818 - the name is the sentence that a developer reads
    """Somebody asked for the database without saying for which tenant."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person (with an id), or the product itself (without one). The name is what history shows."""

    id: UUID | None
    name: str


SYSTEM = Actor(id=None, name="Samenkracht")


class ScopedSession(Session):
    """A session that knows its scope; made nowhere but in this module."""

    scope: "Scope"


class Scope:
    """One unit of work for one tenant (or for none): opened, settled once, closed.

    `tenant_id` is None only for addresses without a tenant (signing in, the partner's home, the national room).
    `key` is the digest of what the visitor holds in hand (a session token, a link from a mail, an address at the sign-in door):
    the policies of the few global tables let exactly the matching row through.
    """

    def __init__(self, tenant_id: UUID | None, actor: Actor, key: str = "") -> None:
        self.tenant_id = tenant_id
        self.actor = actor
        self.key = key
        self.session = ScopedSession(engine(), expire_on_commit=False)
        self.session.scope = self
        self._token: Token[Scope | None] | None = None
        self._begun: tuple[SessionTransaction, Connection] | None = None

    def enter(self) -> "Scope":
        """Make this the current scope of the running context."""
        self._token = _current.set(self)
        return self

    @property
    def connection(self) -> Connection:
        """The connection of the running transaction; one begins where none runs. The session looks for it anew each time."""
        if self._begun is not None and self._begun[0] is self.session.get_transaction():
            return self._begun[1]
        return self.session.connection()

    def begin(self, transaction: SessionTransaction, connection: Connection) -> None:
        """Tell PostgreSQL, at the beginning of a transaction, who acts and for whom."""
        if not transaction.nested:
            self._begun = transaction, connection
        self._tell(connection)

    def identify(self, actor: Actor, *, told: bool = False) -> None:
        """From here on `actor` acts: known only after the session row was read inside this same transaction.

        `told`: the statement that found out told PostgreSQL at once (`telling_actor`).
        """
        self.actor = actor
        if self.session.in_transaction() and not told:
            self._tell(self.session.connection())

    def present(self, key: str) -> None:
        """Hold up another key, such as the address typed at the sign-in door."""
        self.key = key
        if self.session.in_transaction():
            self._tell(self.session.connection())

    def settle(self, *, keep: bool) -> None:
        """Commit (`keep`) or roll back what was done so far."""
        if keep:
            self.session.commit()
        else:
            self.session.rollback()

    def leave(self) -> None:
        """Close the session (an unsettled transaction is rolled back) and restore the scope that was current before."""
        self.session.close()
        if self._token is not None:
            _current.reset(self._token)
            self._token = None

    def _tell(self, connection: Connection) -> None:
        connection.execute(
            _TELL,
            {
                "tenant": str(self.tenant_id or ""),
                "actor": str(self.actor.id or ""),
                "key": self.key,
            },
        )


def telling_actor(person_id: SQLCoreOperations[UUID]) -> ColumnElement[str]:
    """A column for the one row that says who acts: reading it tells PostgreSQL, and saves telling it in a statement of its own."""
    return func.set_config("app.actor", cast(person_id, Text), true())


# Local to the transaction (`true`), so that a pooled connection, or a pooler in transaction mode, never carries it to the next one.
# One coalition's rows are much like another's, so PostgreSQL may plan a statement once for all: planning takes longer than executing.
_TELL = text(
    "select set_config('app.tenant', :tenant, true), set_config('app.actor', :actor, true), set_config('app.key', :key, true),"
    " set_config('plan_cache_mode', 'force_generic_plan', true)"
)
_current: ContextVar[Scope | None] = ContextVar("tenant_scope", default=None)


@event.listens_for(ScopedSession, "after_begin")
def _tell_postgresql(session: ScopedSession, transaction: SessionTransaction, connection: Connection) -> None:
    session.scope.begin(transaction, connection)


@contextmanager
def acting_in(tenant: UUID, *, actor: Actor = SYSTEM, key: str = "") -> Iterator[Scope]:
    """Work for one tenant: commits on a clean end, rolls back on an exception.

    A scope inside a scope is a transaction of its own: for what must be kept although the outer one fails.
    """
    with _working(Scope(tenant, actor, key)) as scope:
        yield scope


@contextmanager
def acting_outside(*, actor: Actor = SYSTEM, key: str = "") -> Iterator[Scope]:
    """Work on the few global rows, for no tenant: no row of any tenant is visible."""
    with _working(Scope(None, actor, key)) as scope:
        yield scope


@contextmanager
def _working(scope: Scope) -> Iterator[Scope]:
    scope.enter()
    try:
        yield scope
        scope.settle(keep=True)
    finally:
        scope.leave()


def current_scope() -> Scope:
    """The scope that this code runs in. Raises OutsideScope where there is none."""
    scope = _current.get()
    if scope is None:
        message = "No database session exists outside a tenant scope: start with acting_in(tenant, actor=…)."
        raise OutsideScope(message)
    return scope


def in_scope() -> bool:
    """Whether a scope is open here."""
    return _current.get() is not None


def read(
    statement: Select[Any] | CompoundSelect[Any], parameters: Mapping[str, Any] | None = None
) -> Result[Any]:
    """The rows of a statement that selects columns, not entities: past the part of SQLAlchemy that keeps entities, in half its time.

    Raises OutsideScope where there is no scope.
    """
    scope = current_scope()
    # What was changed so far is part of what is read, as with every other statement.
    scope.session.flush()
    return scope.connection.execute(statement, parameters)


def ask(question: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """What a function of the database answers that asks for no scope because it knows itself to whom it tells what: one row, or None.

    One round trip, without a transaction around it: on a connection of the pool, past SQLAlchemy, which takes longer than the question.
    None too where the question was not answered: who goes on in a scope is told why.
    """
    try:
        connection = engine().raw_connection()
    except psycopg.Error:
        return None
    try:
        psycopg_connection: psycopg.Connection[Any] = connection.driver_connection  # type: ignore[assignment]
        psycopg_connection.autocommit = True
        row: tuple[Any, ...] | None = psycopg_connection.execute(question, values).fetchone()
        psycopg_connection.autocommit = False
    except psycopg.Error:
        connection.invalidate()
        return None
    finally:
        connection.close()
    return row


def db() -> Session:
    """The session of the current scope. Raises OutsideScope where there is none."""
    return current_scope().session

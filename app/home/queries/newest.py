"""What tells that the Overview is as it was: read in one light statement, before the heavy ones."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    func,
    literal_column,
    select,
)

from app.accounts.models import Visit
from app.history.models import ChainHead
from app.partners.models import Partner
from app.todos.models import Todo
from tenants import Tenant, current_scope, current_tenant_id, read


def newest() -> Row[Any]:
    """When whoever acts was here (`seen_at`, `previous_at`), and the marks of all that others can change.

    Every verb leaves an event, and the chain of events has a head. What changes without one has a mark of its own: the rows of what
    waits, which the clock writes too, and the names of organisations, which another coalition may correct.
    """
    return read(_newest(), {"tenant": current_tenant_id(), "viewer": current_scope().actor.id}).one()


@cache
def _newest() -> Select[Any]:
    todos = select(_mark("todo")).select_from(Todo).join(Todo.tenant)
    partners = select(_mark("organisation")).select_from(Partner).join(Partner.organisation)
    visit = Visit.person_id == bindparam("viewer")
    return select(
        select(ChainHead.hash).scalar_subquery().label("head"),
        _value(todos.where(Tenant.id == bindparam("tenant"), Todo.closed_at.is_(None))).label("todos"),
        _value(partners).label("organisations"),
        _value(select(Visit.seen_at).where(visit)).label("seen_at"),
        _value(select(Visit.previous_at).where(visit)).label("previous_at"),
    )


def _mark(table: str) -> ColumnElement[str]:
    """How many rows there are, and the transaction that wrote last to one of them (`xmin`, which PostgreSQL keeps with every row)."""
    written: ColumnElement[int] = literal_column(f"{table}.xmin::text::bigint", BigInteger)
    return func.concat(func.count(), " ", func.max(written))


def _value(of: Select[Any]) -> ScalarSelect[Any]:
    return of.scalar_subquery()

"""`samenkracht scale …`: as many coalitions as the country has municipalities, to see what the product does then. Never in production.

Each is a copy of a coalition that is there, so that it has the size of a real plan. People and what they did are not copied.
"""

from typing import Any

import click
from sqlalchemy import (
    Column,
    Connection,
    Insert,
    Table,
    Text,
    Uuid,
    cast,
    create_engine,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

import app.platform.content  # noqa: F401 - makes every table known
from app.console.database import owner_url
from app.settings import settings
from tenants import Base, Municipality, Tenant, provision

PREFIX = "schaal-"
_OF_PEOPLE = frozenset({"membership", "visit", "invitation", "event", "chain_head", "chain_check"})


@click.group()
def scale() -> None:
    """Make many coalitions, to measure with."""


@scale.command("generate")
@click.argument("number", type=click.IntRange(min=1))
@owner_url
def generate_command(url: str, number: int) -> None:
    """Copy the coalitions that are there until there are NUMBER."""
    if settings().in_production:
        raise click.ClickException("Copies of coalitions are for measuring: never in production.")
    click.echo(f"Made {generate(url, number)} coalitions.")


def generate(url: str, number: int) -> int:
    """Copy coalitions until there are `number`; returns how many were made. `url` signs in as `owner`, who sees all of them.

    The rows of all copies are written in the order of the original's rows, so that those of one coalition lie scattered over the
    disk, as they do after years of work by many at once.
    """
    engine = create_engine(url)
    with engine.begin() as connection:
        made = _make_tenants(connection, number)
        if made:
            for table in Base.metadata.sorted_tables:
                if "tenant_id" in table.c and "id" in table.c and table.name not in _OF_PEOPLE | {"task"}:
                    connection.execute(_copies_of(table, made))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
    engine.dispose()
    return len(made)


def _make_tenants(connection: Connection, number: int) -> dict[Any, Any]:
    """Make the rows of the coalitions that are missing; returns the id of each with that of its original."""
    table = Tenant.__table__
    present = connection.execute(select(table).order_by(table.c.slug)).mappings().all()
    originals = [tenant for tenant in present if not tenant["slug"].startswith(PREFIX)]
    municipalities = connection.execute(
        select(Municipality.cbs_code, Municipality.name).order_by(Municipality.cbs_code)
    ).all()
    made = {}
    for place in range(len(present), number):
        original = originals[place % len(originals)]
        municipality = municipalities[place % len(municipalities)]
        slug = f"{PREFIX}{place:04d}"
        own = {
            "id": provision.tenant_id_of(slug),
            "slug": slug,
            "cbs_code": municipality.cbs_code,
            "municipality": municipality.name,
            "coalition": f"Coalitie {municipality.name} ({place})",
        }
        connection.execute(insert(Tenant).values({**original, **own}))
        made[own["id"]] = original["id"]
    return made


def _copies_of(table: Table, made: dict[Any, Any]) -> Insert:
    """The rows of `table` once more for every copy; a row's new id follows from the copy and the old id, so references still meet."""
    copy = (
        select(
            func.unnest(cast(array(made.keys()), ARRAY(Uuid))).label("id"),
            func.unnest(cast(array(made.values()), ARRAY(Uuid))).label("original"),
        )
    ).subquery("copy")

    def value(column: Column[Any]) -> Any:
        if column.name == "tenant_id":
            return copy.c.id
        if column.name == "id" or {"refers_to", "row_of"} & column.info.keys():
            return cast(func.md5(cast(copy.c.id, Text) + cast(column, Text)), Uuid)
        return column

    columns = [column for column in table.columns if column.computed is None]
    rows = select(*(value(column).label(column.name) for column in columns))
    return insert(table).from_select(
        [column.name for column in columns],
        rows.join_from(table, copy, copy.c.original == table.c.tenant_id).order_by(table.c.id),
    )

"""`samenkracht scale …`: as many coalitions as the country has municipalities, to see what the product does then. Never in production.

Each is a copy of a coalition that is there, so that it has the size of a real plan, with what happened in it, and with people of its own:
one for each role, such as coordinator@schaal-0003.example, without a password.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

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
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

import app.platform.content  # noqa: F401 - makes every table known
from app.access import GIVEN_TO_PEOPLE
from app.accounts.models import Membership, Person
from app.console.database import owner_url
from app.history.chain import BEFORE_THE_FIRST, link_of
from app.history.models import ChainHead, Event
from app.settings import settings
from tenants import Base, Municipality, Tenant, provision

PREFIX = "schaal-"
# What belongs to the people of the original or to a row that no coalition owns, or is made by the database while events are copied.
_LEFT_OUT = frozenset(
    {"membership", "visit", "invitation", "suggested_change", "chain_head", "chain_check", "task"}
)
# An event of a copy has the place of its original, in a chain of its own: its links are computed for all copies at once (`_chain`).
_LINKS = frozenset({"previous_hash", "hash"})


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
                if "tenant_id" in table.c and "id" in table.c and table.name not in _LEFT_OUT:
                    connection.execute(_copies_of(table, made))
            _chain(connection, made)
            _people_of(connection, made)
            _let_in(connection, made)
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
    rows, made = [], {}
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
        rows.append({**original, **own})
        made[own["id"]] = original["id"]
    if rows:
        connection.execute(insert(Tenant), rows)
    return made


def _copies_of(table: Table, made: dict[Any, Any]) -> Insert:
    """The rows of `table` once more for every copy; a row's new id follows from the copy and the old id, so references still meet."""
    copy = (
        select(
            func.unnest(literal(list(made.keys()), ARRAY(Uuid))).label("id"),
            func.unnest(literal(list(made.values()), ARRAY(Uuid))).label("original"),
        )
    ).subquery("copy")

    def value(column: Column[Any]) -> Any:
        if column.name == "tenant_id":
            return copy.c.id
        if column.name == "id" or {"refers_to", "row_of"} & column.info.keys():
            return cast(func.md5(cast(copy.c.id, Text) + cast(column, Text)), Uuid)
        return column

    def is_copied(column: Column[Any]) -> bool:
        return column.computed is None and not (table.name == "event" and column.name in _LINKS)

    columns = [column for column in table.columns if is_copied(column)]
    rows = select(*(value(column).label(column.name) for column in columns))
    rows = rows.join_from(table, copy, copy.c.original == table.c.tenant_id)
    if "place_table" in table.c:
        # What waits at a row that is left out, such as an invitation, is left out with it.
        rows = rows.where(table.c.place_table.not_in(_LEFT_OUT))
    return insert(table).from_select(
        [column.name for column in columns], rows.order_by(table.c.get("at", table.c.id))
    )


def _chain(connection: Connection, made: Iterable[UUID]) -> None:
    """Let the events of every copy hold on to each other, in one pass: the database does it for one after the other, at the commit."""
    fields = (Event.tenant_id, Event.id, Event.number, Event.at, Event.who_hash, Event.what_hash)
    events = connection.execute(
        select(*fields).where(Event.tenant_id.in_(made)).order_by(Event.tenant_id, Event.number)
    )
    heads: dict[UUID, tuple[int, bytes]] = {}
    connection.execute(
        text(
            "create temporary table link (tenant_id uuid, id uuid, previous_hash bytea, hash bytea) on commit drop"
        )
    )
    with connection.connection.cursor().copy("copy link from stdin") as links:
        for event in events.all():
            _, previous = heads.get(event.tenant_id, (0, BEFORE_THE_FIRST))
            linked = link_of(event.tenant_id, previous, event)
            links.write_row((event.tenant_id, event.id, previous, linked))
            heads[event.tenant_id] = (event.number, linked)
    connection.execute(text("analyze link"))
    connection.execute(
        text(
            "update event set previous_hash = link.previous_hash, hash = link.hash from link"
            " where event.tenant_id = link.tenant_id and event.id = link.id"
        )
    )
    ends = [{"tenant_id": each, "number": number, "hash": hash_} for each, (number, hash_) in heads.items()]
    if ends:
        connection.execute(insert(ChainHead), ends)


def _people_of(connection: Connection, made: Iterable[UUID]) -> None:
    """For every copy one person in each role that people hold; who works for a partner comes in through the organisation."""
    slugs = connection.execute(select(Tenant.id, Tenant.slug).where(Tenant.id.in_(made))).all()
    cast_of_all = [
        {"person_id": uuid5(tenant_id, role), "tenant_id": tenant_id, "role": role.value, "slug": slug}
        for tenant_id, slug in slugs
        for role in GIVEN_TO_PEOPLE
    ]
    connection.execute(
        insert(Person),
        [
            {
                "id": one["person_id"],
                "email": f"{one['role']}@{one['slug']}.example",
                "name": f"{one['role']} {one['slug']}",
            }
            for one in cast_of_all
        ],
    )
    roles = [{name: one[name] for name in ("person_id", "tenant_id", "role")} for one in cast_of_all]
    connection.execute(insert(Membership), roles)


def _let_in(connection: Connection, made: dict[Any, Any]) -> None:
    """For every copy the organisations that its original let in: who works for one works in all of them."""
    held = select(Membership.tenant_id, Membership.organisation_id, Membership.role, Membership.granted_by)
    open_to = held.where(Membership.organisation_id.is_not(None), Membership.ended_at.is_(None))
    originals = connection.execute(open_to).mappings().all()
    roles = [
        {**role, "tenant_id": copy}
        for copy, original in made.items()
        for role in originals
        if role["tenant_id"] == original
    ]
    if roles:
        connection.execute(insert(Membership), roles)

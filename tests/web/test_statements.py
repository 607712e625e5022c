"""However much a coalition has, every page costs the same few statements."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, event, text

from app.web.door import Place, door_of
from app.web.kept_parts import SHELF
from tenants.database import engine
from tests.page import Visitor
from tests.people import World
from tests.tenants.test_isolation import TABLES, rows_of
from tests.web.more_rows import multiply

MOST = 8
# What nobody opens as a page: it answers a machine, or ends the visit.
NO_PAGES = {"static", "theme", "healthz", "readyz", "choose_language", "gallery", "platform.metrics"}
WHO = ("coordinator@hengelo", "administrator@hengelo", "partner_member@hengelo", "adviser", "operator")


def addresses(world: World, ids: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """Every (endpoint, address) that can be opened, from the map of the application: a new page falls under this test by itself."""
    outside = world.app.url_map.bind("localhost")
    inside = world.app.url_map.bind("localhost", script_name="/hengelo")
    for rule in world.app.url_map.iter_rules():
        door = door_of(world.app, rule.endpoint)
        if door is None or "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGES:
            continue
        values: dict[str, Any] = {}
        for argument in rule.arguments:
            table = TABLES.get(argument, argument.removesuffix("_id"))
            values[argument] = ids[table] if argument.endswith("_id") and table in ids else 1
        place = inside if door.place is Place.INSIDE else outside
        yield rule.endpoint, place.build(rule.endpoint, values)


def measure(visitors: list[Visitor], pages: list[tuple[str, str]]) -> dict[str, int]:
    """How many statements each page takes for the first of `visitors` who may open it."""
    heard: list[Any] = []

    def hear(*args: Any) -> None:
        heard.append(args[2])

    found: dict[str, int] = {}
    event.listen(engine(), "before_cursor_execute", hear)
    try:
        for endpoint, address in pages:
            for visitor in visitors:
                # A page of which nothing was kept takes the most.
                SHELF.clear()
                heard.clear()
                if visitor.get(address).status == 200:
                    found[endpoint] = len(heard)
                    break
    finally:
        event.remove(engine(), "before_cursor_execute", hear)
    return found


def test_every_page_takes_at_most_eight_statements_and_as_many_for_ten_times_as_much(world: World) -> None:
    visitors = [world.as_person(who) for who in WHO]
    pages = list(addresses(world, rows_of(world, "hengelo")))
    measure(visitors, pages)
    few = measure(visitors, pages)
    assert {endpoint: number for endpoint, number in few.items() if number > MOST} == {}
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        grown = multiply(connection, world.tenant("hengelo"))
        connection.execute(text("analyze"))
    owner.dispose()
    assert {
        "action",
        "goal",
        "milestone",
        "progress_update",
        "theme",
        "partner",
        "chapter",
        "event",
        "todo",
    } <= grown
    many = measure(visitors, pages)
    assert many == few
    # Most of what can be opened was: the others lead elsewhere, or ask for a link from a mail.
    assert len(few) > 0.7 * len(pages)

"""Nothing of Enschede in Hengelo: every address, with the other's identifiers, as every role; and every form."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import FormElement
from sqlalchemy import create_engine, inspect, text
from werkzeug.routing import Rule

from app.access import Role
from app.web.door import Place, door_of
from tests.page import Answer, Visitor
from tests.people import World, secret_of

# Where the name in an address is not the name of the table.
TABLES = {
    "period_id": "contribution_period",
    "seat_id": "body_member",
    "note_id": "partner_note",
    "update_id": "progress_update",
    "tie_id": "action_pillar",
    "version_id": "plan_version",
    "suggestion_id": "suggested_change",
    "party_id": "agreement_party",
}
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def rows_of(world: World, town: str) -> dict[str, UUID]:
    """One id per table of a town: what its people would find in their addresses."""
    owner = create_engine(world.database.url("owner"))
    found: dict[str, UUID] = {}
    with owner.connect() as connection:
        for table in inspect(connection).get_table_names():
            if "tenant_id" in {column["name"] for column in inspect(connection).get_columns(table)}:
                row = connection.scalar(
                    text(f"select id from {table} where tenant_id = :tenant order by id limit 1"),
                    {"tenant": world.tenant(town)},
                )
                if row is not None:
                    found[table] = row
    owner.dispose()
    found["person"] = world.people[f"committee@{town}"]
    # Without a number only this town knows it.
    found["organisation"] = world.row(town, "organisation", "welzijn")
    return found


def _inside_rules(world: World) -> list[Rule]:
    app = world.app
    doors = ((rule, door_of(app, rule.endpoint)) for rule in app.url_map.iter_rules())
    return [rule for rule, door in doors if door is not None and door.place is Place.INSIDE]


def _addresses(world: World, ids: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """Every (method, address) inside a coalition that names a row, filled with `ids`."""
    adapter = world.app.url_map.bind("localhost")
    for rule in _inside_rules(world):
        names = {
            argument: TABLES.get(argument, argument.removesuffix("_id"))
            for argument in rule.arguments
            if argument.endswith("_id")
        }
        if not names:
            continue
        unknown = set(names.values()) - ids.keys()
        assert not unknown, f"{rule.rule}: give both towns a row of {unknown} in tests/town.toml"
        others = dict.fromkeys(rule.arguments - names.keys(), 1 if "int" in rule.rule else "x")
        values: dict[str, Any] = {argument: ids[table] for argument, table in names.items()} | others
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, adapter.build(rule.endpoint, values, method=method)


def _must_be_silent(answer: Answer, world: World, ids: dict[str, UUID], what: str) -> None:
    body = answer.text + str(answer.response.headers)
    assert secret_of("enschede") not in body, what
    leaked = {table for table, row in ids.items() if str(row) in body and f"/{row}" not in what}
    assert not leaked, f"{what} tells of {leaked}"
    assert str(world.tenant("enschede")) not in body, what


@pytest.mark.parametrize("role", list(Role))
def test_the_others_identifiers_are_not_found_at_any_address(world: World, role: Role) -> None:
    ids = rows_of(world, "enschede")
    visitor = world.as_person(f"{role}@hengelo")
    tried = 0
    for method, address in _addresses(world, ids):
        answer = visitor.get(f"/hengelo{address}") if method == "GET" else visitor.post(f"/hengelo{address}")
        # 403 where the role may not come here at all: said before anything is looked up.
        assert answer.status in {404, 403}, f"{method} {address} as {role}: {answer.status}"
        _must_be_silent(answer, world, ids, f"{method} {address}")
        tried += 1
    assert tried > 20


def test_who_may_come_here_gets_404_and_not_403_for_the_others_rows(world: World) -> None:
    ids = rows_of(world, "enschede")
    people = [
        world.as_person(f"{role}@hengelo") for role in ("coordinator", "administrator", "partner_member")
    ]
    for method, address in _addresses(world, ids):
        answers = [(who.get if method == "GET" else who.post)(f"/hengelo{address}") for who in people]
        assert 404 in {answer.status for answer in answers}, f"{method} {address}"


def _guesses(world: World, ids: dict[str, UUID]) -> Iterator[tuple[str, str, str]]:
    """Every (method, address, the same with an id that nobody has) that names a partner or an organisation, in and outside a town."""
    nobody = {**ids, "partner": uuid4(), "organisation": uuid4()}
    for (method, address), (_, other) in zip(_addresses(world, ids), _addresses(world, nobody), strict=True):
        if address != other:
            yield method, f"/hengelo{address}", f"/hengelo{other}"
    for page in ("organisatie", "collegas"):
        yield "GET", f"/mijn/{page}/{ids['organisation']}", f"/mijn/{page}/{nobody['organisation']}"


@pytest.mark.parametrize("who", ["coordinator@hengelo", "partner_member@hengelo"])
def test_guessing_whether_another_coalition_has_a_partner_teaches_nothing(world: World, who: str) -> None:
    visitor, tried = world.as_person(who), 0
    for method, theirs, nobodys in _guesses(world, rows_of(world, "enschede")):
        open_page = visitor.get if method == "GET" else visitor.post
        real, none = open_page(theirs), open_page(nobodys)
        assert (real.status, real.words("//body")) == (none.status, none.words("//body")), theirs
        tried += 1
    assert tried > 10


@pytest.mark.parametrize("who", ["coordinator@hengelo", "adviser", "operator", None])
def test_a_stranger_to_a_town_finds_no_page_of_it(world: World, who: str | None) -> None:
    visitor = world.as_person(who) if who else world.stranger()
    ids = rows_of(world, "enschede")
    for rule in _inside_rules(world):
        door = door_of(world.app, rule.endpoint)
        if door is None or not door.signed_in or rule.arguments or "GET" not in (rule.methods or set()):
            continue
        answer = visitor.get(f"/enschede{rule.rule}")
        assert answer.status == (404 if who else 302), f"{rule.rule} as {who}: {answer.status}"
        _must_be_silent(answer, world, ids, rule.rule)


def test_every_page_of_hengelo_is_silent_about_enschede(world: World) -> None:
    ids = rows_of(world, "enschede")
    for role in Role:
        visitor = world.as_person(f"{role}@hengelo")
        for address, page in crawl(visitor, "/hengelo/").items():
            _must_be_silent(page, world, ids, address)


FILTERS = {
    "/plan/lijst": ("thema", "doel", "trekker", "wijk", "doelgroep", "plan"),
    "/plan/bord": ("trekker",),
    "/plan/jaar": ("trekker",),
    "/acties/sjablonen": ("doel",),
    "/geschiedenis": ("wie",),
    "/partners": ("actie", "gremium", "wijk", "koepel", "q"),
    "/acties/nieuw": ("doel",),
    "/partners/nieuw": ("naam",),
    "/zoeken": ("q",),
}


@pytest.mark.parametrize(
    ("address", "name"), [(address, name) for address, names in FILTERS.items() for name in names]
)
def test_a_filter_with_the_others_identifier_shows_nothing_of_the_other(
    world: World, address: str, name: str
) -> None:
    ids = rows_of(world, "enschede")
    visitor = world.as_person("coordinator@hengelo")
    for table, row in ids.items():
        answer = visitor.get(f"/hengelo{address}?{name}={row}")
        assert answer.status == 200
        assert secret_of("enschede") not in answer.text, table
        assert str(world.tenant("enschede")) not in answer.text, table


def crawl(visitor: Visitor, start: str) -> dict[str, Answer]:
    """Every page within one coalition that can be reached by links from `start`, by its address; identifiers of one kind once."""
    root = start.rstrip("/")
    found: dict[str, Answer] = {}
    shapes, waiting = set(), [start]
    while waiting:
        address = waiting.pop(0)
        shape = _UUID.sub("…", address.partition("?")[0])
        if shape in shapes or not (address == root or address.startswith(f"{root}/")):
            continue
        shapes.add(shape)
        answer = visitor.get(address)
        if answer.status != 200 or answer.response.mimetype != "text/html":
            continue
        found[address] = answer
        waiting += [
            link.partition("#")[0] for link in answer.document.xpath("//a/@href") if link.startswith("/")
        ]
    return found


def forms_of_hengelo(world: World) -> list[tuple[str, dict[str, str]]]:
    """Every form that a coordinator and an administrator of Hengelo meet: its address and what stands in it."""
    forms: dict[str, tuple[str, dict[str, str]]] = {}
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        visitor = world.as_person(f"{role}@hengelo")
        for address, page in crawl(visitor, "/hengelo/").items():
            for form in page.document.xpath("//form[translate(@method, 'POST', 'post') = 'post']"):
                action = form.get("action") or address
                if action.startswith("/hengelo/"):
                    forms.setdefault(_UUID.sub("…", action), (action, _fields(form)))
    return list(forms.values())


def _fields(form: FormElement) -> dict[str, str]:
    fields = dict(form.form_values())
    for box in form.xpath(".//input[@type='checkbox' or @type='radio'][@name] | .//select[@name]"):
        options = box.xpath(".//option/@value") if box.tag == "select" else [box.get("value", "")]
        chosen = [option for option in options if option]
        if chosen:
            fields.setdefault(box.get("name"), chosen[0])
    fields.pop("csrf_token", None)
    # Each try is a form of its own.
    fields.pop("idempotency_key", None)
    return fields


def test_no_form_of_hengelo_takes_a_row_of_enschede(world: World) -> None:
    """Property: whatever of Enschede's identifiers is put into whatever field, nothing of Enschede comes back or is tied."""
    ids = rows_of(world, "enschede")
    forms = forms_of_hengelo(world)
    assert len(forms) > 10
    coordinator, administrator = (
        world.as_person(f"{role}@hengelo") for role in ("coordinator", "administrator")
    )

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(form=st.sampled_from(forms), data=st.data(), visitor=st.sampled_from([coordinator, administrator]))
    def attempt(form: tuple[str, dict[str, str]], data: st.DataObject, visitor: Visitor) -> None:
        address, fields = form
        foreign = st.sampled_from(sorted(str(row) for row in ids.values()))
        swapped = {
            name: data.draw(foreign) if _UUID.fullmatch(value) or data.draw(st.booleans()) else value
            for name, value in fields.items()
        }
        answer = visitor.post(address, swapped)
        assert answer.status < 500, f"{address} with {swapped}: {answer.status}"
        assert secret_of("enschede") not in answer.text
        assert secret_of("enschede") not in visitor.get("/hengelo/").text

    attempt()
    with world.inside("enschede"):
        after = rows_of(world, "enschede")
    assert after == ids

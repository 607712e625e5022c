"""What waits crosses the boundary to the person addressed, outside every coalition, and to nobody else."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from app.access import GIVEN_TO_PEOPLE, Role
from app.accounts.models import Membership
from app.todos.models import Todo
from app.todos.queries import waiting_for_me, waiting_here
from app.todos.rules import Kind, path_of, roles_addressed
from tenants import SYSTEM, Actor, acting_outside, db
from tests.people import TOWNS, World

SOMEBODY = "officer@hengelo"


def give(world: World, town: str, who: str, role: Role, *, ended: bool = False) -> None:
    """Let somebody hold, or have held, a role in a town."""
    with world.inside(town):
        until = datetime.now(UTC) if ended else None
        db().add(Membership(person_id=world.people[who], role=role, ended_at=until))


def address(world: World, town: str, title: str, *, role: Role | None = None, who: str = "") -> None:
    """Something in a town that waits for a role, or for one person."""
    with world.inside(town):
        thing = {"kind": "test", "subject_table": "action", "place_table": "action", "title": title}
        ids = {"subject_id": uuid4(), "place_id": uuid4(), "shows_from": date(2026, 1, 1)}
        to = {"role": role, "person_id": world.people[who] if who else None}
        db().execute(insert(Todo).values(thing | ids | to))


def read_outside(world: World, who: str | None) -> set[tuple[str, str]]:
    """(town, title) of every row that somebody reads outside every coalition."""
    towns = {world.tenant(town): town for town in TOWNS}
    actor = world.actor(who) if who else SYSTEM
    with acting_outside(actor=actor):
        return {(towns[row.tenant_id], row.title) for row in db().scalars(select(Todo))}


@pytest.fixture
def only_these(world: World) -> World:
    """The two towns, in each one thing for the coordinator and one for the administrator."""
    for town in TOWNS:
        with world.inside(town):
            db().execute(delete(Todo))
        address(world, town, "voor de coördinator", role=Role.COORDINATOR)
        address(world, town, "voor de beheerder", role=Role.ADMINISTRATOR)
    return world


def test_somebody_with_roles_in_two_towns_reads_what_waits_for_them_in_both(only_these: World) -> None:
    assert read_outside(only_these, SOMEBODY) == {("hengelo", "voor de coördinator")}
    give(only_these, "enschede", SOMEBODY, Role.ADMINISTRATOR)
    assert read_outside(only_these, SOMEBODY) == {
        ("hengelo", "voor de coördinator"),
        ("enschede", "voor de beheerder"),
    }


def test_a_role_that_ended_shows_nothing_also_not_what_was_addressed_by_name(only_these: World) -> None:
    give(only_these, "enschede", SOMEBODY, Role.COORDINATOR, ended=True)
    address(only_these, "enschede", "voor u", who=SOMEBODY)
    assert {town for town, _ in read_outside(only_these, SOMEBODY)} == {"hengelo"}
    give(only_these, "enschede", SOMEBODY, Role.READER)
    assert ("enschede", "voor u") in read_outside(only_these, SOMEBODY)
    assert ("enschede", "voor u") not in read_outside(only_these, "reader@enschede")


@pytest.mark.parametrize("who", [None, "reader@hengelo", "adviser", "operator"])
def test_who_is_not_addressed_reads_nothing(only_these: World, who: str | None) -> None:
    assert read_outside(only_these, who) == set()


def test_the_policy_lets_the_same_roles_stand_in_as_the_rules(world: World) -> None:
    for town in TOWNS:
        with world.inside(town):
            db().execute(delete(Todo))
        for role in GIVEN_TO_PEOPLE:
            address(world, town, role, role=role)
    for role in GIVEN_TO_PEOPLE:
        seen = read_outside(world, f"{role}@hengelo")
        assert seen == {("hengelo", other.value) for other in roles_addressed([role])}


def test_within_a_coalition_there_is_no_exception(only_these: World) -> None:
    give(only_these, "enschede", SOMEBODY, Role.COORDINATOR)
    with only_these.inside("hengelo", SOMEBODY):
        assert {row.tenant_id for row in db().scalars(select(Todo))} == {only_these.tenant("hengelo")}
        assert len(waiting_here([], date(2026, 2, 1))) == 0


def test_what_may_be_read_outside_cannot_be_changed_there(only_these: World) -> None:
    with acting_outside(actor=only_these.actor(SOMEBODY)):
        assert db().scalars(update(Todo).values(title="gekaapt").returning(Todo.id)).all() == []
        assert db().scalars(delete(Todo).returning(Todo.id)).all() == []
        (row,) = db().execute(select(Todo.__table__)).mappings().all()
        other = insert(Todo).values({**row, "id": uuid4(), "subject_id": uuid4()})
        with pytest.raises(DBAPIError, match="row-level security"):
            db().execute(other)
        db().rollback()


def test_a_town_cannot_write_a_row_into_another(only_these: World) -> None:
    with only_these.inside("hengelo", SOMEBODY):
        there = {"tenant_id": only_these.tenant("enschede")}
        with pytest.raises(DBAPIError, match="row-level security"):
            db().execute(update(Todo).values(there))
        db().rollback()


def test_the_front_door_says_how_much_waits_in_each_coalition(only_these: World) -> None:
    give(only_these, "enschede", SOMEBODY, Role.READER)
    address(only_these, "enschede", "voor u", who=SOMEBODY)
    address(only_these, "hengelo", "ook voor u", who=SOMEBODY)
    with only_these.inside("hengelo"):
        # Known kinds only have words; here it is the number that counts.
        db().execute(update(Todo).values(kind=Kind.DEADLINE))
    with only_these.inside("enschede"):
        db().execute(update(Todo).values(kind=Kind.DEADLINE))
    page = only_these.as_person(SOMEBODY).get("/")
    cards = [" ".join(card.text_content().split()) for card in page.document.xpath("//main//ul/li")]
    assert ["2 dingen wachten op u" in card for card in cards] == [True, False]
    assert ["1 ding wacht op u" in card for card in cards] == [False, True]


def test_every_kind_leads_to_a_page_of_the_product(world: World) -> None:
    adapter = world.app.url_map.bind("localhost")
    for kind in Kind:
        path = path_of(kind, place=UUID(int=1), subject=UUID(int=2), organisation=UUID(int=3))
        path = path.partition("#")[0].partition("?")[0]
        assert adapter.match(f"/{path}", method="GET")[0]


def test_outside_one_reads_the_coalitions_that_are_asked_for(only_these: World) -> None:
    give(only_these, "enschede", SOMEBODY, Role.COORDINATOR)
    for town in TOWNS:
        with only_these.inside(town):
            db().execute(update(Todo).values(kind=Kind.READING))
    with acting_outside(actor=Actor(only_these.people[SOMEBODY], "")):
        found = waiting_for_me(["hengelo"], date(2026, 2, 1))
        both = waiting_for_me(list(TOWNS), date(2026, 2, 1))
        none_yet = waiting_for_me(list(TOWNS), date(2025, 12, 31))
    assert [waiting.slug for waiting in found] == ["hengelo"]
    assert sorted(waiting.slug for waiting in both) == ["enschede", "hengelo"]
    assert none_yet == []

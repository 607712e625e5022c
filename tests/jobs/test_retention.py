"""What goes when its term has passed, what stays, and what is said about it: in one town, and outside both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect, select, text

from app.console.main import main
from app.history.models import Event
from app.platform.models import Removal
from app.settings import ROOT, settings
from jobs.probe import probe
from jobs.retention import remove_and_note, remove_expired
from jobs.task import Task
from tenants import Actor, acting_outside, current_tenant, db
from tenants.database import engine
from tenants.retention import RULES, Kind, Rule, days_of, look
from tests.people import World

# What else a row says when it has ended.
ENDED = {"todo": "ended = 'done',"}
AGED = [rule for rule in RULES.values() if rule.days is not None and not rule.outside]


def _as_owner(world: World, *statements: tuple[str, dict[str, object]]) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        for statement, values in statements:
            connection.execute(text(statement), values)
    owner.dispose()


def _age(world: World, town: str, beyond: int) -> None:
    """Let every row of the town that has a term be as old as its term and `beyond` days."""
    for rule in AGED:
        moment = datetime.now(UTC) - timedelta(days=(rule.days or 0) + beyond)
        change = f"update {rule.table} set {ENDED.get(rule.table, '')} {rule.since} = :moment where tenant_id = :tenant"
        _as_owner(world, (change, {"moment": moment, "tenant": world.tenant(town)}))


def _count(world: World, town: str) -> dict[str, int]:
    owner = create_engine(world.database.url("owner"))
    with owner.connect() as connection:
        counts = {
            rule.table: connection.scalar(
                text(f"select count(*) from {rule.table} where tenant_id = :tenant"),
                {"tenant": world.tenant(town)},
            )
            or 0
            for rule in AGED
        }
    owner.dispose()
    return counts


def test_every_table_has_its_class_and_nothing_else_has(world: World) -> None:
    owner = create_engine(world.database.url("owner"))
    columns = {
        table: {column["name"] for column in inspect(owner).get_columns(table)}
        for table in inspect(owner).get_table_names()
    }
    owner.dispose()
    assert columns.keys() - {"alembic_version"} == RULES.keys()
    assert {rule.table for rule in RULES.values() if rule.since not in {"", *columns[rule.table]}} == set()
    assert all(rule.ground and rule.words for rule in RULES.values())


def test_only_what_no_law_asks_to_keep_has_a_term() -> None:
    assert {rule.kind for rule in RULES.values() if rule.days is not None} == {Kind.PERSONAL, Kind.TECHNICAL}
    assert all(rule.since for rule in RULES.values() if rule.days is not None)


def test_what_passed_its_term_goes_in_this_town_and_what_is_younger_stays_in_the_other(world: World) -> None:
    for town, beyond in (("hengelo", 1), ("enschede", -1)):
        with world.inside(town):
            db().get_one(Task, probe.later(seconds=0)).finished_at = datetime.now(UTC)
        _age(world, town, beyond)
    before = {town: _count(world, town) for town in ("hengelo", "enschede")}
    found = {}
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            found[town] = {passed.table: passed.how_many for passed in look()}
            assert {passed.table: passed.how_many for passed in remove_and_note()} == found[town]
            assert look() == []
    assert found["enschede"] == {}
    assert found["hengelo"] == {table: number for table, number in before["hengelo"].items() if number}
    assert {"invitation", "membership", "task", "visit"} <= found["hengelo"].keys()
    assert _count(world, "enschede") == before["enschede"]
    assert set(_count(world, "hengelo").values()) == {0}


def test_what_went_is_noted_without_content_and_told_where_it_was_about_people(world: World) -> None:
    _age(world, "hengelo", 10)
    with world.inside("hengelo"):
        remove_expired()
    with world.inside("hengelo"):
        noted = {row.of_table: row for row in db().scalars(select(Removal))}
        invitations = noted["invitation"]
        assert (invitations.of_class, invitations.how_many) == ("personal", 1)
        assert invitations.oldest == invitations.newest < datetime.now(UTC) - timedelta(days=99)
        assert len({row.run for row in noted.values()}) == 1
        told = db().scalars(select(Event).where(Event.kind == "workspace.removed_expired")).one()
        assert "uitnodigingen: 1" in told.note
        assert "nieuw@voorbeeld.example" not in told.note
        remove_expired()
    with world.inside("hengelo"):
        assert len(db().scalars(select(Event).where(Event.kind == "workspace.removed_expired")).all()) == 1
    with world.inside("enschede"):
        assert db().scalars(select(Removal)).all() == []


def test_a_coalition_may_choose_another_term_but_not_where_the_database_keeps_it(world: World) -> None:
    free, fixed = RULES["invitation"], RULES["membership"]
    assert (days_of(free, {"invitation": 10}), days_of(fixed, {"membership": 10})) == (10, 730)
    assert [days_of(free, {"invitation": odd}) for odd in ("10", 0, None)] == [90, 90, 90]
    assert days_of(Rule("plan", Kind.PERMANENT, "plannen", "wet"), {"plan": 1}) is None
    _age(world, "hengelo", -30)
    with world.inside("hengelo"):
        current_tenant().terms = {"invitation": 30}
    with world.inside("hengelo"):
        assert [passed.table for passed in look()] == ["invitation"]


def test_outside_go_closed_doors_and_accounts_without_any_role_and_no_open_door(world: World) -> None:
    reader, gone = world.people["reader@hengelo"], world.people["reader@enschede"]
    old, young = datetime.now(UTC) - timedelta(days=31), datetime.now(UTC) - timedelta(days=29)
    with acting_outside():
        db().get_one(Task, probe.later(seconds=0)).finished_at = datetime.now(UTC) - timedelta(days=91)
    door = "insert into sign_in (id, person_id, token_hash, seen_at, ended_at) values (gen_random_uuid(), :who, :name, :seen, :ended)"
    link = "insert into password_reset (id, person_id, token_hash, expires_at) values (gen_random_uuid(), :who, :name, :seen)"
    note = "insert into backup (id, kind, what, finished_at, size, sha256) values (gen_random_uuid(), 'everything', '', :at, 1, '')"
    _as_owner(
        world,
        (door, {"who": reader, "name": "unseen", "seen": old, "ended": None}),
        (door, {"who": reader, "name": "ended", "seen": old, "ended": old}),
        (door, {"who": reader, "name": "open", "seen": young, "ended": None}),
        (link, {"who": reader, "name": "old", "seen": old}),
        (link, {"who": reader, "name": "new", "seen": young}),
        (note, {"at": datetime.now(UTC) - timedelta(days=731)}),
        (note, {"at": datetime.now(UTC) - timedelta(days=729)}),
        ("delete from membership where person_id = any(:who)", {"who": [gone, world.people["decider@hengelo"]]}),
        ("update person set created_at = :old where id = any(:who)", {"old": old, "who": [gone, reader]}),
    )  # fmt: skip
    expected = {"sign_in": 2, "password_reset": 1, "backup": 1, "person": 1, "task": 1}
    with acting_outside():
        assert {passed.table: passed.how_many for passed in look()} == expected
    with acting_outside():
        assert {passed.table: passed.how_many for passed in remove_and_note()} == expected
    with acting_outside():
        assert look() == []
        assert set(db().scalars(select(Removal.of_table))) == expected.keys()
    owner = create_engine(world.database.url("owner"))
    with owner.connect() as connection:
        left = set(
            connection.scalars(
                text("select token_hash from sign_in union all select token_hash from password_reset")
            )
        )
        people = set(connection.scalars(text("select id from person")))
    owner.dispose()
    assert left >= {"open", "new"}
    assert not left & {"unseen", "ended", "old"}
    assert set(world.people.values()) - people == {gone}


def test_nobody_can_hasten_it_through_the_function_nor_see_who_it_is_about(world: World) -> None:
    with acting_outside(actor=Actor(world.people["reader@hengelo"], "")):
        assert db().execute(text("select * from forget_outside(true) where how_many > 0")).all() == []
        columns = set(db().execute(text("select * from forget_outside(false)")).keys())
    assert columns == {"of_table", "how_many", "oldest", "newest"}


def test_the_command_says_what_would_go_and_then_that_it_went(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "database_url", world.database.url())
    _age(world, "hengelo", 1)
    run = CliRunner().invoke
    dry = run(main, ["retention", "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert any(line.split()[:3] == ["hengelo", "invitation", "personal"] for line in dry.output.splitlines())
    assert "enschede" not in dry.output
    real = run(main, ["retention"])
    assert real.output == dry.output.replace("would go", "went")
    assert run(main, ["retention", "--dry-run", "hengelo"]).output == "0 rows would go.\n"
    unknown = run(main, ["retention", "nergens"])
    assert unknown.exit_code == 1
    assert "There is no workspace nergens" in unknown.output
    engine().dispose()


def test_the_page_about_retention_says_what_is_declared() -> None:
    page = Path(ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
    for rule in RULES.values():
        term = f"{rule.days} days after `{rule.since}`" if rule.days is not None else "stays"
        assert f"| `{rule.table}` | {rule.kind} | {term} | {rule.ground} |" in page, rule.table

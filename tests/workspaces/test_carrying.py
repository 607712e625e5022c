"""A coalition takes everything along in a folder, and elsewhere it is the same again; what is wrong with a folder is refused."""

import json
import stat
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, func, inspect, select, text

from app.accounts.models import Membership, Person
from app.accounts.passwords import fits
from app.console.main import main
from app.history.models import Event
from app.plan.models import Action, Attachment, Neighbourhood
from jobs.probe import probe
from jobs.task import Task
from jobs.todos import catch_up_at_night
from tenants import acting_in, acting_outside, db, folder
from tenants.database import connect, engine
from tenants.leaving import _keys, carried, export, plain
from tenants.provision import Reader
from tenants.retention import RULES
from tests.people import PASSWORD, World, secret_of
from tests.servers import Database
from tests.workspaces.folders import added, content, run


def test_every_table_of_a_coalition_goes_along_or_is_named_with_its_reason(
    world: World, exported: Path
) -> None:
    owner = create_engine(world.database.url("owner"))
    in_database = {
        table
        for table in inspect(owner).get_table_names()
        if "tenant_id" in {column["name"] for column in inspect(owner).get_columns(table)}
    }
    owner.dispose()
    along = {table.name for table in carried()}
    reasons = {rule.table: rule.left_out for rule in RULES.values() if rule.left_out}
    assert in_database == along | reasons.keys()
    written = {path.stem for path in (exported / "rows").iterdir()} | {"event"}
    filled = {name for name, rows in content(world.database, world.tenant("hengelo")).items() if rows}
    assert written == filled
    assert {"action", "attachment", "chain_check", "membership", "progress_update"} <= written
    page = (exported / "LEESMIJ.txt").read_text("utf-8")
    assert all(reason in page for reason in reasons.values())
    assert all(f"{name}.toml" in page for name in written - {"event"})


def test_the_folder_is_for_people_and_says_nothing_of_another_town(exported: Path) -> None:
    actions = tomllib.loads((exported / "rows" / "action.toml").read_text("utf-8"))["action"]
    coffee = next(action for action in actions if action["key"] == "koffieochtend")
    assert (coffee["goal"], coffee["plan"], coffee["owner"]) == (
        "meer-mensen-aan-tafel",
        "actieplan",
        "welzijn",
    )
    (attachment,) = tomllib.loads((exported / "rows" / "attachment.toml").read_text("utf-8"))["attachment"]
    flyer = exported / attachment["content"]["file"]
    assert (flyer.name, flyer.read_bytes()) == ("flyer.pdf", b"%PDF-")
    assert sha256(flyer.read_bytes()).hexdigest() == attachment["content"]["sha256"]
    roles = tomllib.loads((exported / "rows" / "membership.toml").read_text("utf-8"))["membership"]
    assert ("reader@hengelo.example", "reader") in {(row.get("person"), row["role"]) for row in roles}
    everything = b"".join(path.read_bytes() for path in exported.rglob("*") if path.is_file()).decode("utf-8")
    assert secret_of("hengelo") in everything
    assert secret_of("enschede") not in everything
    assert "@enschede.example" not in everything
    assert "$argon2" not in everything
    assert "token_hash" not in everything
    # No other user of the machine reads along.
    assert stat.S_IMODE(exported.stat().st_mode) == 0o700
    history = [json.loads(line) for line in (exported / "history.jsonl").read_text("utf-8").splitlines()]
    assert [event["number"] for event in history] == list(range(1, len(history) + 1))


def test_exporting_twice_gives_the_same_files(
    world: World, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = exported.parent / "again"
    assert run(world.database, monkeypatch, "export", "hengelo", str(again)).exit_code == 0
    assert (again / folder.SUMS).read_bytes() == (exported / folder.SUMS).read_bytes()
    taken = run(world.database, monkeypatch, "export", "hengelo", str(again))
    assert "is there already" in taken.output
    assert (again / folder.SUMS).exists()
    for slug in ("nergens", "../hengelo"):
        assert "There is no workspace" in run(world.database, monkeypatch, "export", slug, str(again)).output


def test_loaded_into_an_empty_database_it_is_the_same_row_by_row_and_its_history_verifies(
    world: World, exported: Path, new_database: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, tenant = new_database(), world.tenant("hengelo")
    done = run(elsewhere, monkeypatch, "load", str(exported))
    assert done.exit_code == 0, done.output
    before, after = (content(database, tenant) for database in (world.database, elsewhere))
    loaded = [row for row in after["event"] if "workspace.loaded" in row]
    assert len(loaded) == 1
    after["event"].remove(loaded[0])
    head = after.pop("chain_head")
    assert before.pop("chain_head") != head
    assert after == before
    verified = CliRunner().invoke(main, ["audit", "verify", "hengelo"])
    assert verified.exit_code == 0, verified.output
    with acting_in(tenant):
        people = db().execute(select(Person.email, Person.password_hash).join(Membership.person)).all()
        assert ("coordinator@hengelo.example", None) in {tuple(person) for person in people}
        assert db().scalar(select(Attachment.content)) == b"%PDF-"
        # Where the command was ended before it made again what waits, the worker does.
        assert db().scalar(select(Task.state).where(Task.name == catch_up_at_night.name)) == "waiting"
    again = run(elsewhere, monkeypatch, "load", str(exported))
    assert again.exit_code == 1
    assert "There is a workspace hengelo already" in again.output
    # What was loaded can be taken along again: only the event of the loading is new.
    assert run(elsewhere, monkeypatch, "export", "hengelo", str(exported.parent / "again")).exit_code == 0
    differing = {
        path.relative_to(exported).as_posix()
        for path in exported.rglob("*")
        if path.is_file()
        and path.read_bytes() != (exported.parent / "again" / path.relative_to(exported)).read_bytes()
    }
    assert differing == {"history.jsonl", "rows/chain_head.toml", folder.SUMS}
    engine().dispose()


def test_one_town_is_replaced_and_every_byte_of_the_other_stays(
    world: World, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = content(world.database, world.tenant("enschede"), whole=True)
    with world.inside("hengelo"):
        task = probe.later(seconds=0)
        db().get_one(Action, world.row("hengelo", "action", "koffie")).title = "Iets heel anders"
        db().add(Membership(person_id=world.people["reader@enschede"], role="reader"))
        db().add(Membership(person_id=world.people["adviser"], role="reader"))
    with acting_outside(key="alleen@hengelo.example"):
        newcomer = Person(email="alleen@hengelo.example", name="Alleen hier")
        db().add(newcomer)
    with world.inside("hengelo"):
        db().add(Membership(person_id=newcomer.id, role="reader"))
    declined = run(world.database, monkeypatch, "load", "--replace", str(exported))
    assert declined.exit_code == 1
    connect(world.database.url())
    with world.inside("hengelo"):
        assert db().scalar(select(func.count()).where(Action.title == "Iets heel anders")) == 1
    done = run(world.database, monkeypatch, "load", "--replace", "--yes", str(exported))
    assert done.exit_code == 0, done.output
    assert content(world.database, world.tenant("enschede"), whole=True) == other
    with world.inside("hengelo"):
        assert set(db().scalars(select(Action.title))) == {"Koffieochtend", "Maatjes zoeken"}
        assert db().scalars(select(Event.kind).order_by(Event.at.desc())).first() == "workspace.loaded"
        assert db().scalar(text("select count(*) from task where id = :id"), {"id": task}) == 1
        coordinator = db().get_one(Person, world.people["coordinator@hengelo"])
        assert fits(coordinator.password_hash, PASSWORD)
    owner = create_engine(world.database.url("owner"))
    with owner.connect() as connection:
        left = set(connection.scalars(text("select email from person")))
    owner.dispose()
    # Who works elsewhere too stays; who worked here alone, and no longer does, goes.
    assert {"reader@enschede.example", "adviser@platform.example"} <= left
    assert "alleen@hengelo.example" not in left
    assert CliRunner().invoke(main, ["audit", "verify"]).exit_code == 0


def test_who_has_an_account_elsewhere_already_is_the_same_person(
    world: World, exported: Path, new_database: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = new_database()
    connect(elsewhere.url())
    with acting_outside(key="coordinator@hengelo.example"):
        here = Person(email="coordinator@hengelo.example", name="Dezelfde", password_hash="eigen")
        db().add(here)
    assert run(elsewhere, monkeypatch, "load", str(exported)).exit_code == 0
    with world.inside("hengelo"):
        held = db().scalars(select(Membership).where(Membership.role == "coordinator")).one()
        assert held.person_id == here.id
        assert db().get_one(Person, here.id).password_hash == "eigen"
    engine().dispose()


def test_a_row_that_somebody_wrote_by_hand_goes_in_as_from_a_workspace_file(
    world: World, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added("rows/neighbourhood.toml", '\n[[neighbourhood]]\nkey = "zuid"\nname = "Zuid"\n')(exported)
    assert run(world.database, monkeypatch, "load", "--replace", "--yes", str(exported)).exit_code == 0
    with world.inside("hengelo"):
        assert db().get_one(Neighbourhood, world.row("hengelo", "neighbourhood", "zuid")).name == "Zuid"


def test_what_could_not_be_written_whole_is_not_left_behind(world: World, tmp_path: Path) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), world.inside("hengelo"):
        export(tmp_path / "half", full)
    assert list(tmp_path.iterdir()) == []


def test_rows_with_the_same_name_get_keys_of_their_own_and_long_names_end_at_a_word() -> None:
    names = {UUID(int=1): "Koffie!", UUID(int=2): "koffie", UUID(int=3): "", UUID(int=4): "Met elkaar " * 9}
    assert list(_keys(names).values()) == [
        "koffie",
        "koffie-2",
        "met-elkaar-met-elkaar-met-elkaar-met-elkaar-met",
        "x",
    ]


def test_a_list_with_nothing_in_a_place_is_carried_as_the_text_of_its_json() -> None:
    assert (plain([None, 1]), plain({"a": [1]}), plain({"a": None})) == (
        "[null, 1]",
        {"a": [1]},
        '{"a": null}',
    )
    reader = Reader(UUID(int=1))
    reader.take_all("event", [{"id": str(UUID(int=2)), "changes": '{"light": [null, "red"]}'}], parent=None)
    assert reader.rows["event"][str(UUID(int=2))]["changes"] == {"light": [None, "red"]}

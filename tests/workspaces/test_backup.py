"""Everything in one file, and a database again from that file: the same rows, the same sums, the same history, the same boundary."""

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import ProgrammingError

from app.console.main import main
from app.console.manifest import beside, contents
from app.console.programs import ProgramError, program
from app.platform.models import Backup
from tenants import acting_outside, db
from tenants.database import connect, engine
from tenants.folder import digest
from tenants.policies import weaknesses
from tests.people import World
from tests.servers import Database
from tests.workspaces.folders import content


def run(database: Database, *arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), env={"OWNER_DATABASE_URL": database.url("owner")})


@pytest.fixture
def empty(world: World) -> Iterator[Database]:
    """A database without a single table."""
    name = f"{world.database.name[:40]}_{uuid4().hex[:8]}"
    world.database.cluster.create_database(name)
    yield Database(world.database.cluster, name)
    engine().dispose()
    world.database.cluster.drop_database(name)


@pytest.fixture
def backup(world: World, tmp_path: Path) -> Path:
    """A backup of both towns."""
    done = run(world.database, "backup", str(tmp_path / "backups" / "alles.backup"))
    assert done.exit_code == 0, done.output
    return tmp_path / "backups" / "alles.backup"


def as_owner(database: Database, *statements: str) -> None:
    owner = create_engine(database.url("owner"))
    with owner.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    owner.dispose()


def test_a_restored_database_has_the_same_rows_sums_history_and_boundary(
    world: World, backup: Path, empty: Database
) -> None:
    assert {path.name for path in backup.parent.iterdir()} == {"alles.backup", "alles.backup.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in backup.parent.iterdir()} == {0o600}
    done = run(empty, "restore", str(backup))
    assert done.exit_code == 0, done.output
    assert "ok  the history of hengelo verifies" in done.output
    for town in ("hengelo", "enschede"):
        before = content(world.database, world.tenant(town), whole=True)
        assert content(empty, world.tenant(town), whole=True) == before
        assert before["action"]
    manifest = json.loads(beside(backup).read_text("utf-8"))
    assert manifest["contents"]["sums"]["municipality"]["brede_spuk_2026"] == "26442305200"
    assert manifest["contents"]["rows"]["person"] == len(world.people)
    assert manifest["contents"]["chains"].keys() == {"hengelo", "enschede"}
    # As the superuser, who sees past every policy: the owner, who made the backup, saw it all.
    held = []
    for database in (world.database, empty):
        superuser = create_engine(database.url("postgres"))
        with superuser.connect() as connection:
            held.append(contents(connection))
        superuser.dispose()
    assert held[0].rows == {**manifest["contents"]["rows"], "backup": 1}
    assert held[1].rows == manifest["contents"]["rows"]
    assert held[1].sums == manifest["contents"]["sums"]
    connect(empty.url())
    with engine().connect() as connection:
        assert weaknesses(connection) == []
    assert world.as_person("coordinator@hengelo").get("/hengelo/").status == 200


def test_that_there_was_a_backup_is_noted_and_the_web_sees_nothing_of_it(world: World, backup: Path) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.connect() as connection:
        row = connection.execute(select(Backup.kind, Backup.what, Backup.size, Backup.sha256)).one()
    owner.dispose()
    manifest = json.loads(beside(backup).read_text("utf-8"))
    assert tuple(row) == ("everything", "alles.backup", backup.stat().st_size, manifest["sha256"])
    with acting_outside():
        assert db().scalars(select(Backup)).all() == []
    with pytest.raises(ProgrammingError, match="permission denied"), acting_outside():
        db().execute(text("delete from backup"))


def test_in_a_folder_it_gets_the_moment_as_its_name_and_nothing_is_written_over(
    world: World, backup: Path, tmp_path: Path
) -> None:
    assert run(world.database, "backup", str(tmp_path)).exit_code == 0
    (named,) = tmp_path.glob("samenkracht-*Z.backup")
    assert beside(named).is_file()
    before = backup.read_bytes()
    taken = run(world.database, "backup", str(backup))
    assert taken.exit_code == 1
    assert "is there already" in taken.output
    assert backup.read_bytes() == before


def test_a_backup_that_could_not_be_whole_is_not_kept(world: World, tmp_path: Path) -> None:
    as_owner(world.database, "drop policy migration on action")
    done = run(world.database, "backup", str(tmp_path / "half.backup"))
    assert done.exit_code == 1
    assert "may not see every row of action" in done.output
    assert list(tmp_path.iterdir()) == []


def test_without_a_program_as_new_as_the_server_it_says_what_to_install() -> None:
    with pytest.raises(ProgramError, match="postgresql-client-99"):
        program("pg_dump", 99)


@pytest.mark.parametrize(
    "command", [["backup", "nieuw"], ["person", "erase", "--yes", "iemand@example.org"], ["db", "check"]]
)
def test_a_database_that_cannot_be_reached_is_said_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for address, sentence in (
        (
            f"postgresql+psycopg://owner:geheim@/samenkracht?host={tmp_path}",
            "The database cannot be reached.",
        ),
        ("owner:geheim", "This is no address of a database"),
    ):
        done = CliRunner().invoke(main, command, env={"OWNER_DATABASE_URL": address})
        assert done.exit_code == 1
        assert sentence in done.output
        assert "geheim" not in done.output
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_database_of_an_older_version_is_told_to_be_upgraded_first(world: World, tmp_path: Path) -> None:
    as_owner(world.database, "drop table chain_head cascade")
    done = run(world.database, "backup", str(tmp_path))
    assert done.exit_code == 1
    assert "run `samenkracht db upgrade`" in done.output
    assert list(tmp_path.iterdir()) == []


def test_who_may_not_see_every_row_erases_nobody_by_half(world: World) -> None:
    command = ["person", "erase", "--yes", "coordinator@hengelo.example"]
    done = CliRunner().invoke(main, command, env={"OWNER_DATABASE_URL": world.database.url()})
    assert done.exit_code == 1
    assert "sign in as `owner`" in done.output


def _altered(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)


def _without_manifest(backup: Path) -> None:
    beside(backup).unlink()


def _no_manifest(backup: Path) -> None:
    beside(backup).write_text("{}")


def _of_another_format(backup: Path) -> None:
    beside(backup).write_text('{"format": 9}')


def _no_dump(backup: Path) -> None:
    backup.write_text("Dit is geen reservekopie.")
    manifest = json.loads(beside(backup).read_text("utf-8"))
    beside(backup).write_text(json.dumps(manifest | {"sha256": digest(backup)}), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_no_dump, "pg_restore failed"),
        (_altered, "was altered or cut off"),
        (_without_manifest, "is missing: without it nobody can say"),
        (_no_manifest, "this is no manifest"),
        (_of_another_format, "format 9 is not 1"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_not_restored(
    backup: Path, empty: Database, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(backup)
    done = run(empty, "restore", str(backup))
    assert done.exit_code == 1
    assert sentence in done.output
    assert "Nothing was restored." in done.output


def test_a_database_that_is_not_empty_is_refused_and_another_can_be_named(
    world: World, backup: Path, empty: Database
) -> None:
    refused = run(world.database, "restore", str(backup))
    assert refused.exit_code == 1
    assert "This database is not empty" in refused.output
    done = run(world.database, "restore", str(backup), "--into", empty.url("owner"))
    assert done.exit_code == 0, done.output
    again = run(world.database, "restore", str(backup), "--into", empty.url("owner"))
    assert "This database is not empty" in again.output


def test_what_is_not_as_it_was_is_said_line_by_line(world: World, empty: Database, tmp_path: Path) -> None:
    as_owner(world.database, "update event set note = 'achteraf' where number = 1")
    path = tmp_path / "alles.backup"
    assert run(world.database, "backup", str(path)).exit_code == 0
    manifest = json.loads(beside(path).read_text("utf-8"))
    held = manifest["contents"]
    actions = held["rows"]["action"]
    held["rows"]["action"] += 1
    held["sums"]["municipality"]["brede_spuk_2025"] = "1"
    held["chains"]["enschede"]["number"] += 1
    held["boundary"] += ["policy gone on action"]
    held["boundary"].remove("grant select on action to webapp")
    held["revision"] = "0001"
    beside(path).write_text(json.dumps(manifest), "utf-8")
    done = run(empty, "restore", str(path))
    assert done.exit_code == 1
    for sentence in (
        "The schema is at", f"Table action has {actions} rows and had {actions + 1}.", "The numbers in table municipality add up to",
        "The history of enschede ends elsewhere", "Missing: policy gone on action.", "Not there before: grant select on action",
        "The history of hengelo: event 1", "The history of enschede: event 1", "do not serve from this database",
    ):  # fmt: skip
        assert sentence in done.output

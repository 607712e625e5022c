"""What is wrong with a folder is said in a sentence, and nothing is done."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest

from tenants import folder
from tenants.database import connect
from tests.people import World
from tests.workspaces.folders import added, content, edited, run


def _without_file(path: Path) -> None:
    (path / "rows" / "goal.toml").unlink()


def _altered(path: Path) -> None:
    with (path / "rows" / "goal.toml").open("a") as file:
        file.write("# Een letter erbij\n")


def _stranger(path: Path) -> None:
    (path / "rows" / "extra.toml").write_text("")


def _no_sums(path: Path) -> None:
    (path / folder.SUMS).unlink()


def _outside(path: Path) -> None:
    with (path / folder.SUMS).open("a") as file:
        file.write(f"{'0' * 64}  ../elders.toml\n")


def _linked(path: Path) -> None:
    (path / "rows" / "koppeling.toml").symlink_to("/etc/hostname")
    with (path / folder.SUMS).open("a") as file:
        file.write(f"{'0' * 64}  rows/koppeling.toml\n")


def _moved_out(path: Path) -> None:
    (path / "rows").rename(path.parent / "elders")
    (path / "rows").symlink_to(path.parent / "elders")


BAD = {
    "goal.toml: this file is missing": _without_file,
    "goal.toml: this file was altered": _altered,
    "does not name this file": _stranger,
    "there is no SHA256SUMS": _no_sums,
    "leads out of the folder": _outside,
    "'rows/koppeling.toml': this path leads": _linked,
    ".toml': this path leads out": _moved_out,
    "no room for 'kleur'": added("rows/goal.toml", 'kleur = "rood"\n'),
    "no room for 'tenant_id'": added(
        "rows/goal.toml", 'tenant_id = "00000000-0000-0000-0000-000000000000"\n'
    ),
    "no room for 'platform_assignment' in": added(
        "rows/goal.toml", '\n[[platform_assignment]]\nrole = "operator"\n'
    ),
    "no room for 'organisation' in a workspace": added(
        "rows/partner.toml", f'\n[[partner]]\nid = "{UUID(int=1)}"\norganisation = {{name = "x"}}\n'
    ),
    "no room for 'plan' in": added("rows/goal.toml", '\n[plan]\ntitle = "x"\n'),
    "no room for 'password_hash'": added("people.toml", 'password_hash = "x"\n'),
    "no room for 'geheim'": added("workspace.toml", 'geheim = "x"\n'),
    "this file cannot be read": added("rows/goal.toml", "[[[\n"),
    "line 1 cannot be read": edited("history.jsonl", "{", "x"),
    "is no id": edited("people.toml", 'id = "', 'id = "x'),
    "does not fit in 'adopted'": edited("rows/plan.toml", 'adopted = "', 'adopted = "x'),
    "names no file": edited("rows/attachment.toml", "content = {file", "content = {bestand"),
    "there is no person 'nergens@": edited("rows/membership.toml", 'person = "reader@', 'person = "nergens@'),
    "missing": edited("rows/goal.toml", 'parent = "', 'parent = "x'),
    "The database refuses": edited("rows/action.toml", 'status = "', 'status = "x'),
    "format 2 is not 1": edited("workspace.toml", "format = 1", "format = 2"),
    "newer version": edited("workspace.toml", 'revision = "0', 'revision = "9'),
    "no address of a coalition": edited("workspace.toml", 'slug = "', 'slug = "../'),
    "not in the register": edited("workspace.toml", 'municipality = "GM', 'municipality = "XX'),
    "event 1": edited("history.jsonl", '"kind": "', '"kind": "on'),
}


def test_a_bad_folder_is_refused_with_a_sentence_and_nothing_is_done(
    world: World, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns = [world.tenant(town) for town in ("hengelo", "enschede")]
    before = [content(world.database, town, whole=True) for town in towns]
    for number, (sentence, spoil) in enumerate(BAD.items()):
        path = exported.parent / str(number) / "folder"
        shutil.copytree(exported, path)
        spoil(path)
        done = run(world.database, monkeypatch, "load", "--replace", "--yes", str(path))
        assert done.exit_code == 1, sentence
        assert sentence in done.output
        assert "Nothing was done." in done.output
    assert [content(world.database, town, whole=True) for town in towns] == before
    connect(world.database.url())

"""The folder of Hengelo; and no connection that a command made is left open behind it."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.plan.models import Action
from tenants import db
from tenants.database import engine
from tests.people import World
from tests.workspaces.folders import run


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    yield
    # Where no test of this process met the database yet, there is none.
    with suppress(RuntimeError):
        engine().dispose()


@pytest.fixture
def exported(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of Hengelo."""
    with world.inside("hengelo", "coordinator@hengelo"):
        action = db().get_one(Action, world.row("hengelo", "action", "koffie"))
        action.description = 'Met "drie" aanhalingstekens: """\n\tEn een \\ en een é.\r\nEinde: "'
    done = run(world.database, monkeypatch, "export", "hengelo", str(tmp_path / "hengelo"))
    assert done.exit_code == 0, done.output
    return tmp_path / "hengelo"

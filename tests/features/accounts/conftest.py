"""What tests of accounts share: nobody has tried the doors yet, and a mailbox that is emptied by the real worker's code."""

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.settings import settings
from app.web.limits import limiter
from jobs import passwords as _passwords  # noqa: F401 - the job is known by its name
from jobs.running import run
from jobs.task import State, Task
from tenants import acting_outside, db
from tests.people import TOWNS, World


@pytest.fixture(autouse=True)
def _nobody_tried_yet(furnished: World) -> Iterator[None]:
    with furnished.app.app_context():
        limiter.reset()
    yield
    with furnished.app.app_context():
        limiter.reset()


class Post:
    """The mail of a test."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._folder = folder

    def deliver(self) -> None:
        """Do every waiting task, as a worker would."""
        for town in (*TOWNS, None):
            with self._world.inside(town) if town else acting_outside():
                waiting = db().scalars(select(Task.id).where(Task.state == State.WAITING)).all()
            for task in waiting:
                run(str(task), str(self._world.tenant(town)) if town else None)

    def letters(self, to: str) -> list[str]:
        """The texts that somebody received, in the order in which they were written."""
        self.deliver()
        found = []
        for path in sorted(self._folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = message.get_body(("plain",))
            if message["To"] == to and body is not None:
                found.append(f"{message['Subject']}\n{body.get_content()}")
        return found

    def link(self, to: str) -> str:
        """The path of the link in the last letter."""
        (path,) = re.findall(r"http://localhost:8000(/\S+)", self.letters(to)[-1])[:1]
        return str(path)


@pytest.fixture
def post(world: World, tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Post:
    """The mailbox of this test."""
    monkeypatch.setattr(settings(), "mail_folder", tmp_path / "mail")
    monkeypatch.setattr(settings(), "redis_url", redis_url)
    return Post(world, tmp_path / "mail")

"""A workplace: two towns, a queue of this test's own, and workers and clocks that end with the test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis import Redis

from app.settings import ROOT, settings
from jobs import running
from jobs.mail import renderer
from jobs.queue import JOBS, Job, connection, job
from jobs.sweeper import open_tasks
from jobs.task import Task
from tenants import acting_outside, db
from tests.people import World

_PATIENCE = 30


def wait_until(condition: Callable[[], Any]) -> Any:
    """What `condition` returns once it is true; fails after half a minute."""
    deadline = time.monotonic() + _PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{condition} did not become true"
        time.sleep(0.05)
    return found


@dataclass
class Workplace:
    """Where tasks wait and are done."""

    world: World
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def task(self, task_id: UUID, town: str | None = None) -> Task | None:
        """The row, as `town` (or the scope outside) sees it."""
        with self.world.inside(town) if town else acting_outside():
            return db().get(Task, task_id)

    def state(self, task_id: UUID, town: str | None = None) -> str:
        """The state of the task; empty where it is not seen."""
        found = self.task(task_id, town)
        return found.state if found else ""

    def do_all(self) -> None:
        """Do what waits now, in this very process."""
        for task_id, tenant_id in open_tasks(timedelta(0)):
            running.run(str(task_id), str(tenant_id) if tenant_id else None)

    def start(self, module: str) -> subprocess.Popen[bytes]:
        """Start `python -m module` as the Procfile does."""
        with (self.folder / f"{module}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module], cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def forget_surroundings(self) -> None:
        """Let this process read its environment anew."""
        for remembered in (settings, connection, renderer):
            remembered.cache_clear()

    def logs(self) -> str:
        """What the processes said."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


@pytest.fixture
def workplace(
    world: World, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workplace]:
    """The environment that a worker would have, for this process too."""
    surroundings = {
        "DATABASE_URL": world.database.url(),
        "REDIS_URL": redis_url,
        "MAIL_FOLDER": str(tmp_path / "mail"),
        "PUBLIC_URL": "https://samenkracht.example",
    }
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    place = Workplace(world, tmp_path)
    place.forget_surroundings()
    try:
        yield place
    finally:
        for process in place.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        connection().close()
        monkeypatch.undo()
        place.forget_surroundings()


@pytest.fixture
def new_job() -> Iterator[Callable[[Callable[..., None]], Job[Any]]]:
    """Makes a job of a function, for this test only."""
    before = dict(JOBS)
    yield lambda function: job(f"test.{function.__name__}")(function)
    JOBS.clear()
    JOBS.update(before)

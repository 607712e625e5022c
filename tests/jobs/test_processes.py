"""Real workers and clocks: what is killed is done again, what is stopped ends, and two clocks are one."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from sqlalchemy import func, select

from app.console.embedded import EmbeddedRedis
from app.settings import ROOT
from jobs.mail import send
from jobs.probe import probe
from jobs.schedule import SCHEDULE, Where
from jobs.sweeper import sweep
from jobs.task import Task
from tenants import acting_outside, db
from tests.jobs.conftest import Workplace, wait_until

STOP_SIGNALS = [signal.SIGINT, signal.SIGTERM]


def _ask_for_a_long_task(workplace: Workplace) -> UUID:
    """A task that a worker has begun and that would take minutes."""
    with workplace.world.inside("hengelo"):
        task_id = probe.later(seconds=300)
    wait_until(lambda: _has_begun(workplace, task_id))
    return task_id


def _has_begun(workplace: Workplace, task_id: UUID) -> bool:
    row = workplace.task(task_id, "hengelo")
    return row is not None and row.state == "running" and row.steps_total > 0


def _horse_of(worker: subprocess.Popen[bytes]) -> psutil.Process:
    # The child of an earlier task may just be ending beside it.
    return max(psutil.Process(worker.pid).children(), key=psutil.Process.create_time)


def _is_gone(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_worker_does_what_was_asked_and_the_mail_is_there(workplace: Workplace) -> None:
    workplace.start("jobs.worker")
    with workplace.world.inside("hengelo", "coordinator@hengelo"):
        task_id = send.later(to="nieuw@voorbeeld.example", template="mail/trial", context={})
    wait_until(lambda: workplace.state(task_id, "hengelo") == "done")
    assert len(list((workplace.folder / "mail").glob("*.eml"))) == 1
    assert "nieuw@voorbeeld" not in workplace.logs()


def test_a_killed_workers_task_ends_with_it_and_is_done_by_the_next(workplace: Workplace) -> None:
    worker = workplace.start("jobs.worker")
    task_id = _ask_for_a_long_task(workplace)
    horse = _horse_of(worker)
    worker.kill()
    worker.wait()
    wait_until(lambda: _is_gone(horse))
    with workplace.world.inside("hengelo"):
        db().get_one(Task, task_id).arguments = {"seconds": 0}
    wait_until(lambda: sweep(timedelta(0)))
    workplace.start("jobs.worker")
    wait_until(lambda: workplace.state(task_id, "hengelo") == "done")
    done = workplace.task(task_id, "hengelo")
    assert done is not None
    assert done.attempts == 2


def test_a_task_that_is_being_done_is_not_swept_however_long_it_takes(workplace: Workplace) -> None:
    workplace.start("jobs.worker")
    _ask_for_a_long_task(workplace)
    assert sweep(timedelta(0)) == 0


@pytest.mark.parametrize("number", STOP_SIGNALS)
def test_a_worker_ends_at_the_first_signal_and_takes_its_task_along(
    workplace: Workplace, number: signal.Signals
) -> None:
    worker = workplace.start("jobs.worker")
    _ask_for_a_long_task(workplace)
    horse = _horse_of(worker)
    worker.send_signal(number)
    worker.wait(10)
    wait_until(lambda: _is_gone(horse))


@pytest.mark.parametrize("number", STOP_SIGNALS)
def test_a_clock_ends_at_the_first_signal(workplace: Workplace, number: signal.Signals) -> None:
    clock = workplace.start("jobs.schedule")
    wait_until(lambda: _scheduled() > 0)
    clock.send_signal(number)
    assert clock.wait(10) == 0


def test_two_clocks_write_each_slot_once(workplace: Workplace) -> None:
    for _ in range(2):
        workplace.start("jobs.schedule")
    # Each says of every slot that it has seen to it, also where the other was first.
    wait_until(lambda: workplace.logs().count('"event": "slot"') == 2 * len(SCHEDULE))
    for town in ("hengelo", "enschede"):
        with workplace.world.inside(town):
            assert _here() == sum(entry.where is Where.EVERY_TENANT for entry in SCHEDULE)
    assert _scheduled() == sum(entry.where is Where.OUTSIDE for entry in SCHEDULE)


def _scheduled() -> int:
    with acting_outside():
        return _here()


def _here() -> int:
    count = select(func.count()).select_from(Task).where(Task.key.startswith("schedule:"))
    return db().scalar(count) or 0


def test_redis_may_be_killed_and_come_back_empty_and_no_task_is_lost(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each server has a socket of its own; who uses it keeps one address, as in production.
    address = workplace.folder / "redis.sock"
    monkeypatch.setenv("REDIS_URL", f"unix://{address}")
    workplace.forget_surroundings()
    with _redis_at(address):
        workplace.start("jobs.worker")
        _do_a_task(workplace)
    with workplace.world.inside("hengelo"):
        meanwhile = probe.later(seconds=0)
    with _redis_at(address):
        assert sweep(timedelta(0)) == 1
        wait_until(lambda: workplace.state(meanwhile, "hengelo") == "done")
        _do_a_task(workplace)


@contextmanager
def _redis_at(address: Path) -> Iterator[None]:
    """A Redis without a past, killed in the end."""
    folder = Path(tempfile.mkdtemp(prefix="samenkracht-test-"))
    folder.chmod(0o755)
    try:
        with EmbeddedRedis(folder / "redis") as redis:
            address.symlink_to(redis.url.removeprefix("unix://"))
            yield
            assert redis._process is not None
            redis._process.kill()
    finally:
        address.unlink()
        shutil.rmtree(folder)


def _do_a_task(workplace: Workplace) -> None:
    with workplace.world.inside("hengelo"):
        task_id = probe.later(seconds=0)
    wait_until(lambda: workplace.state(task_id, "hengelo") == "done")


def test_a_worker_refuses_a_database_role_that_could_cross_the_boundary(workplace: Workplace) -> None:
    environment = {**os.environ, "DATABASE_URL": workplace.world.database.url("owner")}
    refused = subprocess.run(
        [sys.executable, "-m", "jobs.worker"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode != 0
    assert "refuses to start" in refused.stderr


def test_the_operator_sees_that_the_queue_works(workplace: Workplace) -> None:
    workplace.start("jobs.worker")
    said = _samenkracht("task", "probe", "--seconds", "1", "--follow")
    assert said.splitlines()[-1] == "done"
    counts = {line.split()[0]: line.split()[1:] for line in _samenkracht("task", "list").splitlines()[1:]}
    assert counts == {"(outside)": ["0", "0", "1", "0"], "hengelo": ["0"] * 4, "enschede": ["0"] * 4}


def _samenkracht(*arguments: str) -> str:
    program = [sys.executable, "-c", "from app.console.main import main; main()", *arguments]
    said = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    assert said.returncode == 0, said.stderr
    return said.stdout

"""`samenkracht up`: one command starts everything, and nothing of it is left when it stops, however it is stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.servers import Database

_SECONDS_TO_START = 120
_SAMENKRACHT = str(Path(sys.executable).parent / "samenkracht")
Start = Callable[..., "Started"]


class Started:
    """One `samenkracht up` and what it printed."""

    def __init__(
        self, command: list[str], environment: dict[str, str], log: Path, *, in_background: bool
    ) -> None:
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
                # A script that writes `make run &` starts it with SIGINT ignored.
                preexec_fn=_ignore_interrupts if in_background else None,  # noqa: PLW1509
            )

    @property
    def output(self) -> str:
        """What it printed so far."""
        return self.log.read_text(errors="replace")

    def wait_until_ready(self) -> "Started":
        """Wait until it says so."""
        wait_for(lambda: "Samenkracht is ready" in self.output or self.process.poll() is not None, self)
        assert self.process.poll() is None, self.output
        return self

    def begin_a_long_task(self) -> None:
        """Ask for a task that takes minutes, and wait until a worker is at it."""
        worker = self._workers()[0]
        command = [_SAMENKRACHT, "task", "probe", "--seconds", "600"]
        subprocess.run(command, env=worker.environ(), check=True, capture_output=True)
        # The worker does each task in a child of its own.
        wait_for(lambda: any(_children(process) for process in self._workers()), self)

    def stop(self, number: signal.Signals) -> int:
        """Send a signal to it alone, and wait; returns its exit status."""
        self.process.send_signal(number)
        return self.process.wait(30)

    def _workers(self) -> list[psutil.Process]:
        everyone = _children(psutil.Process(self.process.pid), recursive=True)
        return [process for process in everyone if _command_line(process)[-2:] == ["-m", "jobs.worker"]]


def _children(process: psutil.Process, *, recursive: bool = False) -> list[psutil.Process]:
    # Between the listing and the reading a process may end: it then has no children and no command line.
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.children(recursive=recursive)
    return []


def _command_line(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.cmdline()
    return []


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def wait_for(condition: Callable[[], bool], started: Started) -> None:
    """Wait until `condition` holds; fail with what was printed when it does not."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while not condition():
        assert time.monotonic() < deadline, started.output
        time.sleep(0.1)


@pytest.fixture
def start(
    user: list[str], folder: Path, free_port: int, left_behind: Callable[[], list[str]]
) -> Iterator[Start]:
    """Starts `samenkracht up` as the user, with its data in the folder; it may be started again on the same data."""
    environment = {name: value for name, value in os.environ.items() if name != "ENVIRONMENT"}
    # A killed process leaves its socket's folder behind: here, where the test removes it.
    environment |= {
        "PORT": str(free_port),
        "TMPDIR": str(folder),
        "HOME": str(folder),
        "MAIL_FOLDER": str(folder / "mail"),
    }
    logs = iter(range(10))

    def begin(*, in_background: bool = False, **more: str) -> Started:
        command = [*user, _SAMENKRACHT, "up", "--data", str(folder)]
        log = folder / f"up-{next(logs)}.txt"
        return Started(command, environment | more, log, in_background=in_background)

    yield begin
    left_behind()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process_also_while_a_task_runs(
    start: Start, left_behind: Callable[[], list[str]], number: signal.Signals
) -> None:
    started = start().wait_until_ready()
    started.begin_a_long_task()
    assert started.stop(number) == 0, started.output
    assert left_behind() == []


def test_ctrl_c_ends_every_process_where_it_was_inherited_as_ignored(
    start: Start, left_behind: Callable[[], list[str]]
) -> None:
    started = start(in_background=True).wait_until_ready()
    assert started.stop(signal.SIGINT) == 0, started.output
    assert left_behind() == []


def test_killing_it_ends_every_process(start: Start, left_behind: Callable[[], list[str]]) -> None:
    started = start().wait_until_ready()
    started.begin_a_long_task()
    started.stop(signal.SIGKILL)
    assert left_behind() == []


def test_the_second_start_keeps_what_is_there(start: Start) -> None:
    first = start().wait_until_ready()
    first.stop(signal.SIGINT)
    second = start().wait_until_ready()
    second.stop(signal.SIGINT)
    assert "Loaded hengelo" in first.output
    assert "Loaded" not in second.output


def test_servers_of_your_own_are_used_and_left_alone(
    start: Start, new_database: Callable[[], Database], redis_url: str, folder: Path
) -> None:
    yours = new_database()
    environment = {
        "DATABASE_URL": yours.url("webapp"),
        "OWNER_DATABASE_URL": yours.url("owner"),
        "REDIS_URL": redis_url,
    }
    started = start(**environment).wait_until_ready()
    running = _children(psutil.Process(started.process.pid), recursive=True)
    programs = {Path((_command_line(process) or [""])[0]).name for process in running}
    assert started.stop(signal.SIGINT) == 0
    assert not {"postgres", "redis-server"} & programs
    assert not (folder / "postgres").exists()
    with psycopg.connect(yours.url("owner")) as connection:
        assert connection.execute("select count(*) from tenant").fetchone() == (3,)


def test_a_taken_port_is_a_sentence(start: Start, free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        refused = start()
        assert refused.process.wait(30) == 1
    assert refused.output.startswith(f"Error: Port {free_port} is in use by another program.")


def test_a_database_of_your_own_needs_both_roles(start: Start) -> None:
    refused = start(DATABASE_URL="postgresql://webapp@/elsewhere")
    assert refused.process.wait(30) == 1
    assert "OWNER_DATABASE_URL is not" in refused.output


def test_production_gets_no_embedded_servers(start: Start) -> None:
    refused = start(ENVIRONMENT="production")
    assert refused.process.wait(30) == 1
    assert "the embedded servers are for development only" in refused.output

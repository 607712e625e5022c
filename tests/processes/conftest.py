"""Whom a test starts processes as, where their data goes, and who is left afterwards."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from app.console import children

_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
# The same, who may also read what is root's: an interpreter inside /root is closed to everyone else.
_READS = "-all,+dac_read_search"
_READER = [*_NOBODY, f"--inh-caps={_READS}", f"--ambient-caps={_READS}", f"--bounding-set={_READS}"]
_TRY = """
import subprocess, app.console.up
from pathlib import Path
from app.console.embedded import EmbeddedPostgres
subprocess.check_call([EmbeddedPostgres(Path("unused"))._program("initdb"), "--version"])
"""


def _prefixes() -> dict[str, list[str]]:
    """What to write before a command to run it as each kind of user that this machine allows: root can be both kinds."""
    if os.geteuid() != 0:
        return {"ordinary user": []}
    prefixes: dict[str, list[str]] = {"root": []}
    for prefix in (_READER, _NOBODY):
        with contextlib.suppress(FileNotFoundError):
            if (
                subprocess.run(
                    [*prefix, sys.executable, "-c", _TRY], capture_output=True, check=False
                ).returncode
                == 0
            ):
                prefixes["ordinary user"] = prefix
    return prefixes


_PREFIXES = _prefixes()


@pytest.fixture(params=sorted(_PREFIXES))
def user(request: pytest.FixtureRequest) -> list[str]:
    """What to write before a command; each test that asks for this runs as every kind of user."""
    return _PREFIXES[request.param]


@pytest.fixture
def tmp_folder() -> Iterator[Path]:
    """A short, empty folder that every user may pass through, as the embedded servers need it; pytest's own is closed."""
    made = Path(tempfile.mkdtemp(prefix="samenkracht-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def folder(user: list[str], tmp_folder: Path) -> Path:
    """The same, owned by the user."""
    if user:
        shutil.chown(tmp_folder, "nobody", "nogroup")
    return tmp_folder


@pytest.fixture
def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def left_behind() -> Iterator[Callable[[], list[str]]]:
    """Waits a while until every process that began since the test did has ended; returns the command lines of those that have not.

    Orphans come to us instead of to init, so that none escapes.
    """
    children.adopt_orphans()
    before = _descendants()

    def wait() -> list[str]:
        deadline = time.monotonic() + 20
        while (found := _begun_since(before)) and time.monotonic() < deadline:
            time.sleep(0.1)
        return [_command_line(process) for process in found]

    yield wait
    for process in _begun_since(before):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def _command_line(process: psutil.Process) -> str:
    # Who could be told apart has been told; that it ended meanwhile does not excuse it.
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return str(process)


def _begun_since(before: set[psutil.Process]) -> set[psutil.Process]:
    """What began since then, but for what others make: the browser and the servers of this run begin and end processes of their own."""
    return {process for process in _descendants() - before if not before.intersection(_ancestors(process))}


def _ancestors(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.parents()
    except psutil.NoSuchProcess:
        return []


def _descendants() -> set[psutil.Process]:
    """Every process that descends from this one and still runs."""
    found = set()
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.status() == psutil.STATUS_ZOMBIE:
                with contextlib.suppress(psutil.TimeoutExpired):
                    process.wait(0)
            else:
                found.add(process)
    return found

"""Servers that can be taken away and come back at the same address, and processes that can be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

import migrations
from app.console.embedded import EmbeddedPostgres, EmbeddedRedis
from app.platform.demonstration import make_demonstration_accounts
from app.settings import ROOT, settings
from jobs.mail import renderer
from jobs.queue import connection
from tenants import acting_in, provision
from tenants.database import connect
from tests.faults.browser import Browser
from tests.faults.deeds import done
from tests.people import TOWN_FILE

TOWNS = {"hengelo": "GM0164", "enschede": "GM0153"}
# What the product promises: whoever is killed, its work is done again within two minutes.
PATIENCE = 120


def wait_until(condition: Callable[[], Any], otherwise: Callable[[], str] = str) -> Any:
    """What `condition` returns once it is true; fails after two minutes, saying `otherwise()`."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)
    return found


@dataclass
class House:
    """The product as it runs in production: servers, worker and clock, each of which a test can take away."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    _postgres: EmbeddedPostgres | None = None
    _redis: EmbeddedRedis | None = None

    def start_postgres(self) -> None:
        """Start it on the data that are there, at the address that everybody knows."""
        self._postgres = EmbeddedPostgres(self.folder / "postgres")
        self._postgres.start()
        (self.folder / "database").symlink_to(self._postgres.sockets)

    def end_postgres(self, number: signal.Signals) -> None:
        """Take the database away, by this signal: SIGINT as an administrator, SIGKILL as a power cut."""
        assert self._postgres is not None
        self._end(self._postgres, number, self.folder / "database")

    def start_redis(self) -> None:
        """Start it, with whatever it had kept."""
        self._redis = EmbeddedRedis(self.folder / "redis")
        self._redis.start()
        (self.folder / "queue").symlink_to(self._redis.sockets)

    def end_redis(self) -> None:
        """Kill it, and what it had kept with it."""
        assert self._redis is not None
        self._end(self._redis, signal.SIGKILL, self.folder / "queue")
        shutil.rmtree(self.folder / "redis")

    def _end(self, server: EmbeddedPostgres | EmbeddedRedis, number: signal.Signals, address: Path) -> None:
        process = server._process
        assert process is not None
        process.send_signal(number)
        process.wait(PATIENCE)
        server.stop()
        address.unlink()
        self.kills += 1

    def start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `python -m module` as the Procfile does."""
        command = [sys.executable, "-m", module, *arguments]
        with (self.folder / f"{module}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(process)
        return process

    def serve(self, application: str = "app.factory:create_app()") -> Browser:
        """Start the web with gunicorn, as the Procfile does, and return a browser at its door."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        web = self.start(
            "gunicorn",
            "--config",
            "python:app.web.gunicorn",
            "--bind",
            address,
            "--workers",
            "1",
            application,
        )
        browser = Browser(f"http://{address}")
        wait_until(lambda: "main" in browser.get("/inloggen") or web.poll() is not None, self.logs)
        assert web.poll() is None, self.logs()
        return browser

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill -9, its children by the death of their parent."""
        process.kill()
        process.wait()
        self.kills += 1

    def count(self, town: str = "hengelo") -> dict[str, int]:
        """How often each deed was done in a town."""
        with acting_in(provision.tenant_id_of(town)):
            return dict(done())

    def has_done_more_than(self, number: int) -> bool:
        """Whether more than so many deeds were done in Hengelo."""
        return len(self.count()) > number

    def tell(self, outcome: str) -> None:
        """A line of the fault log: with `-s` one sees it, with FAULT_LOG it is kept in that file."""
        sys.stdout.write(f"{outcome}\n")
        if log := os.environ.get("FAULT_LOG"):
            with Path(log).open("a") as file:
                file.write(f"{outcome}\n")

    def mails(self) -> list[str]:
        """To whom mail has left."""
        found = (self.folder / "mail").glob("*.eml")
        return [message_from_bytes(path.read_bytes())["To"] for path in found]

    def logs(self) -> str:
        """What the processes said last."""
        return "\n".join(path.read_text()[-3000:] for path in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        """End everything."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for server in (self._postgres, self._redis):
            if server is not None:
                server.stop()


def _surroundings(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"postgresql+psycopg://webapp@/samenkracht?host={folder / 'database'}",
        "REDIS_URL": f"unix://{folder / 'queue' / 'redis.sock'}",
        "MAIL_FOLDER": str(folder / "mail"),
        "PUBLIC_URL": "https://samenkracht.example",
    }


def _forget_surroundings() -> None:
    for remembered in (settings, connection, renderer):
        remembered.cache_clear()


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of this test's own, and an environment that says that everything is in it."""
    # Short, because a socket's path may be; open to the user that the servers run as.
    folder = Path(tempfile.mkdtemp(prefix="sk-"))
    folder.chmod(0o755)
    for name, value in _surroundings(folder).items():
        monkeypatch.setenv(name, value)
    _forget_surroundings()
    yield folder
    connection().close()
    monkeypatch.undo()
    _forget_surroundings()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def house(surroundings: Path) -> Iterator[House]:
    """Two towns in a house of this test's own, with nobody at work yet."""
    made = House(surroundings)
    try:
        made.start_postgres()
        made.start_redis()
        _furnish(f"postgresql+psycopg://owner@/samenkracht?host={surroundings / 'database'}")
        yield made
    finally:
        made.close()
        connect(settings().database_url).dispose()


def _furnish(owner: str) -> None:
    migrations.upgrade(owner)
    connect(settings().database_url)
    for slug, code in TOWNS.items():
        documents = [provision.read(provision.STANDARD), provision.read(TOWN_FILE)]
        here = {"workspace": {"municipality": code}}
        provision.create(slug, *documents, here, demonstration=True)
    make_demonstration_accounts(owner)

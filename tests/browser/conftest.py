"""A real browser before the real product: gunicorn, PostgreSQL, Redis, the three coalitions and their demonstration accounts."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from redis import Redis

from tests.browser.person import Person
from tests.chromium import executable
from tests.servers import Database

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "samen-tegen-eenzaamheid"
READY_WITHIN = 60
# In milliseconds: how long to wait for what should appear, also where other tests keep the machine busy.
PATIENCE = 20_000


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, "the web process ended before it answered"
        try:
            with urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the web process did not answer in time")


@pytest.fixture(scope="session")
def environment(
    new_database: Callable[[], Database], redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The settings that the product of these tests is started with."""
    database = new_database()
    port = _free_port()
    return os.environ | {
        "ENVIRONMENT": "development",
        "DATABASE_URL": database.url(),
        "OWNER_DATABASE_URL": database.url("owner"),
        "REDIS_URL": redis_url,
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "MAIL_FOLDER": str(tmp_path_factory.mktemp("mail")),
        "LOG_LEVEL": "ERROR",
        "WEB_CONCURRENCY": "2",
    }


@pytest.fixture(scope="session")
def command(environment: dict[str, str]) -> Callable[..., str]:
    """Runs `samenkracht …` beside the product; returns what it prints."""

    def run(*words: str) -> str:
        samenkracht = str(Path(sys.executable).parent / "samenkracht")
        done = subprocess.run([samenkracht, *words], check=True, cwd=ROOT, env=environment, capture_output=True,
                              timeout=120, text=True)  # fmt: skip
        return done.stdout

    return run


@pytest.fixture(scope="session")
def product(environment: dict[str, str], command: Callable[..., str]) -> Iterator[str]:
    """The address of the product, with the demonstration data in it."""
    command("workspace", "load-all", "--demonstration")
    port = environment["PORT"]
    serve = [sys.executable, "-m", "gunicorn", "-c", "python:app.web.gunicorn", "app.factory:create_app()"]
    process = subprocess.Popen(serve, cwd=ROOT, env=environment)
    try:
        _wait_until_it_answers(f"http://localhost:{port}", process)
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


# What a worker does with everything that waits, in a process of its own.
_WORK = """
from datetime import timedelta
from app.settings import settings
from jobs import failed, running
from jobs.sweeper import open_tasks
from tenants.database import connect
failed.know_all_jobs()
connect(settings().database_url)
for task, tenant in open_tasks(timedelta(0)):
    running.run(str(task), str(tenant) if tenant else None)
"""


@pytest.fixture(scope="session")
def do_what_waits(environment: dict[str, str]) -> Callable[[], None]:
    """Does every task that waits now, and comes back when it is done."""

    def work() -> None:
        subprocess.run([sys.executable, "-c", _WORK], check=True, cwd=ROOT, env=environment, timeout=120)

    return work


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    expect.set_options(timeout=PATIENCE)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags)
        yield browser
        browser.close()


def _forget_who_came_before(redis_url: str) -> None:
    """One account may be tried five times a minute from one place: in as many tests it comes more often."""
    with Redis.from_url(redis_url) as redis:
        for key in redis.scan_iter("LIMITS:*"):
            redis.delete(key)


@pytest.fixture
def browse(product: str, chromium: Browser, redis_url: str) -> Iterator[Callable[..., Person]]:
    """Opens a browser for somebody: `browse("coordinator@almelo.example")`, or for a stranger: `browse()`."""
    opened: list[BrowserContext] = []

    def open_for(email: str | None = None, **wishes: object) -> Person:
        context = chromium.new_context(base_url=product, locale="nl-NL", **wishes)  # type: ignore[arg-type]
        opened.append(context)
        person = Person(context)
        if email:
            _forget_who_came_before(redis_url)
            person.sign_in(email, PASSWORD)
        return person

    yield open_for
    for context in opened:
        context.close()


@contextmanager
def nothing_wrong(person: Person) -> Iterator[None]:
    """What happens here leaves no complaint in the browser's console: no refused script or style, no error."""
    person.complaints.clear()
    yield
    assert person.complaints == []

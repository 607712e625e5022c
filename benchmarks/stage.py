"""Where it is measured: a database of its own with the three coalitions, somebody who has signed in, and web processes."""

import http.client
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import app.platform.content  # noqa: F401 - makes every table known
import migrations
from app.console import children
from app.console.embedded import EmbeddedPostgres, EmbeddedRedis
from app.console.scale import generate
from app.factory import Samenkracht, create_app
from app.plan.models import Action, Milestone
from app.settings import ROOT, Settings
from benchmarks.people import live, signed_in, something_new
from tenants import acting_in, db, provision

TOWNS = ("almelo", "enschede", "hengelo")
# The largest of the three plans.
TOWN = "enschede"
_SECONDS_TO_START = 60
_PRODUCT = "app.factory:create_app()"
_SERVED = {
    "product": _PRODUCT,
    "anew": "benchmarks.anew:create_app()",
    "floor": "benchmarks.floor:create_app()",
}


@dataclass(frozen=True)
class Stage:
    """A furnished database, and how to look at its pages: `cookies` has for each coalition the one of its coordinator, by slug."""

    environment: dict[str, str]
    product: Samenkracht
    last_visit: datetime
    action_id: UUID
    cookies: dict[str, str]

    @property
    def folder(self) -> Path:
        """Where the servers find what is theirs."""
        return Path(self.environment["BENCHMARK_FOLDER"])

    def grow(self, number: int) -> None:
        """Let there be `number` coalitions, and in each a coordinator who has signed in."""
        owner = self.environment["OWNER_DATABASE_URL"]
        generate(owner, number)
        self.cookies.update(signed_in(owner, self.product, self.last_visit, self.cookies))

    @contextmanager
    def served(self, name: str) -> Iterator[int]:
        """`product`, `anew` or `floor` under gunicorn, by the Procfile's line; yields its port.

        Only one thing differs: no worker is replaced after some thousands of requests, which the fastest pages reach within a second.
        """
        line = next(
            line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web: exec ")
        )
        command = [*shlex.split(line.removeprefix("web: exec ")), "--max-requests", "0"]
        command[command.index(_PRODUCT)] = _SERVED[name]
        port = _free_port()
        log = self.folder / f"{name}.log"
        process = children.start(
            [sys.executable, "-m", *command],
            death=signal.SIGTERM,
            log=log,
            environment=self.environment | {"PORT": str(port)},
            folder=ROOT,
        )
        try:
            _wait_until_it_listens(port, process, log)
            yield port
        finally:
            children.stop(process, signal.SIGTERM, patience=15)


@contextmanager
def furnished() -> Iterator[Stage]:
    """Servers on data that is thrown away, the three coalitions with their demonstration data, and a coordinator who has signed in.

    It is production to all that runs here: its worker class, its cookies, its headers. So there are no demonstration accounts,
    with which production refuses to start; the coordinator is one of our own.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(_folder()))
        # Durable, as in production: a page that writes waits for the disk.
        postgres = stack.enter_context(EmbeddedPostgres(folder / "postgres"))
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "ENVIRONMENT": "production",
            "SECRET_KEY": uuid4().hex,
            "TRUSTED_PROXIES": "1",
            "DATABASE_URL": postgres.url(),
            "OWNER_DATABASE_URL": postgres.url("owner"),
            "REDIS_URL": stack.enter_context(EmbeddedRedis(folder / "redis")).url,
            "PUBLIC_URL": "https://benchmark.example",
            "MAIL_FOLDER": str(folder / "mail"),
            "BENCHMARK_FOLDER": str(folder),
            "PYTHONPATH": str(ROOT),
        }
        migrations.upgrade(postgres.url("owner"))
        product = create_app(_settings(environment | {"LOG_LEVEL": "ERROR"}))
        _load_coalitions()
        last_visit = max(live(slug) for slug in TOWNS)
        for slug in TOWNS:
            something_new(slug)
        with acting_in(provision.tenant_id_of(TOWN)):
            fullest = _fullest_action(db())
        cookies = signed_in(postgres.url("owner"), product, last_visit, ())
        yield Stage(environment, product, last_visit, fullest, cookies)


@contextmanager
def _folder() -> Iterator[str]:
    made = tempfile.mkdtemp(prefix="samenkracht-bench-")
    # As root the servers run as another user, who must be able to pass through.
    Path(made).chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _load_coalitions() -> None:
    for slug in TOWNS:
        own = provision.WORKSPACES / f"{slug}.toml"
        files = [provision.STANDARD, own, own.with_suffix(".demonstration.toml")]
        provision.create(slug, *[provision.read(file) for file in files], demonstration=True)


def _fullest_action(session: Session) -> UUID:
    """The action with the most milestones."""
    counted = select(Action.id).join(Milestone, Milestone.action_id == Action.id).group_by(Action.id)
    return session.scalars(counted.order_by(func.count().desc(), Action.id).limit(1)).one()


def _settings(environment: dict[str, str]) -> Settings:
    return Settings.model_validate(
        {name.lower(): value for name, value in environment.items() if name.lower() in Settings.model_fields}
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_listens(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    message = f"Gunicorn does not answer; it said:\n{log.read_text(errors='replace')[-2000:]}"
    raise RuntimeError(message)

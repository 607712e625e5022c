"""The embedded PostgreSQL and Redis: whom they serve, and that they end with whoever started them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from app.console.cluster import ROLES
from app.console.embedded import EmbeddedError, EmbeddedPostgres, EmbeddedRedis

_START_BOTH = """
import sys
from pathlib import Path
from app.console.embedded import EmbeddedPostgres, EmbeddedRedis
folder = Path(sys.argv[1])
with EmbeddedPostgres(folder / "postgres", durable=False) as postgres, EmbeddedRedis(folder / "redis"):
    print(postgres.url("webapp"), flush=True)
    sys.stdin.read()
"""


def start_both(user: list[str], folder: Path) -> subprocess.Popen[str]:
    """A process of `user` that holds both servers until its input closes; returns when they answer."""
    process = subprocess.Popen(
        [*user, sys.executable, "-c", _START_BOTH, str(folder)],
        # A killed process leaves its socket's folder behind: here, where the test removes it.
        env={**os.environ, "TMPDIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql://webapp@")
    return process


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_above_row_level_security(role: str, tmp_folder: Path) -> None:
    with (
        EmbeddedPostgres(tmp_folder / "postgres", durable=False) as postgres,
        psycopg.connect(postgres.url(role)) as connection,
    ):
        rights = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit from pg_roles where rolname = current_user"
        ).fetchone()
    assert rights == (False, False, False, False, False)


def test_only_the_owner_makes_tables(tmp_folder: Path) -> None:
    with EmbeddedPostgres(tmp_folder / "postgres", durable=False) as postgres:
        with psycopg.connect(postgres.url("owner")) as connection:
            connection.execute("create table yes ()")
        for role in ("webapp", "national"):
            with (
                psycopg.connect(postgres.url(role)) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute("create table no ()")
            with (
                psycopg.connect(postgres.url(role)) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute("create temporary table no ()")


def test_data_outlives_a_restart(tmp_folder: Path) -> None:
    with EmbeddedPostgres(tmp_folder / "postgres") as postgres, EmbeddedRedis(tmp_folder / "redis") as queue:
        with psycopg.connect(postgres.url("owner")) as connection:
            connection.execute("create table kept as select 42 as answer")
        with redis.Redis.from_url(queue.url) as client:
            client.set("kept", "42")
    with EmbeddedPostgres(tmp_folder / "postgres") as postgres, EmbeddedRedis(tmp_folder / "redis") as queue:
        with psycopg.connect(postgres.url("owner")) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)
        with redis.Redis.from_url(queue.url) as client:
            assert client.get("kept") == b"42"


def test_a_second_server_on_the_same_data_says_why_not(tmp_folder: Path) -> None:
    with (
        EmbeddedPostgres(tmp_folder / "postgres", durable=False),
        pytest.raises(EmbeddedError, match=r"(?s)PostgreSQL does not start.*postmaster.pid"),
        EmbeddedPostgres(tmp_folder / "postgres", durable=False),
    ):
        pass


def test_both_end_with_their_parent(
    user: list[str], folder: Path, left_behind: Callable[[], list[str]]
) -> None:
    process = start_both(user, folder)
    process.communicate("")
    assert process.returncode == 0
    assert left_behind() == []


def test_both_end_when_their_parent_is_killed(
    user: list[str], folder: Path, left_behind: Callable[[], list[str]]
) -> None:
    process = start_both(user, folder)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert left_behind() == []


def test_they_start_again_after_a_kill(
    user: list[str], folder: Path, left_behind: Callable[[], list[str]]
) -> None:
    process = start_both(user, folder)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert left_behind() == []
    start_both(user, folder).communicate("")

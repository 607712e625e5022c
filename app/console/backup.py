"""`samenkracht backup` and `restore`: everything, in one file, as the role `owner`."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import click
from sqlalchemy import create_engine, insert, pool, text

from app.console.database import as_owner, owner_url
from app.console.manifest import Contents, Manifest, beside, contents, hiding
from app.console.programs import Program, ProgramError, program
from app.platform.models import Backup, BackupKind
from tenants.folder import digest

ONLY_OURS = 0o600
_COPY = re.compile(rb'COPY public\.("?)(\w+)\1 ')
_DUMPED = re.compile(r"dumping contents of table")


@click.command()
@click.argument("target", metavar="[FILE|FOLDER]", type=click.Path(path_type=Path), default=Path())
@owner_url
def backup(target: Path, url: str) -> None:
    """Write everything to FILE (name.backup), or to one with the moment in its name in FOLDER (or here), and beside it what it holds.

    Others go on working meanwhile; the backup shows one moment. Restore it with `samenkracht restore FILE`.
    """
    now = datetime.now(UTC)
    path = (
        target
        if target.suffix and not target.is_dir()
        else target / f"samenkracht-{now:%Y%m%dT%H%M%SZ}.backup"
    )
    if path.exists() or beside(path).exists():
        raise click.ClickException(f"{path} is there already: choose another name.")
    try:
        manifest = _make(url, path, now)
    except ProgramError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{path}: {sum(manifest.contents.rows.values())} rows, {manifest.size} bytes, sha256 {manifest.sha256}"
    )


def _make(url: str, path: Path, now: datetime) -> Manifest:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _part(path) as part, as_owner(url) as connection:
        if hidden := hiding(connection):
            raise ProgramError(
                f"The role that makes the backup may not see every row of {', '.join(hidden)}."
            )
        server = str(connection.scalar(text("show server_version")))
        version = int(server.partition(".")[0])
        dump = program("pg_dump", version)
        held = contents(connection)
        _dump(
            dump,
            url,
            part,
            snapshot=str(connection.scalar(text("select pg_export_snapshot()"))),
            tables=len(held.rows),
        )
        _compare(held, _rows_in(program("pg_restore", version), part))
        manifest = Manifest(
            made_at=now.isoformat(timespec="seconds"), server=server, program=f"pg_dump {dump.version}", file=path.name,
            size=part.stat().st_size, sha256=digest(part), contents=held,
        )  # fmt: skip
        with _part(beside(path)) as written:
            written.write_text(manifest.written(), encoding="utf-8")
            written.rename(beside(path))
        # Last: where the backup has its name, it is whole.
        part.rename(path)
    _note(url, manifest)
    return manifest


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    """A file for our eyes only, under another name until it is whole; removed where it does not become so."""
    part = path.with_name(f"{path.name}.part")
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, ONLY_OURS))
    part.chmod(ONLY_OURS)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _dump(dump: Program, url: str, part: Path, *, snapshot: str, tables: int) -> None:
    # FORCE binds the owner too: with row security on, its own policy shows it every row (tenants/policies.py).
    options = [
        "--format=custom",
        "--enable-row-security",
        "--verbose",
        f"--snapshot={snapshot}",
        f"--file={part}",
    ]
    with click.progressbar(length=tables, label="Writing") as bar:
        dump.run(url, options, lambda line: bar.update(1 if _DUMPED.search(line) else 0))


def _rows_in(restore: Program, part: Path) -> dict[str, int]:
    """How many rows of each table the file holds: read back, because a file that was written is no backup yet."""
    click.echo("Reading it back …")
    process = subprocess.Popen([restore.path, "--data-only", "--file=-", part], stdout=subprocess.PIPE)
    counts: dict[str, int] = {}
    table = ""
    with process:
        for line in process.stdout or ():
            if not table:
                found = _COPY.match(line)
                table = found.group(2).decode() if found else ""
                counts |= {table: 0} if table else {}
            elif line == b"\\.\n":
                table = ""
            else:
                counts[table] += 1
    if process.returncode:
        raise ProgramError("What was written cannot be read back; nothing was kept.")
    return counts


def _compare(held: Contents, written: dict[str, int]) -> None:
    missing = [name for name, number in held.rows.items() if written.get(name) != number]
    if missing:
        raise ProgramError(f"The backup does not hold every row of {', '.join(missing)}; nothing was kept.")


def _note(url: str, manifest: Manifest) -> None:
    values = {
        "id": uuid4(),
        "kind": BackupKind.EVERYTHING,
        "what": manifest.file,
        "size": manifest.size,
        "sha256": manifest.sha256,
    }
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.execute(insert(Backup).values(values))

"""`samenkracht restore`: a backup becomes a database again, and is compared with what it held, line by line."""

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import select, text

import migrations
from app.console.audit import sentence_of
from app.console.cluster import ROLES
from app.console.database import as_owner, owner_url
from app.console.manifest import Manifest, beside, contents
from app.console.programs import ProgramError, program
from app.history import chain
from tenants import Tenant, acting_in, acting_outside, db
from tenants.arriving import seeing_only
from tenants.database import connect, engine
from tenants.folder import digest
from tenants.policies import unguarded

_THERE = text(
    "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')"
)
_ROLES = text(
    "select rolname from pg_roles where rolname = any(:names) and not rolsuper and not rolbypassrls"
)
_DOORS = text("""
    select rolname from pg_roles
    where rolname = any(:names) and not has_database_privilege(rolname, current_database(), 'connect')
""")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--into", default="", help="Another database, empty too: the URL by which `owner` signs in to it."
)
@owner_url
def restore(file: Path, into: str, url: str) -> None:
    """Restore everything from FILE, made by `samenkracht backup`, into the database of OWNER_DATABASE_URL, which must be empty.

    Checks the file first, restores in one transaction, and then says of everything whether it is as it was. Stop the product before.
    """
    try:
        manifest = _checked(file)
        click.echo(f"ok  {file.name} is the file that was written at {manifest.made_at}")
        _restore(into or url, file)
    except (ProgramError, ValueError) as error:
        raise click.ClickException(f"{error} Nothing was restored.") from error
    click.echo("ok  everything was restored in one transaction")
    wrong = 0
    for line in _findings(into or url, manifest):
        click.echo(line)
        wrong += line.startswith("WRONG")
    if wrong:
        raise click.ClickException(f"{wrong} things are not as they were: do not serve from this database.")
    click.echo("The database is as it was. Remove what has passed its term since: samenkracht retention")


def _checked(file: Path) -> Manifest:
    if not beside(file).is_file():
        raise ValueError(f"{beside(file)} is missing: without it nobody can say whether the backup is whole.")
    manifest = Manifest.read(beside(file))
    if digest(file) != manifest.sha256:
        raise ValueError(f"{file} was altered or cut off: its digest is another than its manifest says.")
    return manifest


def _restore(url: str, file: Path) -> None:
    with as_owner(url) as connection:
        if connection.scalar(_THERE):
            raise ValueError("This database is not empty: make an empty one, and name it with --into.")
        if missing := set(ROLES) - set(connection.scalars(_ROLES, {"names": list(ROLES)})):
            raise ValueError(
                f"The roles {', '.join(sorted(missing))} are missing or may too much: see `samenkracht db roles`."
            )
        version = int(str(connection.scalar(text("show server_version"))).partition(".")[0])
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--enable-row-security", str(file)]
    click.echo("…   restoring")
    program("pg_restore", version).run(url, options)


def _findings(url: str, manifest: Manifest) -> Iterator[str]:
    """Line by line whether the restored database is as the manifest says it was."""
    with as_owner(url) as connection:
        restored = contents(connection)
        for difference in manifest.contents.differences(restored):
            yield f"WRONG  {difference}"
        yield f"ok  {sum(restored.rows.values())} rows in {len(restored.rows)} tables were compared, and what their numbers add up to"
        yield f"ok  {len(restored.boundary)} policies and grants were compared"
        yield from (
            f"WRONG  Table {name} has no forced row level security." for name in unguarded(connection)
        )
        yield from (
            f"WRONG  The role {name} may not connect: see `samenkracht db roles`."
            for name in connection.scalars(_DOORS, {"names": list(ROLES)})
        )
    if {restored.revision} != migrations.heads():
        yield f"…   The schema is at {restored.revision}: run `samenkracht db upgrade` before serving"
    yield from _chains(url)


def _chains(url: str) -> Iterator[str]:
    connect(url)
    with acting_outside():
        tenants = db().execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug)).all()
    for slug, tenant_id in tenants:
        with acting_in(tenant_id), seeing_only(tenant_id):
            verdict = chain.verify()
        if verdict.broken is None:
            yield f"ok  the history of {slug} verifies: {verdict.number} events, {verdict.hash.hex()}"
        else:
            yield f"WRONG  The history of {slug}: {sentence_of(verdict.broken)}"
    engine().dispose()

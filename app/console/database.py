"""`samenkracht db …`: the database's history and its roles."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic import command
from sqlalchemy import Connection, create_engine, pool

import migrations
from app.console import cluster
from app.console.manifest import hiding
from app.settings import settings
from tenants.database import connect

owner_url = click.option(
    "--url",
    envvar="OWNER_DATABASE_URL",
    required=True,
    help="Signs in as the role `owner`. Taken from OWNER_DATABASE_URL.",
)


@contextmanager
def as_owner(url: str) -> Iterator[Connection]:
    """A connection as `owner` that sees one moment; what it changes is not kept."""
    engine = create_engine(url, poolclass=pool.NullPool, isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


def refuse_who_sees_too_little(url: str) -> None:
    """End the command where the role that signs in does not see every row: what it then did would be half."""
    with as_owner(url) as connection:
        if hiding(connection):
            raise click.ClickException(
                "This role does not see every row: sign in as `owner`. Nothing was done."
            )


def connect_as_webapp() -> None:
    """Let this process work in the database of DATABASE_URL; says so where it is not set."""
    if not settings().database_url:
        raise click.ClickException("DATABASE_URL is not set: which database is meant?")
    connect(settings().database_url)


@click.group("db")
def db() -> None:
    """Migrate the database, as the role `owner`."""


@db.command()
@owner_url
def upgrade(url: str) -> None:
    """Bring the database to the newest revision."""
    migrations.upgrade(url)


@db.command()
@owner_url
@click.option("--message", "-m", required=True, help="What changes, in a few words: becomes the file's name.")
@click.option("--autogenerate", is_flag=True, help="Start from the difference between models and database.")
def revision(url: str, message: str, *, autogenerate: bool) -> None:
    """Write a new step in migrations/versions. Read it before you commit it: policies are not generated."""
    command.revision(
        migrations.configuration(url),
        message=message,
        autogenerate=autogenerate,
        rev_id=migrations.next_number(),
    )


@db.command()
@owner_url
def check(url: str) -> None:
    """Fail when models and database differ."""
    command.check(migrations.configuration(url))


@db.command()
@click.argument("database", default=cluster.DATABASE)
def roles(database: str) -> None:
    """Print the SQL that a database administrator runs once, as superuser, on a new server."""
    statements = [*cluster.role_statements(), f'create database "{database}" template template0']
    for statement in [*statements, *cluster.access_statements(database)]:
        click.echo(f"{statement};")

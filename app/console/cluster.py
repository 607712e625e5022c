"""What the product asks of a PostgreSQL server: three roles and a database that belongs to one of them.

`owner` migrates and owns every table, `webapp` works, `national` reads what coalitions publish to the advisers. None of them is
a superuser or may bypass row level security, and none inherits the rights of another. Roles are made by a superuser: by the
embedded server at its start, by the tests, or in production by a database administrator with `samenkracht db roles`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

ROLES = ("owner", "webapp", "national")
DATABASE = "samenkracht"


def role_statements() -> list[str]:
    """The SQL that makes the roles where they are missing, for a superuser."""
    return [
        f"do $$ begin if not exists (select from pg_roles where rolname = '{role}') then "
        f"create role {role} login nosuperuser nocreatedb nocreaterole nobypassrls noinherit; end if; end $$"
        for role in ROLES
    ]


def access_statements(database: str) -> list[str]:
    """The SQL that says who may come into `database` at all. A copy of a database does not copy this, so each gets its own."""
    return [
        f'alter database "{database}" owner to owner',
        f'revoke all on database "{database}" from public',
        f'grant connect on database "{database}" to webapp, national',
    ]


class Cluster:
    """One PostgreSQL server, seen through its superuser.

    `superuser` is a URL as SQLAlchemy and libpq both read it. Where it carries a password (a server elsewhere, in tests), the
    three roles get that same password.
    """

    def __init__(self, superuser: str | URL) -> None:
        self.superuser = make_url(superuser).set(drivername="postgresql")

    def url(self, role: str = "webapp", database: str = DATABASE) -> str:
        """The URL by which `role` signs in to `database`."""
        return self.superuser.set(username=role, database=database).render_as_string(hide_password=False)

    def create_roles(self) -> None:
        """Make the three roles where they are missing."""
        with self._maintenance() as connection:
            for statement in role_statements():
                connection.execute(statement.encode())
            if self.superuser.password:
                for role in ROLES:
                    connection.execute(
                        sql.SQL("alter role {} password {}").format(
                            sql.Identifier(role), sql.Literal(self.superuser.password)
                        )
                    )

    def create_database(self, database: str = DATABASE, *, template: str = "template0") -> None:
        """Make `database` where it is missing, as a copy of `template`, owned by `owner` and closed to everyone else."""
        with self._maintenance() as connection:
            if connection.execute("select from pg_database where datname = %s", [database]).rowcount:
                return
            connection.execute(
                sql.SQL("create database {} template {} strategy file_copy").format(
                    sql.Identifier(database), sql.Identifier(template)
                )
            )
            for statement in access_statements(database):
                connection.execute(statement.encode())

    def drop_database(self, database: str) -> None:
        """Remove `database`, ending whoever is still connected to it."""
        with self._maintenance() as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database))
            )

    @contextmanager
    def _maintenance(self) -> Iterator[psycopg.Connection[Any]]:
        address = self.superuser.set(database="postgres").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection

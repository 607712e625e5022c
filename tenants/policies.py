"""The row level security of every table, written once, for migrations; and the check that nothing slipped past it.

Three ways to guard a table:
- `protect`: rows of one tenant, visible and writable within its scope only;
- `publish`: rows that their tenant shows to an audience;
- `guard`: one of the few global tables, with its own sentences.
"""

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import Connection, text

from tenants.database import ACTING_TENANT

ACTING_PERSON = "nullif(current_setting('app.actor', true), '')::uuid"
KEY_IN_HAND = "nullif(current_setting('app.key', true), '')"

READ_AND_WRITE = ("select", "insert", "update", "delete")
APPEND_ONLY = ("select", "insert")


class Operations(Protocol):
    """What is needed of Alembic's `op`."""

    def execute(self, sqltext: str) -> None:
        """Run one statement."""


def protect(op: Operations, *tables: str, grants: Iterable[str] = READ_AND_WRITE) -> None:
    """Let `webapp` see and write rows of the acting tenant only; `grants` narrows what it may do at all."""
    for table in tables:
        _enable(op, table, grants)
        condition = f"tenant_id = {ACTING_TENANT}"
        op.execute(f"create policy tenant on {table} to webapp using ({condition}) with check ({condition})")


def publish(op: Operations, *tables: str) -> None:
    """Let the owner write, and the role `national` read what is meant for advisers; other audiences read in their own room."""
    for table in tables:
        protect(op, table)
        op.execute(f"grant select on {table} to national")
        op.execute(f"create policy advisers on {table} for select to national using (audience = 'advisers')")


def guard(
    op: Operations, table: str, *, select: str, insert: str = "", update: str = "", delete: str = ""
) -> None:
    """Give a global table its own sentences: a condition per command, none means that `webapp` has no right to it."""
    sentences = {"select": select, "insert": insert, "update": update, "delete": delete}
    granted = {command: condition for command, condition in sentences.items() if condition}
    _enable(op, table, granted)
    for command, condition in granted.items():
        clause = {
            "insert": f"with check ({condition})",
            "update": f"using ({condition}) with check ({condition})",
        }.get(command, f"using ({condition})")
        op.execute(f"create policy {command}_rows on {table} for {command} to webapp {clause}")


def _enable(op: Operations, table: str, grants: Iterable[str]) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    # FORCE binds the owner too: without a policy of its own a data migration would touch no row, and a new foreign key over
    # dangling rows would be accepted unchecked.
    op.execute(f"create policy migration on {table} to current_user using (true) with check (true)")
    op.execute(f"grant {', '.join(grants)} on {table} to webapp")


_ROLE = text("""
    select rolname, rolsuper, rolbypassrls,
           exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where n.nspname = 'public' and pg_get_userbyid(c.relowner) = rolname) as owns
    from pg_roles where rolname = current_user
""")
_ABOVE = text("""
    select r.rolname from pg_roles r
    where r.rolname <> current_user and pg_has_role(current_user, r.oid, 'MEMBER')
      and (r.rolsuper or r.rolbypassrls or r.rolname = 'national'
           or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                      where n.nspname = 'public' and c.relowner = r.oid))
    order by r.rolname
""")
_UNGUARDED = text("""
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'alembic_version'
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
    order by c.relname
""")


def weaknesses(connection: Connection) -> list[str]:
    """Why this connection must not serve: one sentence per weakness; an empty list when the boundary stands."""
    role = connection.execute(_ROLE).one()
    found = []
    if role.rolsuper:
        found.append(f"The database role {role.rolname} is a superuser: it ignores row level security.")
    if role.rolbypassrls:
        found.append(f"The database role {role.rolname} may bypass row level security.")
    if role.owns:
        found.append(
            f"The database role {role.rolname} owns tables: the application works as webapp, which owns nothing."
        )
    if not role.rolsuper:
        found += [
            f"The database role {role.rolname} can become {name}, which sees more."
            for name in connection.scalars(_ABOVE)
        ]
    found += [f"Table {name} has no forced row level security." for name in unguarded(connection)]
    return found


def unguarded(connection: Connection) -> list[str]:
    """The tables that have no forced row level security, or no policy."""
    return list(connection.scalars(_UNGUARDED))

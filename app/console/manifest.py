"""What a backup must hold: counted in the database in the same moment that the backup shows, and counted again after a restore."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, text

FORMAT = 1

_TABLES = text("""
    select c.relname as name,
           array(select a.attname from pg_attribute a
                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                   and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)
                 order by a.attname) as numbers
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname
""")
# A table whose rows a policy may hide from the role that makes the backup.
_HIDING = text("""
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relforcerowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
                        and pg_get_expr(p.polqual, p.polrelid) = 'true'
                        and current_user::regrole = any(p.polroles))
    order by c.relname
""")
_BOUNDARY = text("""
    select 'policy ' || polname || ' on ' || polrelid::regclass::text || ' for ' || polcmd::text
           || ' using ' || coalesce(pg_get_expr(polqual, polrelid), '-')
           || ' check ' || coalesce(pg_get_expr(polwithcheck, polrelid), '-') as line
    from pg_policy
    union all
    select 'grant ' || lower(privilege_type) || ' on ' || table_name || ' to ' || grantee
    from information_schema.role_table_grants where table_schema = 'public' and grantee in ('webapp', 'national')
    union all
    select 'grant execute on ' || routine_name || ' to ' || lower(grantee)
    from information_schema.role_routine_grants where routine_schema = 'public'
    union all
    select 'row security on ' || relname || case when relforcerowsecurity then ', forced' else '' end
    from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity
    order by line
""")
_CHAINS = text("""
    select t.slug, h.number, encode(h.hash, 'hex') as hash
    from chain_head h join tenant t on t.id = h.tenant_id order by t.slug
""")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: rows and sums of numbers per table, the head of each coalition's history, and what guards it all."""

    revision: str
    rows: dict[str, int]
    sums: dict[str, dict[str, str]]
    chains: dict[str, dict[str, Any]]
    boundary: list[str]

    def differences(self, restored: Self) -> Iterator[str]:
        """What `restored` holds that is not the same, in sentences."""
        if self.revision != restored.revision:
            yield f"The schema is at {restored.revision} and was at {self.revision}."
        for name in sorted(self.rows.keys() | restored.rows.keys()):
            before, after = self.rows.get(name), restored.rows.get(name)
            if before != after:
                yield f"Table {name} has {after} rows and had {before}."
            elif self.sums.get(name) != restored.sums.get(name):
                yield f"The numbers in table {name} add up to {restored.sums.get(name)}, and did to {self.sums.get(name)}."
        for slug in sorted(self.chains.keys() | restored.chains.keys()):
            if self.chains.get(slug) != restored.chains.get(slug):
                yield f"The history of {slug} ends elsewhere than it did."
        yield from (f"Missing: {line}." for line in self.boundary if line not in restored.boundary)
        yield from (f"Not there before: {line}." for line in restored.boundary if line not in self.boundary)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands beside a backup, in a file of its own."""

    made_at: str
    server: str
    program: str
    file: str
    size: int
    sha256: str
    contents: Contents
    format: int = field(default=FORMAT)

    def written(self) -> str:
        """As it stands in its file."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read it. Raises ValueError, with a sentence, where it is none."""
        try:
            found = json.loads(path.read_text("utf-8"))
            if found["format"] != FORMAT:
                message = f"{path}: format {found['format']} is not {FORMAT}."
                raise ValueError(message)
            return cls(**found | {"contents": Contents(**found["contents"])})
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            message = f"{path}: this is no manifest of a backup."
            raise ValueError(message) from error


def beside(backup: Path) -> Path:
    """Where the manifest of a backup stands."""
    return backup.with_name(f"{backup.name}.json")


def hiding(connection: Connection) -> list[str]:
    """The tables of which this role may not see every row: no backup that it makes is whole."""
    return list(connection.scalars(_HIDING))


def contents(connection: Connection) -> Contents:
    """Count everything, in the moment that the connection's transaction shows."""
    rows: dict[str, int] = {}
    sums: dict[str, dict[str, str]] = {}
    for table in connection.execute(_TABLES).all():
        added = "".join(f', sum("{name}")::text as "{name}"' for name in table.numbers)
        counted = connection.execute(text(f'select count(*) as rows{added} from "{table.name}"')).one()  # noqa: S608 - names from the catalogue
        rows[table.name] = counted[0]
        sums[table.name] = dict(zip(table.numbers, (value or "0" for value in counted[1:]), strict=True))
    return Contents(
        revision=str(connection.scalar(text("select version_num from alembic_version"))),
        rows=rows,
        sums=sums,
        chains={row.slug: {"number": row.number, "hash": row.hash} for row in connection.execute(_CHAINS)},
        boundary=list(connection.scalars(_BOUNDARY)),
    )

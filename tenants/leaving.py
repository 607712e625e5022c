"""A coalition takes its data along: everything of one workspace as a folder of plain files, in the format that provision.py reads.

It is read from the metadata of the tables, so a new table needs no code here; which ones stay behind, and why, is said in retention.py.
Every row carries its id, so that what refers to it (history above all, whose chain of hashes holds ids) still fits after loading; a row
that others refer to carries a key for people too. Nothing in it depends on the moment or the machine: exporting twice gives the same bytes.
"""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, RowMapping, Table, select, text
from sqlalchemy.dialects.postgresql import JSONB

from tenants import folder, toml
from tenants.boundary import acting_in, db
from tenants.database import Base
from tenants.models import current_tenant
from tenants.provision import sort_key
from tenants.readme import readme
from tenants.retention import RULES

FORMAT = 1
WORKSPACE, HISTORY, ROWS, FILES = "workspace.toml", "history.jsonl", "rows", "files"
# Rows of these tables belong to nobody alone. A row of the coalition names them by what people know them by.
SHARED = {
    "person": "people.toml",
    "organisation": "organisations.toml",
    "regional_body": "regional_bodies.toml",
}
# What opens a door leaves no house: whoever loads the folder gets new ones. Who added an organisation is whoever loads it.
STAYING = frozenset({"tenant_id", "password_hash", "token_hash", "added_by_tenant"})
IN_LINES = "event"
_LONGEST_NAME = 48
_NAMES = ("email", "title", "name", "label", "number", "text", "happened")
_ORDER = ("position", "number", "at", "opened_at", "title", "name")

Tell = Callable[[str], None]
Fields = dict[str, Any]


def is_ours(table: Table) -> bool:
    """Whether rows of this table belong to a coalition."""
    return "tenant_id" in table.c


def carried() -> list[Table]:
    """The tables that go along, those that are referred to first."""
    return [
        table for table in Base.metadata.sorted_tables if is_ours(table) and not RULES[table.name].left_out
    ]


def is_file(column: Column[Any]) -> bool:
    """Whether what this column holds becomes a file of its own."""
    return column.name == "content" and isinstance(column.type, LargeBinary | JSONB)


def refers_to(column: Column[Any]) -> str:
    """The name of the table of which this column holds an id, of the same coalition or shared; empty where it holds none."""
    targets = [key.column.table.name for key in column.foreign_keys]
    return column.info.get("refers_to") or next((target for target in targets if target in SHARED), "")


def revision() -> str:
    """The newest step that the database took."""
    return str(db().scalar(text("select version_num from alembic_version")))


def export(to: Path, tell: Tell = lambda _: None) -> dict[str, int]:
    """Write the coalition of the current scope to the folder `to`, which is not there yet; returns the number of rows per table.

    The scope's transaction should see one moment only (repeatable read). Raises FileExistsError.
    """
    # Names and addresses of people are in it.
    to.mkdir(parents=True, mode=0o700)
    try:
        return _Export(to, tell).write()
    except BaseException:
        shutil.rmtree(to)
        raise


@contextmanager
def one_moment(tenant_id: UUID) -> Iterator[None]:
    """A scope of its own that sees the coalition as it is at one moment, whatever others change meanwhile."""
    with acting_in(tenant_id):
        # Not yet in a transaction: the isolation is said before it begins.
        db().connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield


class _Export:
    """One export, and the keys of the rows that it has met so far."""

    def __init__(self, to: Path, tell: Tell) -> None:
        self._to = to
        self._tell = tell
        self._tenant = current_tenant()
        self._keys: dict[str, dict[UUID, str]] = defaultdict(dict)
        self._tables = carried()
        self._named = {refers_to(column) for table in self._tables for column in table.columns} - {""}

    def write(self) -> dict[str, int]:
        self._write_text(WORKSPACE, self._workspace())
        counts = {name: self._write_shared(name, file) for name, file in SHARED.items()}
        for table in self._tables:
            number = self._write_table(table)
            if number:
                self._tell(f"{number:>8}  {table.name}")
            counts[table.name] = number
        self._write_text("LEESMIJ.txt", readme(self._tenant, counts))
        folder.seal(self._to)
        return counts

    def _workspace(self) -> str:
        fields = {
            column.name: getattr(self._tenant, column.name) for column in Base.metadata.tables["tenant"].c
        }
        described = {"municipality": fields["cbs_code"]} | {
            name: plain(value)
            for name, value in fields.items()
            if name not in {"id", "cbs_code", "municipality"}
        }
        about = toml.entry("export", {"format": FORMAT, "revision": revision()}, one=True)
        return f"{about}\n{toml.entry('workspace', described, one=True)}"

    def _write_shared(self, name: str, file: str) -> int:
        """The shared rows that the coalition's own rows refer to, and no others."""
        table, wanted = Base.metadata.tables[name], set()
        for ours in self._tables:
            for column in ours.columns:
                if refers_to(column) == name:
                    wanted |= set(db().scalars(select(column).where(ours.c.tenant_id == self._tenant.id)))
        columns = [column for column in table.columns if column.name not in STAYING]
        rows = db().execute(select(*columns).where(table.c.id.in_(wanted))).mappings().all()
        return self._write_rows(table, rows, file)

    def _write_table(self, table: Table) -> int:
        columns = [
            column
            for column in table.columns
            if not column.computed and column.name not in STAYING and not is_file(column)
        ]
        rows = db().execute(select(*columns).where(table.c.tenant_id == self._tenant.id)).mappings().all()
        if table.name == IN_LINES:
            return self._write_lines(rows)
        return self._write_rows(table, rows, f"{ROWS}/{table.name}.toml") if rows else 0

    def _write_lines(self, rows: Iterable[RowMapping]) -> int:
        in_order = sorted(rows, key=lambda row: (row["number"] or 0, row["at"], row["id"]))
        lines = [
            json.dumps(
                {name: for_json(value) for name, value in row.items()}, ensure_ascii=False, sort_keys=True
            )
            for row in in_order
        ]
        self._write_text(HISTORY, "".join(f"{line}\n" for line in lines))
        return len(lines)

    def _write_rows(self, table: Table, rows: Iterable[RowMapping], file: str) -> int:
        if table.name in self._named:
            self._keys[table.name] = _keys({row["id"]: self._name(table, row) for row in rows})
        in_order = sorted(rows, key=lambda row: self._place(table, row))
        entries = [toml.entry(table.name, self._fields(table, row)) for row in in_order]
        self._write_text(file, "\n".join(entries))
        return len(entries)

    def _name(self, table: Table, row: RowMapping) -> str:
        """What people would call the row: its own name, or that of what it is about."""
        own = next((str(row[name]) for name in _NAMES if row.get(name)), "")
        around = (
            self._keys[refers_to(column)].get(row[column.name]) for column in table.c if refers_to(column)
        )
        return own or next((key for key in around if key), table.name)

    def _place(self, table: Table, row: RowMapping) -> tuple[Any, ...]:
        """Where a row stands in its file: by what it belongs to, by what orders it for people, and then by its id."""
        around = [
            self._keys[target].get(row[name], "") for name in row if (target := refers_to(table.c[name]))
        ]
        own = [(row[name] is None, "" if row[name] is None else row[name]) for name in _ORDER if name in row]
        return (*around, *own, str(row["id"]))

    def _fields(self, table: Table, row: RowMapping) -> Fields:
        fields: Fields = {"key": self._keys[table.name][row["id"]]} if table.name in self._named else {}
        for name, value in row.items():
            target = refers_to(table.c[name])
            if target and value is not None:
                fields[name.removesuffix("_id")] = self._keys[target][value]
            elif value is not None and not (value == "" and not table.c[name].nullable):
                fields[name] = plain(value)
        for column in filter(is_file, table.columns):
            fields |= self._write_content(table, column, row)
        return fields

    def _write_content(self, table: Table, column: Column[Any], row: RowMapping) -> Fields:
        one = select(column).where(table.c.tenant_id == self._tenant.id, table.c.id == row["id"])
        content = db().scalar(one)
        called = str(row.get("filename") or f"{_handle(self._name(table, row))}.json")
        name = f"{FILES}/{table.name}/{row['id']}/{_as_filename(called)}"
        path = self._to / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content if isinstance(content, bytes) else _as_json(content))
        return {column.name: {"file": name, "sha256": folder.digest(path)}}

    def _write_text(self, name: str, content: str) -> None:
        path = self._to / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")


def plain(value: Any) -> Any:
    """A value of a column as TOML has room for it; what it has no room for (a list with nothing in one place) as the text of its JSON."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping | list):
        return value if _fits(value) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value if isinstance(value, str | int | float | date) else str(value)


def for_json(value: Any) -> Any:
    """A value of a column as JSON has room for it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.hex() if isinstance(value, bytes) else str(value) if isinstance(value, UUID) else value


def _fits(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_fits(each) for each in value.values())
    return all(_fits(each) for each in value) if isinstance(value, list) else value is not None


def _handle(name: str) -> str:
    whole = re.sub(r"[^a-z0-9@.]+", "-", sort_key(name)).strip("-.")
    return (whole if len(whole) <= _LONGEST_NAME else whole[:_LONGEST_NAME].rpartition("-")[0]) or "x"


def _keys(names: Mapping[UUID, str]) -> dict[UUID, str]:
    """A key for every row: its name, and a number behind it where two have the same."""
    keys: dict[UUID, str] = {}
    taken: set[str] = set()
    for row_id, name in sorted(names.items(), key=lambda item: (_handle(item[1]), str(item[0]))):
        key = handle = name if "@" in name else _handle(name)
        number = 1
        while key in taken:
            number += 1
            key = f"{handle}-{number}"
        taken.add(key)
        keys[row_id] = key
    return keys


def _as_filename(called: str) -> str:
    """A name that every file system takes and that leads nowhere else."""
    return re.sub(r'[\x00-\x1f/\\:*?"<>|]', "_", called).lstrip(".")[-120:] or "x"


def _as_json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

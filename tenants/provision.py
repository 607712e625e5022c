"""Create and load a workspace: a new municipality is one command or one form, never a line of Python.

A workspace file (TOML) is read over the database's own tables, so that a new feature needs no code here:
- `[workspace]` is the tenant's row; every other array is named after a table, every field after a column;
- `key` is a row's handle within the workspace; the row's id follows from it, so loading twice cannot double anything;
- a reference is written with the name of the relation (`goal = "3"` fills `goal_id`);
- a nested array (`[[action.milestone]]`) holds rows that refer to the row around them;
- a list of keys under the name of a table between two others (`action_pillar = ["1", "4"]`) makes its rows;
- `source = {document = …}` fills `source_document`; a table under the name of a global row (`organisation = {…}`) makes that row.
- an entry with an `id` keeps it: so an export (tenants/leaving.py) can be loaded with all that refers to its rows.
Two entries with one key are one row: the later adds to the earlier.
"""

import csv
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Column, Table, insert, select
from sqlalchemy.dialects.postgresql import JSONB

from tenants.boundary import acting_in, acting_outside, db
from tenants.database import Base
from tenants.models import Municipality, Tenant

FOLDER = Path(__file__).parent
WORKSPACES = FOLDER / "workspaces"
STANDARD = WORKSPACES / "standard.toml"
# Rows of no coalition that everybody reads, and of which there is one by each name.
SHARED_BY_NAME = "regional_body"
_NAMES = UUID("5a3e1b5c-6d57-4f0e-9a3e-2f0c7f1f0a11")

Row = dict[str, Any]


class UnreadableWorkspace(ValueError):  # noqa: N818 - the name is the sentence
    """A workspace file holds something that no table has room for; the message says where."""


def sort_key(name: str) -> str:
    """How a name sorts: without accents, case folded; the database's own order knows no Dutch."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().lstrip("'").strip()


def tenant_id_of(slug: str) -> UUID:
    """The id of the tenant with this slug: the same on every machine, so that an export can be loaded elsewhere."""
    return uuid5(_NAMES, slug)


def read(path: Path) -> dict[str, Any]:
    """Read one workspace file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def register_of_municipalities() -> list[Row]:
    """The 342 municipalities of `municipalities.csv`, euros turned into cents."""
    with (FOLDER / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return [
            {
                "cbs_code": line["cbs_code"],
                "name": line["name"],
                "sort_key": sort_key(line["name"]),
                "safety_region_code": line["safety_region_code"],
                "safety_region": line["safety_region"],
                "brede_spuk_2025": int(line["brede_spuk_2025_eur"]) * 100,
                "brede_spuk_2026": int(line["brede_spuk_2026_eur"]) * 100,
            }
            for line in csv.DictReader(file)
        ]


def exists(slug: str) -> bool:
    """Whether there is a workspace at this slug."""
    with acting_outside():
        return db().scalar(select(Tenant.id).where(Tenant.slug == slug)) is not None


def create(slug: str, *documents: Mapping[str, Any], demonstration: bool = False) -> UUID:
    """Make a workspace at `slug` in a transaction of its own; returns its id. See `establish`."""
    tenant_id = tenant_id_of(slug)
    with acting_in(tenant_id):
        establish(slug, *documents, demonstration=demonstration)
    return tenant_id


def establish(slug: str, *documents: Mapping[str, Any], demonstration: bool = False) -> None:
    """Make the tenant at `slug` and load the documents into it, within a scope that already acts in it (`tenant_id_of`).

    The documents are workspace files as read by `read`, the general one first. Raises UnreadableWorkspace with a place and a reason, and
    IntegrityError where the slug is taken.
    """
    described: Row = {}
    for document in documents:
        described |= document.get("workspace", {})
    municipality = db().get(Municipality, described.pop("municipality"))
    if municipality is None:
        message = f"{slug}: this municipality is not in the register."
        raise UnreadableWorkspace(message)
    described |= {"slug": slug, "cbs_code": municipality.cbs_code, "municipality": municipality.name}
    db().add(Tenant(id=tenant_id_of(slug), demonstration=demonstration, **described))
    db().flush()
    load(tenant_id_of(slug), *documents)


def load(tenant_id: UUID, *documents: Mapping[str, Any]) -> dict[str, int]:
    """Load the rows of the documents within the current scope; returns the number of rows per table."""
    known = _known_to_all(documents)
    reader = Reader(tenant_id, known)
    for document in documents:
        for name, entries in document.items():
            if name != "workspace":
                reader.take_all(name, entries, parent=None)
    counts = {}
    for table in Base.metadata.sorted_tables:
        rows = [row for row in reader.rows.get(table.name, {}).values() if row["id"] not in known.values()]
        for row in rows:
            db().execute(insert(table).values(row))
        if rows:
            counts[table.name] = len(rows)
    return counts


def _known_to_all(documents: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], UUID]:
    """The regional bodies of the documents that are there already, whoever added them, by their keys: they exist once."""
    named = [entry for document in documents for entry in document.get(SHARED_BY_NAME, [])]
    if not named:
        return {}
    table = Base.metadata.tables[SHARED_BY_NAME]
    there = {row.sort_key: row.id for row in db().execute(select(table.c.sort_key, table.c.id))}
    found = ((key_of(entry), there.get(sort_key(entry["name"]))) for entry in named)
    return {(SHARED_BY_NAME, key): identifier for key, identifier in found if identifier is not None}


class Reader:
    """Turns entries of files into rows of tables. `known` are the ids of rows (table, key) that do not follow from their key."""

    def __init__(self, tenant_id: UUID, known: Mapping[tuple[str, str], UUID] | None = None) -> None:
        self._tenant_id = tenant_id
        self._known = known or {}
        self.rows: dict[str, dict[str, Row]] = {}

    def take_all(
        self, name: str, entries: Iterable[Mapping[str, Any]], parent: tuple[str, str] | None
    ) -> None:
        """Take the entries of one array; `parent` is the table and key of the row around them."""
        table = Base.metadata.tables.get(name)
        if table is None:
            message = f"There is no table {name!r}."
            raise UnreadableWorkspace(message)
        for index, entry in enumerate(entries):
            around = "/".join((*parent, "")) if parent else ""
            key = key_of(entry) or f"{around}{index}"
            row = self.rows.setdefault(name, {}).setdefault(key, {"id": self._id(name, key)})
            if parent:
                row[_reference(table, parent[0]).name] = self._id(*parent)
            for field, value in entry.items():
                if field != "key":
                    self._take(table, key, row, field, value)
            self._say_who_added(table, row)

    def _take(self, table: Table, key: str, row: Row, field: str, value: Any) -> None:
        if isinstance(value, list) and field not in table.c:
            self._take_list(table, key, field, value)
        elif isinstance(value, dict) and field not in table.c:
            self._take_group(table, key, row, field, value)
        elif field in table.c:
            row[field] = _coerced(table.c[field], value)
        elif f"{field}_id" in table.c:
            row[f"{field}_id"] = self._referred(table, key, field, str(value))
        else:
            message = f"{table.name} {key!r}: there is no room for {field!r}."
            raise UnreadableWorkspace(message)

    def _take_list(self, table: Table, key: str, field: str, values: list[Any]) -> None:
        entries = values
        if values and not isinstance(values[0], dict):
            between = Base.metadata.tables.get(field)
            if between is None:
                message = f"{table.name} {key!r}: there is no table {field!r}."
                raise UnreadableWorkspace(message)
            other = next(
                column.name.removesuffix("_id")
                for column in between.columns
                if column.info.get("refers_to") not in (None, table.name)
            )
            entries = [{"key": f"{key}/{value}", other: value} for value in values]
        self.take_all(field, entries, parent=(table.name, key))

    def _take_group(self, table: Table, key: str, row: Row, field: str, group: Mapping[str, Any]) -> None:
        column = table.c.get(f"{field}_id")
        if column is None:
            for part, value in group.items():
                self._take(table, key, row, f"{field}_{part}", value)
            return
        (foreign_key,) = column.foreign_keys
        elsewhere = foreign_key.column.table
        made = self.rows.setdefault(elsewhere.name, {}).setdefault(key, {"id": self._id(elsewhere.name, key)})
        made |= {part: _coerced(elsewhere.c[part], value) for part, value in group.items()}
        self._say_who_added(elsewhere, made)
        row[column.name] = made["id"]

    def _say_who_added(self, table: Table, row: Row) -> None:
        if "added_by_tenant" in table.c:
            row["added_by_tenant"] = self._tenant_id
            row["sort_key"] = sort_key(row.get("name", ""))

    def _referred(self, table: Table, key: str, field: str, value: str) -> UUID:
        column = table.c[f"{field}_id"]
        (target,) = {foreign_key.column.table.name for foreign_key in column.foreign_keys}
        shared = (target, value) in self._known or value in self.rows.get(target, {})
        if "refers_to" not in column.info and not shared:
            message = f"{table.name} {key!r}: there is no {target} {value!r}."
            raise UnreadableWorkspace(message)
        return self._id(target, value)

    def _id(self, table: str, key: str) -> UUID:
        return self._known.get((table, key)) or uuid5(self._tenant_id, f"{table}/{key}")


def key_of(entry: Mapping[str, Any]) -> str:
    """By what other entries name this one: its key, or else its id."""
    return str(entry.get("key") or entry.get("id") or "")


def _reference(table: Table, to: str) -> Column[Any]:
    found = [column for column in table.columns if column.info.get("refers_to") == to]
    if len(found) != 1:
        message = f"{table.name} does not refer to {to} in exactly one way."
        raise UnreadableWorkspace(message)
    return found[0]


def _coerced(column: Column[Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return _parsed(column, value)
    except ValueError as error:
        message = f"{column.table.name}: {value!r} does not fit in {column.name!r}."
        raise UnreadableWorkspace(message) from error


def _parsed(column: Column[Any], value: str) -> Any:
    kind = column.type.python_type
    if isinstance(column.type, JSONB):
        return json.loads(value)
    if kind in (date, datetime, bytes):
        return bytes.fromhex(value) if kind is bytes else kind.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    return kind.parse(value) if hasattr(kind, "parse") else value

"""A folder that leaving.py wrote becomes a workspace: checked whole before anything is done, and then loaded in one transaction.

Works as the role `owner`: rows that are never changed, such as history, come with their own moments and hashes. No policy then keeps the
rows of other coalitions away, so everything here says for which coalition it is, and a folder can name no table and no column that would
reach beyond it.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, ColumnElement, Table, Text, delete, event, exists, insert, select, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria

from tenants import folder, leaving
from tenants.boundary import db
from tenants.database import Base, TenantOwned
from tenants.models import Municipality, is_slug
from tenants.provision import SHARED_BY_NAME, Reader, Row, UnreadableWorkspace, key_of, sort_key, tenant_id_of

# The machine's own work goes on, whatever the coalition holds.
_STAYS = "task"
Entry = dict[str, Any]
Known = dict[tuple[str, str], UUID]


@dataclass(frozen=True, slots=True)
class Carried:
    """What stands in a file of its own, read only when its row is written."""

    path: Path

    def content(self, column: Column[Any]) -> Any:
        """What the column holds."""
        return (
            self.path.read_bytes()
            if column.type.python_type is bytes
            else json.loads(self.path.read_text("utf-8"))
        )


class Arrival:
    """A folder, checked: what it says it holds, it holds. Raises UnreadableWorkspace, with a sentence, where it does not."""

    def __init__(self, path: Path) -> None:
        folder.check(path)
        self._path = path
        document = self._read(leaving.WORKSPACE)
        about, self._described = document.get("export", {}), document.get("workspace", {})
        if about.get("format") != leaving.FORMAT:
            raise UnreadableWorkspace(
                f"{leaving.WORKSPACE}: format {about.get('format')} is not {leaving.FORMAT}."
            )
        self._revision = str(about.get("revision"))
        self.slug = str(self._described.get("slug"))
        if not is_slug(self.slug):
            raise UnreadableWorkspace(f"{leaving.WORKSPACE}: {self.slug!r} is no address of a coalition.")
        self.tenant_id = tenant_id_of(self.slug)

    def load(self, *, replace: bool = False, tell: leaving.Tell = lambda _: None) -> dict[str, int]:
        """Load it within a scope that acts in it, as the role `owner`; returns the number of rows per table.

        With `replace` what the coalition had is removed first, in the same transaction. Raises UnreadableWorkspace where it cannot be
        loaded, such as at an address that is taken.
        """
        try:
            return self._load(replace=replace, tell=tell)
        except StatementError as error:
            reason = str(error.orig).splitlines()[0]
            raise UnreadableWorkspace(f"The database refuses what the folder says: {reason}") from error

    def _load(self, *, replace: bool, tell: leaving.Tell) -> dict[str, int]:
        there = self._is_there()
        if there and not replace:
            raise UnreadableWorkspace(f"There is a workspace {self.slug} already; --replace replaces it.")
        if self._revision > leaving.revision():
            raise UnreadableWorkspace(
                f"The folder is of a newer version ({self._revision}) than this database ({leaving.revision()})."
            )
        # Everything is read before anything is removed.
        known, moved = self._shared()
        rows = self._rows(known)
        before = self._empty() if there else set()
        self._write_tenant(there=there)
        counts = Counter(name for name, _ in known)
        for table in leaving.carried():
            for row in _parents_first(table, rows.get(table.name, {}).values()):
                self._insert(table, row, moved)
                counts[table.name] += 1
            if counts[table.name]:
                tell(f"{counts[table.name]:>8}  {table.name}")
        _forget_who_left(before)
        return counts

    def _is_there(self) -> bool:
        tenant = Base.metadata.tables["tenant"].c.id
        return db().scalar(select(tenant).where(tenant == self.tenant_id).with_for_update()) is not None

    def _rows(self, known: Known) -> dict[str, dict[str, Row]]:
        """The rows of each table, by their keys. Refuses what a workspace has no room for."""
        reader = Reader(self.tenant_id, known | dict(self._own_ids()))
        for table, entries in self._entries():
            reader.take_all(table.name, entries, parent=None)
        if strange := sorted(reader.rows.keys() - {table.name for table in leaving.carried()}):
            raise UnreadableWorkspace(f"There is no room for {strange[0]!r} in a workspace.")
        return reader.rows

    def _read(self, name: str) -> Entry:
        try:
            return tomllib.loads(folder.inside(self._path, name).read_text("utf-8"))
        except (FileNotFoundError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UnreadableWorkspace(f"{name}: this file cannot be read. {error}") from error

    def _lines(self) -> Iterator[Entry]:
        path = self._path / leaving.HISTORY
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                yield dict(json.loads(line))
            except (ValueError, TypeError) as error:
                raise UnreadableWorkspace(f"{leaving.HISTORY}: line {number} cannot be read.") from error

    def _entries(self) -> Iterator[tuple[Table, list[Entry]]]:
        """Every table of the folder that may come in, with its entries: those of the coalition that go along, and no others."""
        ours = {table.name: table for table in leaving.carried()}
        for path in sorted((self._path / leaving.ROWS).glob("*")):
            for name, entries in self._read(f"{leaving.ROWS}/{path.name}").items():
                if name not in ours or not isinstance(entries, list):
                    raise UnreadableWorkspace(
                        f"{leaving.ROWS}/{path.name}: there is no room for {name!r} in a workspace."
                    )
                yield ours[name], [self._opened(ours[name], entry) for entry in entries]
        yield ours[leaving.IN_LINES], [self._opened(ours[leaving.IN_LINES], line) for line in self._lines()]

    def _opened(self, table: Table, entry: Entry) -> Entry:
        """The entry with its files found. What it may not say, such as whose it is, has no room."""
        for field, value in entry.items():
            column = table.c.get(field)
            if field in leaving.STAYING:
                raise UnreadableWorkspace(f"{table.name} {key_of(entry)!r}: there is no room for {field!r}.")
            if column is not None and leaving.is_file(column):
                if not isinstance(value, dict) or "file" not in value:
                    raise UnreadableWorkspace(f"{table.name} {key_of(entry)!r}: {field!r} names no file.")
                entry[field] = Carried(folder.inside(self._path, str(value["file"])))
        return entry

    def _own_ids(self) -> Iterator[tuple[tuple[str, str], UUID]]:
        for table, entries in self._entries():
            for entry in entries:
                if "id" in entry:
                    yield (table.name, key_of(entry)), _uuid(entry["id"])

    def _shared(self) -> tuple[Known, dict[UUID, UUID]]:
        """The people and organisations that the rows name, made where they are not known yet; and who of them has another id here."""
        known: Known = {}
        moved: dict[UUID, UUID] = {}
        for name, file in leaving.SHARED.items():
            table = Base.metadata.tables[name]
            # A folder of before there were regional bodies has no file of them.
            there = (self._path / file).exists() or name != SHARED_BY_NAME
            for entry in self._read(file).get(name, []) if there else []:
                fields = {
                    field: value for field, value in self._opened(table, entry).items() if field != "key"
                }
                theirs = _uuid(fields.get("id", ""))
                here = db().scalar(
                    select(table.c.id).where(_same(table, fields)).order_by(table.c.id != theirs).limit(1)
                )
                if here is None:
                    reader = Reader(self.tenant_id)
                    reader.take_all(name, [fields], parent=None)
                    (row,) = reader.rows[name].values()
                    known_too = {
                        "sort_key": sort_key(str(row.get("name", ""))),
                        "added_by_tenant": self.tenant_id,
                    }
                    row |= {field: value for field, value in known_too.items() if field in table.c}
                    db().execute(insert(table).values(row))
                elif here != theirs:
                    moved[theirs] = here
                known[name, key_of(entry)] = here or theirs
        return known, moved

    def _write_tenant(self, *, there: bool) -> None:
        table = Base.metadata.tables["tenant"]
        municipality = db().get(Municipality, self._described.get("municipality"))
        if municipality is None:
            raise UnreadableWorkspace(f"{leaving.WORKSPACE}: this municipality is not in the register.")
        named = {"cbs_code": municipality.cbs_code, "municipality": municipality.name}
        if strange := sorted(self._described.keys() - set(table.c.keys()) | self._described.keys() & {"id"}):
            raise UnreadableWorkspace(f"{leaving.WORKSPACE}: there is no room for {strange[0]!r}.")
        values = self._described | named
        if there:
            db().execute(update(table).where(table.c.id == self.tenant_id).values(values))
        else:
            db().execute(insert(table).values(id=self.tenant_id, **values))

    def _empty(self) -> set[UUID]:
        """Remove what the coalition has; returns who had a role in it."""
        members = Base.metadata.tables["membership"].c
        before = set(db().scalars(select(members.person_id).where(members.tenant_id == self.tenant_id)))
        for table in reversed(Base.metadata.sorted_tables):
            if leaving.is_ours(table) and table.name != _STAYS:
                db().execute(delete(table).where(table.c.tenant_id == self.tenant_id))
        return before

    def _insert(self, table: Table, row: Row, moved: Mapping[UUID, UUID]) -> None:
        filled: Row = {"tenant_id": self.tenant_id}
        for column in table.columns:
            value = row.get(column.name)
            if isinstance(value, Carried):
                value = value.content(column)
            # History keeps the ids that its hashes hold; elsewhere a person is who has the address.
            if isinstance(value, UUID) and table.name != leaving.IN_LINES:
                value = moved.get(value, value)
            if column.name == "token_hash":
                value = uuid4().hex
            if value is None and isinstance(column.type, Text) and not column.nullable:
                value = ""
            if (value is not None or column.nullable) and not column.computed:
                filled.setdefault(column.name, value)
        db().execute(insert(table).values(filled))


def _uuid(written: Any) -> UUID:
    try:
        return UUID(str(written))
    except ValueError as error:
        raise UnreadableWorkspace(f"{written!r} is no id.") from error


def _same(table: Table, fields: Mapping[str, Any]) -> ColumnElement[bool]:
    """Whether a row here is the one that the folder means: by its id, its address or its number in the register of trade.

    Of what there is one by each name, by its name.
    """
    same = table.c.id == _uuid(fields.get("id", ""))
    for name in ("sort_key",) if table.name == SHARED_BY_NAME else ("email", "kvk_number"):
        if name in table.c and fields.get(name):
            same = same | (table.c[name] == fields[name])
    return same


def _parents_first(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each after the row of its own table that it refers to."""
    parents = [column.name for column in table.columns if leaving.refers_to(column) == table.name]
    waiting, there = list(rows), set()
    while waiting:
        ready = [
            row for row in waiting if all(row.get(name) is None or row[name] in there for name in parents)
        ]
        if not ready:
            raise UnreadableWorkspace(
                f"{table.name}: rows refer to each other in a circle, or to one that is missing."
            )
        yield from ready
        there |= {row["id"] for row in ready}
        waiting = [row for row in waiting if row["id"] not in there]


def _forget_who_left(before: set[UUID]) -> None:
    """Remove the accounts of those who worked here and now have no role anywhere."""
    person, member, assigned = (
        Base.metadata.tables[name] for name in ("person", "membership", "platform_assignment")
    )
    works = exists().where(member.c.person_id == person.c.id) | exists().where(
        assigned.c.person_id == person.c.id
    )
    db().execute(delete(person).where(person.c.id.in_(before), ~works))


@contextmanager
def seeing_only(tenant_id: UUID) -> Iterator[None]:
    """Let what is read here be this coalition's only: the role `owner`, which loads, sees the rows of all."""
    session = db()

    def narrow(state: ORMExecuteState) -> None:
        ours = with_loader_criteria(TenantOwned, lambda cls: cls.tenant_id == tenant_id, include_aliases=True)
        state.statement = state.statement.options(ours)

    event.listen(session, "do_orm_execute", narrow)
    try:
        yield
    finally:
        event.remove(session, "do_orm_execute", narrow)

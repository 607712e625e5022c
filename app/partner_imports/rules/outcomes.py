"""What a list would do, row by row and cell by cell, against what the coalition knows. The import does exactly this, or nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.partner_imports.rules.columns import OF_THE_CONTACT, Column, Words, plain, value_of
from app.refusals import Refusal

# A new partner of which the list does not say it.
CIRCLE_OTHERWISE = "wider"


class Mark(StrEnum):
    """What happens with one cell."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    FILLED = "filled"
    NOT_OURS = "not_ours"
    WRONG = "wrong"


class Deed(StrEnum):
    """What happens because of one row."""

    ADD = "add"
    JOIN = "join"
    CHANGE = "change"
    NOTHING = "nothing"
    WRONG = "wrong"
    LEFT_OUT = "left_out"


DONE = frozenset({Deed.ADD, Deed.JOIN, Deed.CHANGE})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: its number in the file, the text of its cells, in which a formula stood, and whether it was left out."""

    number: int
    cells: Mapping[str, str]
    formulas: frozenset[str] = frozenset()
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an organisation: its ids as text, its values by column, and whether this coalition keeps its profile."""

    organisation: str
    partner: str
    name: str
    values: Mapping[str, str]
    kept_here: bool
    # The contacts that are there now, by address and by plain name.
    contacts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def meeting(self, email: str, name: str) -> "Known":
        """The same, with the values of the contact who has this address, or else this name."""
        met = self.contacts.get(email) or self.contacts.get(plain(name)) or {}
        return replace(self, values={**self.values, **met})


@dataclass(frozen=True, slots=True)
class Lookup:
    """What rows are compared with: by KvK number and by plain name; and the words that cells may hold."""

    by_number: Mapping[str, Known]
    by_name: Mapping[str, Known]
    words: Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what happens with it, the value stored, what was there, and why not where it is wrong."""

    mark: Mark
    value: str = ""
    before: str = ""
    sentence: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: what happens because of it, to which organisation and partner where these are known, and its cells by column."""

    number: int
    deed: Deed
    cells: Mapping[str, Cell]
    organisation: str = ""
    partner: str = ""

    @property
    def changes(self) -> dict[str, str]:
        """What is stored, by column."""
        stored = {Mark.NEW, Mark.CHANGED, Mark.FILLED}
        return {column: cell.value for column, cell in self.cells.items() if cell.mark in stored}


def outcomes_of(rows: Iterable[Row], lookup: Lookup, columns: Sequence[Column]) -> list[Outcome]:
    """What each row would do. Of two rows about one organisation the later is wrong: which of them holds, only a person knows."""
    met: dict[str, int] = {}
    return [_outcome(row, lookup, columns, met) for row in rows]


def fingerprint(outcomes: Sequence[Outcome]) -> str:
    """One text for all that would be done: what somebody confirmed is done only while it is still the same."""
    return sha256(json.dumps([asdict(outcome) for outcome in outcomes], sort_keys=True).encode()).hexdigest()


def _outcome(row: Row, lookup: Lookup, columns: Sequence[Column], met: dict[str, int]) -> Outcome:
    if row.left_out:
        return Outcome(row.number, Deed.LEFT_OUT, {})
    read = {column: _read(column, row, lookup.words) for column in columns}
    number, name = _value(read, Column.KVK_NUMBER), plain(_value(read, Column.NAME))
    known = lookup.by_number.get(number) if number else None
    known = known or lookup.by_name.get(name)
    met_there = known and known.meeting(_value(read, Column.CONTACT_EMAIL), _value(read, Column.CONTACT_NAME))
    cells = {column.value: _compared(column, cell, met_there) for column, cell in read.items()}
    cells |= _refusals(row, read, known, lookup, met)
    if known is None or not known.partner:
        cells |= _filled(cells)
    deed = _deed(cells, known)
    return Outcome(
        row.number,
        deed,
        cells,
        known.organisation if known else "",
        known.partner if known else "",
    )


def _read(column: Column, row: Row, words: Words) -> Cell:
    if column.value in row.formulas:
        return _wrong(Refusal("Hier stond een formule. Vul in wat eruit komt."))
    try:
        value = value_of(column, row.cells.get(column.value, ""), words)
    except Refusal as refusal:
        return _wrong(refusal)
    return Cell(Mark.NEW if value else Mark.EMPTY, value)


def _wrong(refusal: Refusal) -> Cell:
    return Cell(Mark.WRONG, sentence=refusal.sentence, values=refusal.values)


def _value(read: Mapping[Column, Cell], column: Column) -> str:
    return read[column].value if column in read else ""


_OF_THE_COALITION = {Column.CIRCLE, Column.NEIGHBOURHOODS, *OF_THE_CONTACT}


def _compared(column: Column, cell: Cell, known: Known | None) -> Cell:
    """An empty cell says nothing: it takes nothing away."""
    if known is None or cell.mark is not Mark.NEW:
        return cell
    before = known.values.get(column.value, "")
    if _same(column, cell.value, before):
        return Cell(Mark.SAME, before)
    if column not in _OF_THE_COALITION and not known.kept_here:
        return Cell(Mark.NOT_OURS, cell.value, before)
    return Cell(Mark.CHANGED if before else Mark.NEW, cell.value, before)


def _same(column: Column, value: str, before: str) -> bool:
    # More neighbourhoods come beside those that are there.
    if column is Column.NEIGHBOURHOODS:
        return set(value.split("; ")) <= set(before.split("; "))
    return value == before


def _refusals(
    row: Row, read: Mapping[Column, Cell], known: Known | None, lookup: Lookup, met: dict[str, int]
) -> dict[str, Cell]:
    """What is wrong with the row as a whole, beside the cell that it is about."""
    found: dict[str, Refusal] = {}
    name = _value(read, Column.NAME)
    if not name and Column.NAME in read and read[Column.NAME].mark is Mark.EMPTY:
        found[Column.NAME.value] = Refusal("Vul de naam van de organisatie in.")
    namesake = lookup.by_name.get(plain(name))
    if known is not None and namesake is not None and namesake.partner and namesake != known:
        found[Column.KVK_NUMBER.value] = Refusal("Dit KvK-nummer hoort bij %(name)s.", name=known.name)
    if known is None and not _value(read, Column.SECTOR) and _is_empty(read, Column.SECTOR):
        found[Column.SECTOR.value] = Refusal("Kies een sector.")
    if _value(read, Column.CONTACT_EMAIL) and not _value(read, Column.CONTACT_NAME):
        found[Column.CONTACT_NAME.value] = Refusal("Vul in van wie dit e-mailadres is.")
    about = known.organisation if known else f"{_value(read, Column.KVK_NUMBER)}/{plain(name)}"
    if name and met.setdefault(about, row.number) != row.number:
        found[Column.NAME.value] = Refusal("Deze organisatie staat ook in rij %(row)d.", row=met[about])
    return {column: _wrong(refusal) for column, refusal in found.items()}


def _is_empty(read: Mapping[Column, Cell], column: Column) -> bool:
    return column not in read or read[column].mark is Mark.EMPTY


def _filled(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    said = cells.get(Column.CIRCLE.value, Cell(Mark.EMPTY))
    return {Column.CIRCLE.value: Cell(Mark.FILLED, CIRCLE_OTHERWISE)} if said.mark is Mark.EMPTY else {}


def _deed(cells: Mapping[str, Cell], known: Known | None) -> Deed:
    marks = {cell.mark for cell in cells.values()}
    if Mark.WRONG in marks:
        return Deed.WRONG
    if known is None:
        return Deed.ADD
    if not known.partner:
        return Deed.JOIN
    return Deed.CHANGE if marks & {Mark.NEW, Mark.CHANGED} else Deed.NOTHING

"""From a file to rows of text. The only module that imports python-calamine; what it cannot read it refuses with a sentence."""

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from app.partner_imports.rules.columns import MOST_ROWS, Column, column_of
from app.partner_imports.rules.outcomes import Row
from app.refusals import Refusal

LARGEST_FILE = 5 * 1024 * 1024
# A zip of some kilobytes can hold gigabytes.
_LARGEST_UNPACKED = 100 * 1024 * 1024
_HEAD_WITHIN = 20
_MOST_COLUMNS = 60
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_FORMULA = ("=", "@")
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: from which sheet, the columns that we know, the heads that we do not, and the rows."""

    sheet: str
    columns: Sequence[Column]
    unread: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as texts, with the places (row and column, from 0) of its formulas and the ranges of its merged cells."""

    name: str
    cells: Sequence[Sequence[str]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


def read(content: bytes, sheet: str = "") -> Table:
    """The table in a file, XLSX or CSV by what it holds; of a workbook the sheet named, or the first that has a column for the name.

    Raises Refusal where it is no such file, too much, or cannot be told apart.
    """
    if not content:
        raise Refusal("Dit bestand is leeg.")
    if len(content) > LARGEST_FILE:
        raise Refusal("Dit bestand is groter dan 5 MB. Haal weg wat geen partner is, of splits het.")
    if content.startswith(_OLD_EXCEL):
        raise Refusal(
            "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op. Bewaar het als .xlsx."
        )
    grids = _workbook(content, sheet) if content.startswith(_ZIP) else iter([_text(content)])
    tables = (_table(grid) for grid in grids)
    found = next((table for table in tables if table is not None), None)
    if found is None:
        raise Refusal(
            "We vinden geen kolom “Naam”. Zet boven de kolom met organisaties “Naam”, of kies een ander blad."
        )
    return found


def sheets_of(content: bytes) -> list[str]:
    """The names of the sheets of a workbook; none for a file that is no workbook."""
    return _opened(content).sheet_names if content.startswith(_ZIP) else []


def _opened(content: bytes) -> CalamineWorkbook:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
                raise Refusal("Dit bestand is uitgepakt te groot om te lezen.")
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except (CalamineError, PasswordError, zipfile.BadZipFile) as error:
        raise Refusal(
            "Dit bestand kunnen we niet lezen. Bewaar het opnieuw als .xlsx of als .csv."
        ) from error


def _workbook(content: bytes, wanted: str) -> Iterator[Grid]:
    book = _opened(content)
    if wanted and wanted not in book.sheet_names:
        raise Refusal("Het blad “%(sheet)s” staat niet in dit bestand.", sheet=wanted)
    for name in [wanted] if wanted else book.sheet_names:
        page = book.get_sheet_by_name(name)
        yield Grid(name, _texts(page), _formulas(content, name), page.merged_cell_ranges or ())


def _texts(page: CalamineSheet) -> list[list[str]]:
    if page.total_height > MOST_ROWS + _HEAD_WITHIN:
        raise _too_many(page.total_height)
    rows = page.to_python(skip_empty_area=False)
    return [[_as_typed(value) for value in row[:_MOST_COLUMNS]] for row in rows]


def _as_typed(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%d-%m-%Y")
    return str(value).strip()


def _formulas(content: bytes, sheet: str) -> frozenset[tuple[int, int]]:
    """The places of the cells of a sheet that hold a formula: calamine gives what comes out of it only."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            page = ElementTree.fromstring(archive.read(_path_of(archive, sheet)))
    except (KeyError, StopIteration, ParseError, DefusedXmlException, zipfile.BadZipFile) as error:
        raise Refusal(
            "Dit bestand kunnen we niet lezen. Bewaar het opnieuw als .xlsx of als .csv."
        ) from error
    cells = page.iter(f"{_SPREADSHEET}c")
    return frozenset(
        _place(cell.get("r", "A1")) for cell in cells if cell.find(f"{_SPREADSHEET}f") is not None
    )


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    key = next(
        page.get(f"{_RELATIONS}id") for page in book.iter(f"{_SPREADSHEET}sheet") if page.get("name") == sheet
    )
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    parts = relations.iter(f"{_PACKAGE}Relationship")
    target = next(part.get("Target", "") for part in parts if part.get("Id") == key)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _place(reference: str) -> tuple[int, int]:
    letters = re.sub(r"[^A-Z]", "", reference)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def _text(content: bytes) -> Grid:
    """A CSV: from a Dutch Excel with semicolons, in UTF-8 or in the code page of Windows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Refusal("Dit is geen lijst. Kies een bestand dat eindigt op .xlsx of .csv.")
    delimiter = max(";,\t", key=text.partition("\n")[0].count)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Refusal(
            "Dit bestand kunnen we niet lezen. Bewaar het opnieuw als .xlsx of als .csv."
        ) from error
    cells = [[cell.strip() for cell in line[:_MOST_COLUMNS]] for line in lines]
    formulas = {
        (row, column)
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if cell.startswith(_FORMULA)
    }
    # Our own CSV disarms what a spreadsheet would take for a formula with an apostrophe.
    return Grid("", [[cell.removeprefix("'") for cell in line] for line in cells], frozenset(formulas))


def _table(grid: Grid) -> Table | None:
    found = next(
        (
            (place, heads)
            for place, line in enumerate(grid.cells[:_HEAD_WITHIN])
            if Column.NAME in (heads := {at: column_of(head) for at, head in enumerate(line)}).values()
        ),
        None,
    )
    if found is None:
        return None
    place, heads = found
    _refuse_merged(grid, place)
    columns = {at: column for at, column in heads.items() if column is not None}
    _refuse_twice(columns, grid.cells[place])
    rows = list(_rows(grid, place, columns))
    if not rows:
        raise Refusal("Onder de kolomkoppen staat niets.")
    if len(rows) > MOST_ROWS:
        raise _too_many(len(rows))
    unread = [head for at, head in enumerate(grid.cells[place]) if head and at not in columns]
    return Table(grid.name, list(columns.values()), unread, rows)


def _rows(grid: Grid, head: int, columns: dict[int, Column]) -> Iterator[Row]:
    for place, line in enumerate(grid.cells[head + 1 :], start=head + 1):
        cells = {column.value: line[at] if at < len(line) else "" for at, column in columns.items()}
        formulas = frozenset(column.value for at, column in columns.items() if (place, at) in grid.formulas)
        if any(cells.values()) or formulas:
            yield Row(place + 1, cells, formulas)


def _refuse_merged(grid: Grid, head: int) -> None:
    touched = next((first for first, last in grid.merged if last[0] >= head), None)
    if touched is not None:
        raise Refusal(
            "In rij %(row)d zijn cellen samengevoegd. Splits ze eerst: van samengevoegde cellen is niet te zien bij welke rij ze horen.",
            row=touched[0] + 1,
        )


def _refuse_twice(columns: dict[int, Column], heads: Sequence[str]) -> None:
    met: dict[Column, str] = {}
    for at, column in columns.items():
        if column in met:
            raise Refusal(
                "Twee kolommen betekenen hetzelfde: “%(one)s” en “%(other)s”. Haal er een weg.",
                one=met[column],
                other=heads[at],
            )
        met[column] = heads[at]


def _too_many(rows: int) -> Refusal:
    return Refusal(
        "Dit blad heeft %(rows)d rijen. We lezen er ten hoogste %(most)d in één keer: splits het bestand.",
        rows=rows,
        most=MOST_ROWS,
    )

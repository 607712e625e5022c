"""What comes out of a file that somebody brings: rows, or a clear sentence and nothing."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from app.partner_imports.reading import read
from app.partner_imports.rules.columns import MOST_ROWS, Column
from app.refusals import Refusal


def workbook(fill: Callable[[Any], None], name: str = "Partners") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Toelichting").write(0, 0, "Dit is de lijst van vorig jaar.")
        fill(book.add_worksheet(name))
    return file.getvalue()


def rows(*lines: tuple[Any, ...]) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)

    return fill


def sentence(content: bytes, sheet: str = "") -> str:
    with pytest.raises(Refusal) as refused:
        read(content, sheet)
    return str(refused.value)


def test_the_first_sheet_with_names_is_read_and_a_number_loses_nothing() -> None:
    table = read(workbook(rows(("Organisatie", "KvK", "Kleur"), ("Bakkerij", 12345678, "rood"))))
    assert (table.sheet, list(table.columns), list(table.unread)) == (
        "Partners",
        [Column.NAME, Column.KVK_NUMBER],
        ["Kleur"],
    )
    assert table.rows[0].cells == {"name": "Bakkerij", "kvk_number": "12345678"}


def test_a_title_above_the_heads_is_passed_over_and_empty_rows_too() -> None:
    table = read(workbook(rows(("Partners 2026",), (), ("Naam", "Sector"), (), ("Bakkerij", "Zorg"))))
    assert [(row.number, row.cells["name"]) for row in table.rows] == [(5, "Bakkerij")]


def test_a_csv_is_read_with_semicolons_in_the_code_of_windows_and_what_our_own_disarmed_comes_back() -> None:
    table = read("Naam;Sector\r\nCafé De Één;'=Zorg\r\n".encode("cp1252"))
    assert table.rows[0].cells == {"name": "Café De Één", "sector": "=Zorg"}


def test_a_formula_is_told_apart_from_what_comes_out_of_it() -> None:
    def fill(sheet: Any) -> None:
        rows(("Naam", "Sector"), ("Bakkerij", "Zorg"))(sheet)
        sheet.write_formula(1, 1, '="Zo"&"rg"', None, "Zorg")

    assert read(workbook(fill)).rows[0].formulas == {"sector"}
    assert read(b"Naam;Sector\n=A1;Zorg\n").rows[0].formulas == {"name"}


def test_merged_cells_among_the_rows_are_refused_with_the_row() -> None:
    def fill(sheet: Any) -> None:
        rows(("Naam", "Sector"), ("Bakkerij", "Zorg"))(sheet)
        sheet.merge_range("A3:A4", "Twee rijen")

    assert "In rij 3 zijn cellen samengevoegd." in sentence(workbook(fill))


def test_merged_cells_above_the_heads_are_only_a_title() -> None:
    def fill(sheet: Any) -> None:
        sheet.merge_range("A1:B1", "Partners")
        for number, line in enumerate([("Naam", "Sector"), ("Bakkerij", "Zorg")], start=1):
            sheet.write_row(number, 0, line)

    assert len(read(workbook(fill)).rows) == 1


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_ten_thousand_rows_are_too_many_and_the_sentence_says_how_many_go(ending: str) -> None:
    lines = [("Naam",), *[(f"Organisatie {number}",) for number in range(10_000)]]
    content = workbook(rows(*lines)) if ending == "xlsx" else "\n".join(line[0] for line in lines).encode()
    assert f"ten hoogste {MOST_ROWS}" in sentence(content)


def test_a_wrong_sheet_and_a_sheet_that_is_not_there_are_told() -> None:
    content = workbook(rows(("Naam",), ("Bakkerij",)))
    assert "geen kolom “Naam”" in sentence(content, "Toelichting")
    assert "“Blad9” staat niet in dit bestand" in sentence(content, "Blad9")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leeg"),
        (b"PK\x03\x04 geen werkmap", "kunnen we niet lezen"),
        (b"\xd0\xcf\x11\xe0 oud", "oud Excel-bestand"),
        (b"\x89PNG\r\n\0\0", "geen lijst"),
        (b"Naam;Organisatie\nBakkerij;Bakkerij\n", "betekenen hetzelfde"),
        (b"Naam;Sector\n", "staat niets"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    assert said in sentence(content)

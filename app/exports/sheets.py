"""A sheet as a file: XLSX for a spreadsheet, CSV for whatever reads that. The only module that imports xlsxwriter."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from app.exports.rules import Column, Kind, Sheet, Value, day_of, disarmed
from app.history.wording import partial_date_in_words
from app.periods import PartialDate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_WIDTHS = {
    Kind.SHORT: 12,
    Kind.TEXT: 48,
    Kind.NAME: 26,
    Kind.DATE: 16,
    Kind.PERCENT: 11,
    Kind.EURO: 14,
    Kind.HOURS: 11,
}
# Of what people read, how many parts a whole number of ours counts: hundredths, cents, minutes.
_PARTS = {Kind.PERCENT: 100, Kind.EURO: 100, Kind.HOURS: 60}
# What people typed stays text: no formula, no link, no number.
_AS_TYPED = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_xlsx(sheet: Sheet) -> bytes:
    """The sheet with its header frozen and a filter on every column, and a second one that tells what it is about."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, _AS_TYPED) as book:
        book.set_properties({"title": sheet.title, "author": dict(sheet.about).get("Coalitie", "")})
        styles = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            Kind.DATE: book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"}),
            Kind.PERCENT: book.add_format({"num_format": "0%", "valign": "top"}),
            Kind.EURO: book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            Kind.HOURS: book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            Kind.TEXT: book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_rows(book.add_worksheet(sheet.title), sheet, styles)
        _write_about(book.add_worksheet("Over dit bestand"), sheet, styles)
    return file.getvalue()


def _write_rows(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _WIDTHS[column.kind])
        page.write_string(0, place, column.title, styles["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(page, number, place, column, value, styles)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write(page: Any, number: int, place: int, column: Column, value: Value, styles: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    day = day_of(value)
    if day is not None:
        page.write_datetime(number, place, day, styles[Kind.DATE])
    elif isinstance(value, int):
        kind = column.kind if column.kind in _PARTS else Kind.PERCENT
        page.write_number(number, place, value / _PARTS[kind], styles[kind])
    else:
        page.write_string(number, place, _in_words(value), styles.get(column.kind, styles[Kind.TEXT]))


def _write_about(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 80)
    for number, (name, value) in enumerate(sheet.about):
        page.write_string(number, 0, name, styles["head"])
        page.write_string(number, 1, value, styles[Kind.TEXT])


def as_csv(sheet: Sheet) -> bytes:
    """The rows for a Dutch Excel: semicolons, UTF-8 with a mark that says so, days as it writes them; formulas disarmed.

    A percentage is a number without a sign: its head says what it is. Euros and hours are written with a comma.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_head(column) for column in sheet.columns])
    writer.writerows(
        [
            [_cell(column, value) for column, value in zip(sheet.columns, row, strict=True)]
            for row in sheet.rows
        ]
    )
    return file.getvalue().encode("utf-8-sig")


def _head(column: Column) -> str:
    return f"{column.title} (%)" if column.kind is Kind.PERCENT else column.title


def _cell(column: Column, value: Value) -> str:
    if isinstance(value, int) and column.kind in {Kind.EURO, Kind.HOURS}:
        return f"{Decimal(value) / _PARTS[column.kind]:.2f}".replace(".", ",")
    day = day_of(value)
    if day is not None:
        return day.strftime("%d-%m-%Y")
    return (
        disarmed(_in_words(value))
        if isinstance(value, str | PartialDate)
        else ""
        if value is None
        else str(value)
    )


def _in_words(value: Value | date) -> str:
    return partial_date_in_words(value) if isinstance(value, PartialDate) else str(value)

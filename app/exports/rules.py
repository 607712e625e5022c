"""What a sheet of actions holds, how a formula is disarmed, and how files are called. Values in, values out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from unicodedata import normalize

from app.periods import PartialDate

# What a spreadsheet takes for a formula when it opens a CSV (OWASP, CSV Injection).
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
KEPT = timedelta(days=7)


class Kind(StrEnum):
    """What the columns of a sheet hold; it decides how wide they are and how they are written."""

    SHORT = "short"
    TEXT = "text"
    NAME = "name"
    DATE = "date"
    PERCENT = "percent"
    EURO = "euro"
    """In whole cents."""
    HOURS = "hours"
    """In whole minutes."""


class State(StrEnum):
    """Where a file that is being made stands."""

    BEING_MADE = "being made"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    title: str
    kind: Kind


Value = str | int | date | PartialDate | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it leaves the house: its columns, its rows, and in pairs what it is about."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    about: Sequence[tuple[str, str]]


def disarmed(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def day_of(value: Value) -> date | None:
    """The day, where the value is a date that is known to the day."""
    if isinstance(value, PartialDate):
        return value.first_day if value.precision == "day" else None
    return value if isinstance(value, date) else None


def file_name(*words: str, ending: str) -> str:
    """A name that every file system takes: words in lower case with hyphens."""
    return f"{'-'.join(filter(None, map(_plain, words)))}.{ending}"


def _plain(word: str) -> str:
    # "Eén" becomes een, not e-n: the accent comes off, the letter stays.
    letters = normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:60].rstrip("-")

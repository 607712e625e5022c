"""Events in words: what a person reads in a timeline. Each table has a module; what reads them stands in entries.py."""

from app.history.wording.entries import (
    Entry,
    entries,
    in_words,
    kept_from_viewer,
    partial_date_in_words,
)
from app.history.wording.fields import FIELDS, VALUES
from app.history.wording.kinds import KINDS

__all__ = [
    "FIELDS",
    "KINDS",
    "VALUES",
    "Entry",
    "entries",
    "in_words",
    "kept_from_viewer",
    "partial_date_in_words",
]

"""Changing a row so that what it was is not lost: the step before every `record`."""

from collections.abc import Mapping
from typing import Any

from app.history.models import Changes


def amend(row: Any, values: Mapping[str, Any]) -> Changes:
    """Set the values that differ from what `row` holds; returns (before, after) of those, related rows by their label.

    Relations that are among `values` must be loaded with what their label needs.
    """
    changes: Changes = {}
    for field, value in values.items():
        before = getattr(row, field)
        if before != value:
            changes[field] = (getattr(before, "label", before), getattr(value, "label", value))
            setattr(row, field, value)
    return changes

"""Fields in which one chooses rows: one of them, or any number."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import SelectChoice


class Choosable(Protocol):
    """A row that can be chosen."""

    id: Any

    @property
    def label(self) -> str:
        """How people call it."""


Chosen = TypeVar("Chosen", bound=Choosable)


class RowField(SelectField, Generic[Chosen]):
    """One row, or none. `offer` says which there are and which one is chosen now."""

    def offer(self, rows: Sequence[Chosen], *, none: Any, now: UUID | str | None = None) -> None:
        """Let one choose from `rows`, or nothing (shown as `none`)."""
        self._rows = {str(row.id): row for row in rows}
        self.choices = [SelectChoice("", none), *_choices(self._rows)]
        self.object_data = str(now) if str(now) in self._rows else ""
        if not self.raw_data:
            self.data = str(now or "")

    @property
    def row(self) -> Chosen | None:
        """The row that was chosen."""
        return self._rows.get(self.data or "")


class RowsField(SelectMultipleField, Generic[Chosen]):
    """Any number of rows, as boxes to tick."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(
            label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), choices=[], **kwargs
        )

    def offer(self, rows: Sequence[Chosen], *, now: Sequence[UUID], posted: bool) -> None:
        """Let one choose from `rows`; `now` are ticked until the form is `posted` (an empty box sends nothing)."""
        self._rows = {str(row.id): row for row in rows}
        self.choices = _choices(self._rows)
        self.object_data = [str(key) for key in now if str(key) in self._rows]
        if not posted:
            self.data = [str(key) for key in now]

    @property
    def rows(self) -> list[Chosen]:
        """The rows that were ticked."""
        return [row for key, row in self._rows.items() if key in (self.data or [])]


def _choices(rows: Mapping[str, Chosen]) -> list[SelectChoice]:
    return [SelectChoice(key, row.label) for key, row in rows.items()]

"""Bringing a list, correcting a row of it, and confirming what it does."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.partner_imports.rules.columns import CHOSEN, Column
from app.partner_imports.rules.outcomes import Cell, Mark
from app.partner_imports.wording import COLUMN_NAMES, labels_of
from app.web.forms import BaseForm, SelectChoice, at_most, strip

_LONG = frozenset({Column.DESCRIPTION})


class BringForm(BaseForm):
    """A file, and of a workbook the sheet, where it is not the first that has partners."""

    file = FileField(lazy_gettext("Bestand"), [DataRequired(lazy_gettext("Kies eerst een bestand."))])
    sheet = StringField(lazy_gettext("Blad"), [at_most(200)], filters=[strip])

    def validate_file(self, field: FileField) -> None:
        """It is a file, and not a word sent in its place."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError(gettext("Kies eerst een bestand."))


class ConfirmForm(BaseForm):
    """That what was shown may be done; `seen` is its fingerprint."""

    seen = HiddenField()


class RowForm(BaseForm):
    """The cells of one row as fields; made for the columns of one list by `row_form`."""

    def show(self, cells: Mapping[str, Cell]) -> None:
        """Say beside each field what is wrong with it, as the list does."""
        for name, cell in cells.items():
            field: Field | None = self._fields.get(name)
            if field is not None and cell.mark is Mark.WRONG:
                field.errors = [gettext(cell.sentence, **cell.values)]

    def texts(self, columns: Sequence[Column]) -> dict[str, str]:
        """What was filled in, by column."""
        return {column.value: self._fields[column.value].data or "" for column in columns}


def row_form(columns: Sequence[Column], cells: Mapping[str, Any]) -> RowForm:
    """The form of a row that holds `cells`, with a field for each of `columns`."""
    fields = {column.value: _field(column, str(cells.get(column.value, ""))) for column in columns}
    form: RowForm = type("RowFormOfList", (RowForm,), fields)(data=dict(cells))
    return form


def _field(column: Column, typed: str) -> Any:
    label = COLUMN_NAMES[column]
    labels = labels_of(column) if column in CHOSEN else {}
    if labels:
        # What was typed stays to be seen, also where it is none of the words.
        known = {*labels, *labels.values()}
        own = [SelectChoice(typed, typed)] if typed and typed not in known else []
        words = [SelectChoice(name, name) for name in labels.values()]
        return SelectField(label, choices=[SelectChoice("", gettext("Kies")), *own, *words])
    kind = TextAreaField if column in _LONG else StringField
    return kind(label, [at_most(2000)], filters=[strip])

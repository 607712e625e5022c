"""The base of every form, and the fields that forms share. The only module that imports flask-wtf (besides the factory)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError as ForgedForm
from markupsafe import Markup
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    DateField,
    Field,
    Form,
    FormField,
    IntegerField,
    SelectChoice,
)
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from app.periods import PartialDate
from app.refusals import Refusal
from app.web import shown
from app.web.answered import KEY, fresh_key
from app.web.shown import Meanwhile, Tell

__all__ = [
    "LARGEST_NUMBER",
    "REQUIRED",
    "BaseForm",
    "DatePieces",
    "Day",
    "ForgedForm",
    "PartialDateField",
    "Required",
    "SelectChoice",
    "WholeNumber",
    "at_most",
    "strip",
]


LARGEST_NUMBER = 2**31 - 1
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


class Required(InputRequired):
    """Something is filled in; only spaces is nothing."""

    def __call__(self, form: Any, field: Field) -> None:
        """Stop with our sentence where nothing is filled in."""
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            raise StopValidation(str(self.message))


REQUIRED = Required(lazy_gettext("Vul dit in."))


def at_most(signs: int) -> Length:
    """No longer than so many signs."""
    return Length(max=signs, message=lazy_gettext("Maak dit korter: ten hoogste %(max)d tekens."))


def strip(value: str | None) -> str:
    """A WTForms filter: without space around it."""
    return (value or "").strip()


class BaseForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A form with the token against forgery, and a key of its own with which it is answered once.

    `watch` makes it a form that changes something: `meanwhile` is then what others changed of it since it was shown.
    """

    meanwhile: Sequence[Meanwhile] = ()
    form_errors: list[str]
    _tell: Tell | None = None

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' own sentences are not used: every validator here brings one."""

        locales = ("nl",)

    def hidden_tag(self, *fields: Any) -> Markup:
        """What the form carries unseen."""
        carried: Markup = super().hidden_tag(*fields)
        carried += _HIDDEN.format(KEY, fresh_key())
        return carried + _HIDDEN.format(shown.NAME, shown.mark(self)) if self._tell else carried

    def watch(self, tell: Tell) -> None:
        """This form changes a row, which is locked: say so after every field knows what the row holds, and before `validate`.

        `tell` adds to what changed since a moment who did it, and what it was.
        """
        self._tell = tell

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether what was sent can be saved: it is filled in well, and nobody changed the same since it was shown."""
        if self._tell is not None and self.is_submitted():
            self.meanwhile = shown.meanwhile(self, request.form, self._tell)
        valid: bool = super().validate(extra_validators)
        if self.meanwhile:
            self.form_errors = [*self.form_errors, gettext("Intussen heeft iemand anders dit gewijzigd.")]
        return valid and not self.meanwhile

    def refuse(self, refusal: Refusal, *, otherwise: str) -> None:
        """Put the refusal's sentence beside the field that it is about, or beside the field named `otherwise`."""
        field: Field = self._fields.get(refusal.about or "", self._fields[otherwise])
        if isinstance(field, PartialDateField):
            field = field.form.year
        field.errors = [*field.errors, gettext(refusal.sentence, **refusal.values)]


class WholeNumber(IntegerField):
    """A whole number that the database can count to, with a sentence of its own for what is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Vul een heel getal in.")) from error
        if abs(self.data or 0) > LARGEST_NUMBER:
            self.data = None
            raise ValueError(gettext("Vul een heel getal in."))


class Day(DateField):
    """A whole day, in the browser's own field; with a sentence of ours for what is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError as error:
            self.data = None
            raise ValueError(gettext("Dit is geen dag. Schrijf hem als 2027-03-31.")) from error
        if not _FIRST_YEAR <= self.data.year <= _LAST_YEAR:
            self.data = None
            raise ValueError(gettext("Dit is geen dag. Schrijf hem als 2027-03-31."))


def _no_date() -> str:
    return str(gettext("Dit is geen datum. Vul een jaar in, eventueel met maand en dag, zoals 31 3 2027."))


class DatePieces(Form):
    """Day, month and year, of which day and month may stay empty: a date as exactly as it is known."""

    day = WholeNumber(lazy_gettext("Dag"), [Optional()])
    month = WholeNumber(lazy_gettext("Maand"), [Optional()])
    year = WholeNumber(lazy_gettext("Jaar"), [Optional()])

    def validate_day(self, _field: Field) -> None:
        """A day says nothing without a year: an empty year is not asked itself."""
        if self.year.data is None and not self.year.errors:
            raise ValidationError(_no_date())

    def validate_month(self, field: Field) -> None:
        """Nor does a month."""
        self.validate_day(field)

    def validate_year(self, _field: Field) -> None:
        """The pieces together are a date, or all are empty."""
        try:
            self.read()
        except ValueError as error:
            raise ValidationError(_no_date()) from error

    def read(self) -> PartialDate | None:
        """The date, or None where nothing was filled in. Raises ValueError where the pieces are no date."""
        year, month, day = self.year.data, self.month.data, self.day.data
        if not (year or month or day):
            return None
        if not year or not _FIRST_YEAR <= year <= _LAST_YEAR or (month is not None and month < 1):
            message = "no year"
            raise ValueError(message)
        return PartialDate(year, month or 0, day or 0)


class PartialDateField(FormField):  # type: ignore[type-arg]  # generic in the stubs only
    """A PartialDate as three small fields; `.value` is the date or None, `of` fills the pieces from a row."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(DatePieces, label, **kwargs)

    @property
    def value(self) -> PartialDate | None:
        """The date that was filled in."""
        pieces: DatePieces = self.form
        return pieces.read()

    @staticmethod
    def of(date: PartialDate | None) -> dict[str, int | None]:
        """The data that shows `date` in the pieces."""
        return {"day": date.day or None, "month": date.month or None, "year": date.year} if date else {}

"""Euros in forms and on pages. The database and the rules know whole cents."""

from decimal import Decimal
from typing import Any

from flask_babel import format_currency, gettext
from wtforms import StringField
from wtforms.validators import StopValidation

from app.money import Euro
from app.refusals import Refusal


def euros(cents: int) -> str:
    """An amount for people, in the language of the page: "€ 1.234,50"; whole euros without decimals."""
    whole = cents % 100 == 0
    pattern = "¤\u00a0#,##0" if whole else "¤\u00a0#,##0.00"
    return str(
        format_currency(Decimal(cents) / 100, "EUR", f"{pattern};-{pattern}", currency_digits=not whole)
    )


class EuroField(StringField):
    """An amount as people type it; `cents` is what it means, or None where nothing was filled in."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, render_kw={"inputmode": "decimal"}, **kwargs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - how WTForms calls it
        """Say beside the field what is no amount."""
        try:
            self.cents  # noqa: B018 - reading it is the test
        except Refusal as refusal:
            raise StopValidation(gettext(refusal.sentence, **refusal.values)) from refusal

    @property
    def cents(self) -> int | None:
        """What was typed, in cents. Raises Refusal where it is no amount."""
        typed = (self.data or "").strip()
        return Euro.parse(typed).cents if typed else None

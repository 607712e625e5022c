"""The list of partners as a sheet, under the heads that can be read in again; and beside those how each partnership stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from flask_babel import force_locale

from app.exports.rules import Column as SheetColumn
from app.exports.rules import Kind, Sheet, Value
from app.partner_imports.queries import listed
from app.partner_imports.rules.columns import HEADS, OF_THE_CONTACT, Column
from app.partner_imports.rules.outcomes import Known
from app.partner_imports.wording import labels_of
from app.partners.rules import Belonging
from app.partners.wording import BELONGINGS
from app.web.clock import AMSTERDAM

_BESIDE = (
    SheetColumn("Hoe het staat", Kind.NAME),
    SheetColumn("Sinds", Kind.DATE),
    SheetColumn("Doet mee via", Kind.NAME),
    SheetColumn("Aantal acties", Kind.SHORT),
)
_WIDE = frozenset({Column.DESCRIPTION, Column.NEIGHBOURHOODS})


class Listed(Protocol):
    """A partner in a list."""

    @property
    def id(self) -> UUID:
        """Which partner."""

    @property
    def belonging(self) -> Belonging:
        """How it belongs to the coalition."""

    @property
    def since(self) -> datetime | None:
        """Since when."""

    @property
    def umbrella(self) -> str | None:
        """Through whom it takes part."""

    @property
    def actions(self) -> int:
        """In how many actions it has a part."""


def sheet_of(partners: Sequence[Listed], *, private: bool, about: Sequence[tuple[str, str]]) -> Sheet:
    """The partners in this order; `private` with whom the coalition calls there. Three statements.

    Documents are Dutch, whatever the language of the screen.
    """
    columns = [column for column in HEADS if private or column not in OF_THE_CONTACT]
    known, places = listed()
    with force_locale("nl"):
        rows = [
            [*(_cell(column, known[partner.id], places) for column in columns), *_beside(partner)]
            for partner in partners
        ]
    heads = [SheetColumn(HEADS[column][0], Kind.TEXT if column in _WIDE else Kind.NAME) for column in columns]
    return Sheet("Partners", [*heads, *_BESIDE], rows, about)


def _beside(partner: Listed) -> list[Value]:
    since = partner.since.astimezone(AMSTERDAM).date() if partner.since else None
    return [str(BELONGINGS[partner.belonging]), since, partner.umbrella or "", str(partner.actions)]


def _cell(column: Column, known: Known, places: dict[str, str]) -> Value:
    labels = places if column is Column.NEIGHBOURHOODS else labels_of(column)
    value = known.values.get(column.value, "")
    return "; ".join(sorted(labels.get(part, part) for part in value.split("; ") if part))

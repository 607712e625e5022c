"""What a list holds and would do, in words; and the words that its cells may hold, in every language of the product."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from app.organisations.wording import ORGANISATION_KINDS, SECTORS
from app.partner_imports.rules.columns import Column
from app.partner_imports.rules.outcomes import Deed, Mark
from app.partners.rules import Circle

CIRCLES = {Circle.CORE: lazy_gettext("Kern"), Circle.WIDER: lazy_gettext("Bredere kring")}
COLUMN_NAMES = {
    Column.NAME: lazy_gettext("Naam"),
    Column.SECTOR: lazy_gettext("Sector"),
    Column.CIRCLE: lazy_gettext("Kring"),
    Column.KIND: lazy_gettext("Soort"),
    Column.KVK_NUMBER: lazy_gettext("KvK-nummer"),
    Column.WEBSITE: lazy_gettext("Website"),
    Column.EMAIL: lazy_gettext("E-mailadres"),
    Column.PHONE: lazy_gettext("Telefoonnummer"),
    Column.PLACE: lazy_gettext("Plaats"),
    Column.DESCRIPTION: lazy_gettext("Omschrijving"),
    Column.NEIGHBOURHOODS: lazy_gettext("Wijken"),
    Column.CONTACT_NAME: lazy_gettext("Contactpersoon"),
    Column.CONTACT_FUNCTION: lazy_gettext("Functie van de contactpersoon"),
    Column.CONTACT_EMAIL: lazy_gettext("E-mailadres van de contactpersoon"),
    Column.CONTACT_PHONE: lazy_gettext("Telefoonnummer van de contactpersoon"),
}
DEED_NAMES = {
    Deed.ADD: lazy_gettext("Nieuw"),
    Deed.JOIN: lazy_gettext("Nieuw hier, al bekend"),
    Deed.CHANGE: lazy_gettext("Wordt bijgewerkt"),
    Deed.NOTHING: lazy_gettext("Staat er al zo"),
    Deed.WRONG: lazy_gettext("Klopt niet"),
    Deed.LEFT_OUT: lazy_gettext("Weggelaten"),
}
DEED_TONES = {
    Deed.ADD: "positive",
    Deed.JOIN: "positive",
    Deed.CHANGE: "info",
    Deed.NOTHING: "neutral",
    Deed.WRONG: "negative",
    Deed.LEFT_OUT: "neutral",
}
MARK_NAMES = {
    Mark.FILLED: lazy_gettext("niet ingevuld, wordt dit"),
    Mark.NOT_OURS: lazy_gettext("blijft zoals het is: de organisatie houdt haar gegevens zelf bij"),
}


_LABELS: Mapping[Column, Mapping[Any, Any]] = {
    Column.SECTOR: SECTORS,
    Column.KIND: ORGANISATION_KINDS,
    Column.CIRCLE: CIRCLES,
}


def labels_of(column: Column) -> dict[str, str]:
    """How people call each value that is stored for a column of few words."""
    return {str(value): str(label) for value, label in _LABELS.get(column, {}).items()}


def what_happens(counts: Mapping[Deed, int]) -> str:
    """In one sentence what reading the list in does."""
    added, changed = counts.get(Deed.ADD, 0) + counts.get(Deed.JOIN, 0), counts.get(Deed.CHANGE, 0)
    parts = [
        ngettext("%(num)s partner komt erbij.", "%(num)s partners komen erbij.", added) if added else "",
        ngettext("%(num)s wordt bijgewerkt.", "%(num)s worden bijgewerkt.", changed) if changed else "",
    ]
    return " ".join(part for part in parts if part) or str(gettext("Er verandert niets."))

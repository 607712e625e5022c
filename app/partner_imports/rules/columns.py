"""The columns that are read, how people call them, and what a cell may hold."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from app.organisations.rules import kvk_number, website
from app.refusals import Refusal

MOST_ROWS = 2000
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]{2,}")
_LONGEST = 200


class Column(StrEnum):
    """A column that is read; the value is the name of the field that it fills."""

    NAME = "name"
    SECTOR = "sector"
    CIRCLE = "circle"
    KIND = "kind"
    KVK_NUMBER = "kvk_number"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    PLACE = "place"
    DESCRIPTION = "description"
    NEIGHBOURHOODS = "neighbourhoods"
    CONTACT_NAME = "contact_name"
    CONTACT_FUNCTION = "contact_function"
    CONTACT_EMAIL = "contact_email"
    CONTACT_PHONE = "contact_phone"


# The first is what our own sheets say above it; the others are what people write.
HEADS: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: ("Naam", "Organisatie", "Naam organisatie", "Partner"),
    Column.SECTOR: ("Sector", "Branche"),
    Column.CIRCLE: ("Kring", "Kern of breed"),
    Column.KIND: ("Soort", "Rechtsvorm", "Soort organisatie"),
    Column.KVK_NUMBER: ("KvK-nummer", "KvK", "Kamer van Koophandel"),
    Column.WEBSITE: ("Website", "Site", "Internet"),
    Column.EMAIL: ("E-mail", "Mail", "E-mailadres", "Mailadres"),
    Column.PHONE: ("Telefoon", "Telefoonnummer", "Tel"),
    Column.PLACE: ("Plaats", "Woonplaats", "Vestigingsplaats"),
    Column.DESCRIPTION: ("Omschrijving", "Wat doet de organisatie", "Toelichting"),
    Column.NEIGHBOURHOODS: ("Wijken", "Wijk", "Werkgebied"),
    Column.CONTACT_NAME: ("Contactpersoon", "Naam contactpersoon", "Contact"),
    Column.CONTACT_FUNCTION: ("Functie contactpersoon", "Functie"),
    Column.CONTACT_EMAIL: ("E-mail contactpersoon", "Mail contactpersoon"),
    Column.CONTACT_PHONE: ("Telefoon contactpersoon", "Tel contactpersoon"),
}
# Cells of which the text is one of a few words, or several of them with a semicolon between.
CHOSEN = frozenset({Column.SECTOR, Column.CIRCLE, Column.KIND, Column.NEIGHBOURHOODS})
OF_THE_CONTACT = (
    Column.CONTACT_NAME,
    Column.CONTACT_FUNCTION,
    Column.CONTACT_EMAIL,
    Column.CONTACT_PHONE,
)
_LONG = {Column.DESCRIPTION: 2000, Column.WEBSITE: 300, Column.NEIGHBOURHOODS: 1000}

# For a column with few words: how each is written (`plain`), and what is stored for it.
Words = Mapping[Column, Mapping[str, str]]


def plain(text: str) -> str:
    """The letters and digits of a text, in lower case without accents: "E-mail adres" and "e-mailadres" are the same head."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", letters.lower())


_BY_HEAD = {plain(head): column for column, heads in HEADS.items() for head in heads}


def column_of(head: str) -> Column | None:
    """The column that this head means, or None where it is none that we read."""
    return _BY_HEAD.get(plain(head))


def value_of(column: Column, text: str, words: Words) -> str:
    """What the cell would store, empty for an empty one; of several words their values with a semicolon between.

    Raises Refusal with a sentence for a person where the text is nothing that fits in the column.
    """
    text = text.strip()
    longest = _LONG.get(column, _LONGEST)
    if len(text) > longest:
        raise Refusal("Maak dit korter: ten hoogste %(max)d tekens.", max=longest)
    if column is Column.KVK_NUMBER:
        return kvk_number(text) or ""
    if column is Column.WEBSITE:
        return website(text)
    if column in {Column.EMAIL, Column.CONTACT_EMAIL}:
        return _mail(text)
    return _chosen(text, words[column]) if column in CHOSEN else text


def _mail(text: str) -> str:
    if text and " " in text:
        raise Refusal("In een e-mailadres staan geen spaties.")
    if text and not _MAIL.fullmatch(text):
        raise Refusal("Dit is geen e-mailadres. Vul het in zoals naam@voorbeeld.nl.")
    return text.lower()


def _chosen(text: str, words: Mapping[str, str]) -> str:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    unknown = next((part for part in parts if plain(part) not in words), None)
    if unknown is not None:
        raise Refusal("“%(word)s” kennen we niet. Kies uit de lijst bij deze rij.", word=unknown)
    return "; ".join(sorted(words[plain(part)] for part in parts))

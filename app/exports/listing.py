"""The list of actions as a sheet: which columns, what was chosen, and who asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale

from app.exports.queries import Line
from app.exports.rules import Column, Kind, Sheet, Value
from app.exports.wording import FILTER_NAMES, SORT_NAMES, YES_AND_ALL
from app.plan.queries.choices import Choices
from app.plan.queries.listing import Selection
from app.plan.wording import LIGHT_NAMES, STATUS_NAMES
from app.web.clock import AMSTERDAM

COLUMNS = (
    Column("Nummer", Kind.SHORT),
    Column("Actie", Kind.TEXT),
    Column("Doel", Kind.TEXT),
    Column("Status", Kind.SHORT),
    Column("Trekker", Kind.NAME),
    Column("Helpen mee", Kind.NAME),
    Column("Pijlers", Kind.NAME),
    Column("Thema’s", Kind.NAME),
    Column("Wijken", Kind.NAME),
    Column("Doelgroepen", Kind.NAME),
    Column("Begin", Kind.DATE),
    Column("Einde", Kind.DATE),
    Column("Uiterlijk klaar", Kind.DATE),
    Column("Voortgang", Kind.PERCENT),
    Column("Stand", Kind.SHORT),
    Column("Laatste update", Kind.TEXT),
    Column("Laatste update op", Kind.DATE),
    Column("Omschrijving", Kind.TEXT),
)


def sheet_of(lines: Sequence[Line], about: Sequence[tuple[str, str]]) -> Sheet:
    """The lines as a table. Documents are Dutch, whatever the language of the screen."""
    with force_locale("nl"):
        return Sheet("Acties", COLUMNS, [_row(line) for line in lines], about)


def _row(line: Line) -> list[Value]:
    card, standing = line.card, line.card.standing
    heard = standing.last_heard.astimezone(AMSTERDAM).date() if standing.light else None
    ties = ("contributors", "pillars", "themes", "neighbourhoods", "target_groups")
    return [
        card.number,
        card.title,
        line.goal,
        str(STATUS_NAMES[card.status]),
        card.owner or "",
        *("; ".join(line.ties.get(kind, [])) for kind in ties),
        line.starts,
        line.ends,
        card.deadline,
        standing.progress,
        str(LIGHT_NAMES[standing.light]) if standing.light else "",  # type: ignore[index]
        line.told,
        heard,
        line.description,
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address of the list says, what its filters are called, and the address itself."""

    said: Mapping[str, str]
    offered: Choices
    selection: Selection
    address: str


def about_list(
    choice: Choice, *, coalition: str, count: int, made_by: str, made_at: datetime
) -> list[tuple[str, str]]:
    """What the second sheet says: which coalition, what was chosen, in which order, how many, by whom and when, and where it came from."""
    direction = ", aflopend" if choice.selection.descending else ""
    filters = [
        (FILTER_NAMES[name], _said(name, value, choice.offered))
        for name, value in choice.said.items()
        if name in FILTER_NAMES
    ]
    return [
        ("Coalitie", coalition),
        *(filters or [("Gefilterd op", "niets: alle acties van het huidige plan")]),
        ("Volgorde", SORT_NAMES[choice.selection.sort] + direction),
        ("Aantal acties", str(count)),
        ("Gemaakt door", made_by),
        ("Gemaakt op", made_at.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")),
        ("Adres van deze lijst", choice.address),
    ]


def _said(name: str, value: str, offered: Choices) -> str:
    with force_locale("nl"):
        called = next((str(label) for key, label in offered.get(name, []) if key == value), None)
    return called or YES_AND_ALL.get((name, value)) or value

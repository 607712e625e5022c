"""What the address of a page says of the lines that it shows: every number leads to its own lines by such an address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import request, url_for

from app.contributions.queries.entries import lines
from app.contributions.queries.rows import periods
from app.contributions.rules.grouping import Grouping, Selection
from app.contributions.rules.ledger import Column, Line
from app.contributions.rules.words import ContributionKind
from app.contributions.wording import COLUMN_NAMES, KIND_NAMES, KIND_WORDS, WORD_OF_KIND
from app.organisations.wording import SECTORS
from app.partners.rules import Circle
from app.partners.wording import BELONGINGS
from app.web.intake import countable, said_but

Word = TypeVar("Word", bound=StrEnum)
Choices = Mapping[str, Sequence[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The lines of the selection, and what can be chosen among all."""

    selection: Selection
    lines: list[Line]
    offered: Choices
    any_period: bool


def shown() -> Shown:
    """What the address asks for: two statements."""
    selection, every, known = selection_of_request(), lines(), periods()
    partners = sorted(
        {(str(line.entry.partner_id), line.entry.partner) for line in every},
        key=lambda one: one[1].casefold(),
    )
    offered = {
        "periode": [(str(period.id), period.name) for period in known],
        "sector": [(sector.value, name) for sector, name in SECTORS.items()],
        "kring": [(circle.value, BELONGINGS[circle]) for circle in Circle],  # type: ignore[index]
        "partner": partners,
        "jaar": [(year, year) for year in sorted({str(line.entry.day.year) for line in every})],
        "soort": [(word, KIND_NAMES[kind]) for word, kind in KIND_WORDS.items()],
        "stand": [(column.value, name) for column, name in COLUMN_NAMES.items()],
    }
    return Shown(selection, selection.of(every), offered, any_period=bool(known))


def selection_of_request() -> Selection:
    """What the address says; what means nothing in it is left out."""
    args = request.args
    return Selection(
        period=args.get("periode", type=UUID),
        partner=args.get("partner", type=UUID),
        sector=args.get("sector", ""),
        circle=args.get("kring", ""),
        year=args.get("jaar", type=countable),
        kind=KIND_WORDS.get(args.get("soort", "")),
        column=word(Column, "stand"),
    )


def word(words: type[Word], name: str) -> Word | None:
    """The value of `name` in the address, where it is one of `words`."""
    return request.args.get(name, type=words)


def lines_url(
    kind: ContributionKind, column: Column | None, by: Grouping | None = None, key: str = ""
) -> str:
    """Where the lines stand that one number of this page is made of."""
    said = said_but("per") | {"soort": WORD_OF_KIND[kind]}
    if column is not None:
        said["stand"] = column.value
    if by is not None:
        said[by.value] = key
    return url_for("contributions.listing", **said)

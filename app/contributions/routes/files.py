"""The lines as a file: those, and in the order, of the page whose choice the address carries."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Response, url_for
from flask_babel import force_locale

from app.access import Permission
from app.contributions.routes.blueprint import blueprint
from app.contributions.routes.choosing import Shown, shown
from app.contributions.rules.ledger import Line
from app.contributions.rules.words import ContributionKind, Side
from app.contributions.wording import KIND_NAMES, SIDE_NAMES, STEP_NAMES, standing_name
from app.exports.rules import Column, Kind, Sheet, Value, file_name
from app.exports.sheets import CSV, XLSX, as_csv, as_xlsx
from app.organisations.rules import Sector
from app.organisations.wording import SECTORS
from app.partners.rules import Belonging
from app.partners.wording import BELONGINGS
from app.settings import settings
from app.web.clock import AMSTERDAM, today
from app.web.door import needs, viewer
from app.web.intake import said_but
from app.web.page import file
from tenants import current_tenant

COLUMNS = (
    Column("Partner", Kind.NAME),
    Column("Sector", Kind.NAME),
    Column("Kring", Kind.NAME),
    Column("Periode", Kind.NAME),
    Column("Dag", Kind.DATE),
    Column("Regel", Kind.SHORT),
    Column("Soort", Kind.SHORT),
    Column("Bedrag", Kind.EURO),
    Column("Uren", Kind.HOURS),
    Column("In natura", Kind.NAME),
    Column("Wat", Kind.TEXT),
    Column("Waarde volgens de partner", Kind.EURO),
    Column("Waarde van de uren", Kind.EURO),
    Column("Nog open (geld)", Kind.EURO),
    Column("Nog open (uren)", Kind.HOURS),
    Column("Stand", Kind.NAME),
    Column("Toelichting", Kind.TEXT),
    Column("Genoteerd door", Kind.NAME),
    Column("Namens", Kind.NAME),
    Column("Beantwoord door", Kind.NAME),
    Column("Beantwoord op", Kind.DATE),
)


@blueprint.get("/partners/bijdragen/regels.xlsx")
@needs(Permission.CONTRIBUTION_READ)
def lines_as_xlsx() -> Response:
    """For a spreadsheet."""
    return _as("xlsx", as_xlsx, XLSX)


@blueprint.get("/partners/bijdragen/regels.csv")
@needs(Permission.CONTRIBUTION_READ)
def lines_as_csv() -> Response:
    """For whatever reads lines of values."""
    return _as("csv", as_csv, CSV)


def _as(ending: str, write: Callable[[Sheet], bytes], media_type: str) -> Response:
    found, here = shown(), current_tenant()
    # A document is Dutch, whatever the language of the screen.
    with force_locale("nl"):
        content = write(
            Sheet("Bijdragen", COLUMNS, [_row(line) for line in found.lines], _about(found, here.coalition))
        )
    name = file_name("bijdragen", here.slug, today().isoformat(), ending=ending)
    return file(content, name=name, media_type=media_type)


def _about(found: Shown, coalition: str) -> list[tuple[str, str]]:
    said = said_but("pagina")
    filters = [
        (name.capitalize(), next((str(label) for key, label in choices if key == said[name]), ""))
        for name, choices in found.offered.items()
        if name in said
    ]
    return [
        ("Coalitie", coalition),
        *(filters or [("Gefilterd op", "niets: alle regels")]),
        ("Aantal regels", str(len(found.lines))),
        (
            "Geld, uren en natura",
            "Die tellen we nooit bij elkaar op. De waarde van uren is een berekening, die van natura een schatting.",
        ),
        ("Gemaakt door", viewer().name),
        ("Gemaakt op", datetime.now(UTC).astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")),
        (
            "Adres van deze lijst",
            settings().public_url.rstrip("/") + url_for("contributions.listing", **said),
        ),
    ]


def _row(line: Line) -> list[Value]:
    entry, kind = line.entry, line.entry.kind
    answered = entry.answered_at.astimezone(AMSTERDAM).date() if entry.answered_at else None
    in_kind, in_hours, in_money = (
        kind is each for each in (ContributionKind.KIND, ContributionKind.HOURS, ContributionKind.MONEY)
    )
    worth = line.worth.promised or line.worth.confirmed or line.worth.awaiting or line.worth.disputed
    return [
        entry.partner,
        str(SECTORS[Sector(entry.sector)]),
        str(BELONGINGS[Belonging(entry.circle)]),
        entry.period,
        entry.day,
        "Toezegging" if entry.is_promise else "Correctie" if entry.corrects_id else "Gegeven",
        str(KIND_NAMES[kind]),
        entry.quantity if in_money else None,
        entry.quantity if in_hours else None,
        entry.unit or "ja" if in_kind else "",
        entry.what,
        entry.value if in_kind else None,
        worth or None if in_hours else None,
        line.figures.open if in_money and entry.is_promise else None,
        line.figures.open if in_hours and entry.is_promise else None,
        _stand(line),
        entry.sentence or entry.reason,
        entry.noted_by,
        str(SIDE_NAMES[entry.side]),
        entry.answered_by,
        answered,
    ]


def _stand(line: Line) -> str:
    if line.entry.withdrawn:
        return "Ingetrokken"
    if line.standing is not None:
        return str(standing_name(line.standing, Side(line.entry.side)))
    return str(STEP_NAMES[line.entry.step]) if line.entry.step else "Toegezegd"

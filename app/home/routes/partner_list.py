"""The list of partners as a file: with exactly the rows of the page whose choice the address carries, whatever page of it is shown."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Response, url_for
from flask_babel import force_locale

from app.access import Permission
from app.exports.rules import Sheet, file_name
from app.exports.sheets import CSV, XLSX, as_csv, as_xlsx
from app.home.queries.partners import lines
from app.home.routes.partners import selected
from app.organisations.wording import SECTORS
from app.partner_imports.sheet import sheet_of
from app.partners.routes.blueprint import blueprint
from app.partners.wording import BELONGINGS
from app.settings import settings
from app.web.clock import AMSTERDAM, today
from app.web.door import may, needs, viewer
from app.web.intake import said_but
from app.web.page import file
from tenants import current_tenant


@blueprint.get("/partners/lijst.xlsx")
@needs(Permission.PARTNER_READ)
def list_as_xlsx() -> Response:
    """For a spreadsheet."""
    return _list_as("xlsx", as_xlsx, XLSX)


@blueprint.get("/partners/lijst.csv")
@needs(Permission.PARTNER_READ)
def list_as_csv() -> Response:
    """For whatever reads lines of values."""
    return _list_as("csv", as_csv, CSV)


def _list_as(ending: str, write: Callable[[Sheet], bytes], media_type: str) -> Response:
    selection, here = selected(), current_tenant()
    chosen = [line for line in lines() if selection.holds(line)]
    with force_locale("nl"):
        sheet = sheet_of(chosen, private=may(Permission.PARTNER_PRIVATE), about=_about(len(chosen)))
        content = write(sheet)
    name = file_name("partners", here.slug, today().isoformat(), ending=ending)
    return file(content, name=name, media_type=media_type)


def _about(count: int) -> list[tuple[str, str]]:
    """What the second sheet says: which coalition, what was chosen, how many, by whom and when, and where it came from."""
    selection = selected()
    filters = [
        ("Naam", selection.words),
        ("Sector", str(SECTORS[selection.sector]) if selection.sector else ""),
        ("Kring", str(BELONGINGS[selection.belonging]) if selection.belonging else ""),
        ("Wijk", "gekozen" if selection.neighbourhood else ""),
        ("Doet mee via", "gekozen" if selection.umbrella else ""),
    ]
    address = url_for("partners.partners", **said_but("pagina"))
    return [
        ("Coalitie", current_tenant().coalition),
        *(
            [pair for pair in filters if pair[1]]
            or [("Gefilterd op", "niets: alle partners die meedoen of genoemd zijn")]
        ),
        ("Aantal partners", str(count)),
        ("Gemaakt door", viewer().name),
        ("Gemaakt op", datetime.now(UTC).astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")),
        ("Adres van deze lijst", settings().public_url.rstrip("/") + address),
    ]

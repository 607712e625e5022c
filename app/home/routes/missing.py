"""Who is missing: the page, and the same as a sheet."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Response, request, url_for
from flask_babel import force_locale, gettext, ngettext

from app.access import Permission
from app.bodies.wording import SEAT_KINDS
from app.exports.rules import Column, Kind, Sheet, Value, file_name
from app.exports.sheets import XLSX, as_xlsx
from app.home.missing import CHOICES, MONTHS, Missing
from app.home.queries.missing import who_is_missing
from app.organisations.wording import SECTORS
from app.partners.routes.blueprint import blueprint
from app.partners.wording import BELONGINGS
from app.settings import settings
from app.web.clock import AMSTERDAM, today
from app.web.door import may, needs, viewer
from app.web.page import file, page
from tenants import current_tenant

COLUMNS = (
    Column("Wat er ontbreekt", Kind.NAME),
    Column("Waar het om gaat", Kind.NAME),
    Column("Toelichting", Kind.TEXT),
    Column("Laatst gehoord", Kind.DATE),
    Column("Wat u kunt doen", Kind.TEXT),
)


@blueprint.get("/partners/wie-ontbreekt")
@needs(Permission.PARTNER_READ)
def missing() -> Response:
    """Sectors and neighbourhoods without a partner, partners without an action or without news, and what stands vacant."""
    return page(
        "home/missing.html",
        found=who_is_missing(_months(), today()),
        choices=CHOICES,
        sectors=SECTORS,
        belongings=BELONGINGS,
        seat_kinds=SEAT_KINDS,
    )


@blueprint.get("/partners/wie-ontbreekt.xlsx")
@needs(Permission.PARTNER_READ)
def missing_as_xlsx() -> Response:
    """The same lines for a spreadsheet."""
    months, here = _months(), current_tenant()
    found = who_is_missing(months, today())
    with force_locale("nl"):
        rows = list(_rows(found))
        content = as_xlsx(Sheet("Wie ontbreekt", COLUMNS, rows, _about(months, len(rows))))
    name = file_name("wie-ontbreekt", here.slug, today().isoformat(), ending="xlsx")
    return file(content, name=name, media_type=XLSX)


def _months() -> int:
    """The number of months in the address, or the usual one where there is none that can be chosen."""
    chosen = request.args.get("maanden", MONTHS, type=int)
    return chosen if chosen in CHOICES else MONTHS


def _rows(found: Missing) -> Iterator[list[Value]]:
    """Line by line as the page; of whom nothing was heard only for who may read what a coalition keeps to itself."""
    for row in found.sectors:
        near = ", ".join(f"{each.name} ({str(BELONGINGS[each.belonging]).lower()})" for each in row.near)
        yield [
            gettext("Sector zonder partner"),
            str(SECTORS[row.sector]),
            near,
            None,
            gettext("Nodig een organisatie uit"),
        ]
    for place in found.neighbourhoods:
        told = ngettext("%(num)s actie", "%(num)s acties", place.actions) if place.actions else ""
        yield [gettext("Wijk zonder partner"), place.name, told, None, gettext("Nodig een organisatie uit")]
    for seat in found.seats:
        what = gettext("%(name)s doet niet meer mee", name=seat.left) if seat.left else gettext("zetel vrij")
        label = ", ".join(filter(None, (seat.body, seat.role or str(SEAT_KINDS[seat.kind]))))  # type: ignore[index]
        yield [gettext("Vrije zetel"), label, what, None, gettext("Vul de zetel")]
    for each in found.idle:
        yield [
            gettext("Partner zonder actie"),
            each.name,
            str(SECTORS[each.sector]),
            None,
            gettext("Geef een actie"),
        ]
    for carried in found.alone:
        who = carried.partner or gettext("niemand")
        yield [
            gettext("Steunt op één partner of geen"),
            carried.title,
            who,
            None,
            gettext("Zoek er een partner bij"),
        ]
    if may(Permission.PARTNER_PRIVATE):
        for each in found.silent:
            heard = each.heard.astimezone(AMSTERDAM).date() if each.heard else None
            told = "" if heard else gettext("nog nooit")
            yield [gettext("Lang niet gehoord"), each.name, told, heard, gettext("Stel een vraag")]


def _about(months: int, count: int) -> list[tuple[str, str]]:
    address = settings().public_url.rstrip("/") + url_for("partners.missing", maanden=months)
    return [
        ("Coalitie", current_tenant().coalition),
        ("Lang niet gehoord", f"{months} maanden of langer"),
        ("Aantal regels", str(count)),
        ("Gemaakt door", viewer().name),
        ("Gemaakt op", datetime.now(UTC).astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")),
        ("Adres van deze lijst", address),
    ]

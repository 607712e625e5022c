"""What was promised and given, by year, sector, circle or partner; and the lines that every number is made of."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext

from app.access import Permission
from app.contributions.queries.rows import partners_to_ask
from app.contributions.routes.blueprint import blueprint
from app.contributions.routes.choosing import lines_url, shown, word
from app.contributions.rules.grouping import Group, Grouping, grouped
from app.contributions.rules.ledger import Column, totals
from app.contributions.rules.words import Side
from app.contributions.wording import COLUMN_NAMES, GROUPING_NAMES, KIND_NAMES, amount
from app.organisations.rules import Sector
from app.organisations.wording import SECTORS
from app.partners.rules import Belonging
from app.partners.wording import BELONGINGS
from app.web.door import needs
from app.web.intake import countable, said_but
from app.web.page import page, see_view

PAGE = 50


@blueprint.get("/partners/bijdragen", endpoint="totals")
@needs(Permission.CONTRIBUTION_READ)
def show_totals() -> Response:
    """The totals that the address asks for."""
    by, found = word(Grouping, "per") or Grouping.YEAR, shown()
    return page(
        "contributions/totals.html",
        fragment="contributions/_totals.html",
        shown=found,
        by=by,
        groups=sorted(
            ((_name(by, group), group) for group in grouped(found.lines, by)),
            key=lambda one: one[0].casefold(),
        ),
        totals=totals(found.lines),
        lines_url=lines_url,
        chosen=said_but("per"),
        **names(),
    )


def names() -> dict[str, Any]:
    """What a page calls everything."""
    return {
        "Column": Column,
        "columns": COLUMN_NAMES,
        "kinds": KIND_NAMES,
        "groupings": GROUPING_NAMES,
        "amount": amount,
        "Side": Side,
    }


def _name(by: Grouping, group: Group) -> str:
    """How people call what the lines of a group have in common."""
    entry = group.lines[0].entry
    return {
        Grouping.YEAR: lambda: group.key,
        Grouping.SECTOR: lambda: str(SECTORS[Sector(group.key)]),
        Grouping.CIRCLE: lambda: str(BELONGINGS[Belonging(group.key)]),
        Grouping.PARTNER: lambda: entry.partner,
        Grouping.PERIOD: lambda: entry.period,
    }[by]()


@blueprint.get("/partners/bijdragen/regels", endpoint="listing")
@needs(Permission.CONTRIBUTION_READ)
def show_lines() -> Response:
    """The lines that the address asks for, fifty at a time."""
    found, number = shown(), max(1, request.args.get("pagina", 1, type=countable))
    return page(
        "contributions/lines.html",
        fragment="contributions/_lines.html",
        shown=found,
        lines=found.lines[(number - 1) * PAGE : number * PAGE],
        number=number,
        pages=max(1, -(-len(found.lines) // PAGE)),
        page_url=lambda other: url_for("contributions.listing", **said_but("pagina"), pagina=other),
        totals=totals(found.lines),
        chosen=said_but("pagina"),
        **names(),
    )


@blueprint.get("/partners/bijdragen/partner")
@needs(Permission.CONTRIBUTION_EDIT)
def choose_partner() -> Response:
    """Choose of whom a promise or a gift is to be noted."""
    offered = partners_to_ask()
    chosen = next((each for each in offered if str(each.id) == request.args.get("partner")), None)
    if chosen is not None:
        return see_view("contributions.partner", partner_id=chosen.id)
    return page("contributions/choose.html", partners=offered, title=gettext("Bijdrage van een partner"))

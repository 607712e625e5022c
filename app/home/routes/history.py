"""The history of the coalition."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from app.access import Permission
from app.history.wording import KINDS, Entry, entries
from app.home.queries.history import Selection, actors_and_kinds
from app.home.queries.history import history as events
from app.home.routes.blueprint import blueprint
from app.home.subjects import url_of
from app.web.clock import AMSTERDAM
from app.web.door import needs
from app.web.intake import countable, day, said_but
from app.web.page import page


@blueprint.get("/geschiedenis")
@needs(Permission.HISTORY_READ)
def history() -> Response:
    """Who did what and when, filtered in the address."""
    selection = _selection()
    number = max(1, request.args.get("pagina", 1, type=countable))
    found = events(selection, number)
    actors, kinds = actors_and_kinds()
    return page(
        "home/history.html",
        fragment="home/_history.html",
        selection=selection,
        days=_by_day(entries(found.events)),
        found=found,
        number=number,
        people=sorted(actors.items(), key=lambda item: item[1].casefold()),
        kinds=sorted(
            ((kind, str(KINDS.get(kind, gettext("Gewijzigd")))) for kind in kinds), key=lambda item: item[1]
        ),
        page_url=_page_url,
    )


def _by_day(newest_first: list[Entry]) -> list[tuple[date, list[Entry]]]:
    """The entries of each day, with in what happened the way to what it happened to."""
    days: dict[date, list[Entry]] = {}
    for entry in newest_first:
        shown = replace(entry, what=_with_subject(entry))
        days.setdefault(entry.when.astimezone(AMSTERDAM).date(), []).append(shown)
    return list(days.items())


def _with_subject(entry: Entry) -> Markup:
    if not entry.subject_label:
        return escape(entry.what)
    url = url_of(entry.subject_table, entry.subject_id)
    subject = (
        Markup('<a href="{}">{}</a>').format(url, entry.subject_label) if url else escape(entry.subject_label)
    )
    return Markup("{}: {}").format(entry.what, subject)


def _selection() -> Selection:
    """What the address asks for; what cannot be read in it is left out."""
    return Selection(
        actor_id=request.args.get("wie", type=UUID),
        kind=request.args.get("soort", ""),
        first_day=request.args.get("van", type=day),
        last_day=request.args.get("tot", type=day),
    )


def _page_url(number: int) -> str:
    """The same selection, another page."""
    return url_for("home.history", **said_but("pagina"), pagina=number)

"""Searching in everything of the coalition."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from flask_babel import lazy_gettext
from markupsafe import Markup

from app.access import Permission
from app.home.queries.search import organisations_and_bodies
from app.home.routes.blueprint import blueprint
from app.partners.wording import BODY_KINDS, SECTORS
from app.plan.queries.search import Kind
from app.plan.queries.search import search as search_plan
from app.web.door import needs
from app.web.page import page

LONGEST_TEXT = 200
GROUPS = {
    Kind.ACTION: lazy_gettext("Acties"),
    Kind.GOAL: lazy_gettext("Doelen"),
    Kind.CHAPTER: lazy_gettext("Hoofdstukken"),
    Kind.PASSAGE: lazy_gettext("Punten"),
    "partner": lazy_gettext("Partners"),
    "body": lazy_gettext("Stuurgroep en werkgroepen"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found, as the page shows it."""

    title: Markup | str
    snippet: Markup | str
    url: str


@blueprint.get("/zoeken")
@needs(Permission.PLAN_READ)
def search() -> Response:
    """What was found, by what it is."""
    text = request.args.get("q", "").strip()[:LONGEST_TEXT]
    groups: dict[str, list[Found]] = {kind: [] for kind in GROUPS}
    for one in search_plan(text):
        groups[one.kind].append(Found(one.title, one.snippet, url_for(one.endpoint, **one.place)))
    for row in organisations_and_bodies(text):
        groups[row.kind].append(_partner_or_body(row))
    found = [(GROUPS[kind], group) for kind, group in groups.items() if group]
    return page("home/search.html", text=text, groups=found)


def _partner_or_body(row: Any) -> Found:
    if row.kind == "partner":
        return Found(row.name, str(SECTORS[row.detail]), url_for("partners.partner", partner_id=row.id))
    return Found(row.name, str(BODY_KINDS[row.detail]), url_for("partners.body", body_id=row.id))

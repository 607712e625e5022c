"""Searching in everything of the coalition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from flask_babel import lazy_gettext
from markupsafe import Markup

from app.access import Permission
from app.bodies.wording import BODY_KINDS
from app.home.queries.search import Found, Group, search
from app.home.routes.blueprint import blueprint
from app.organisations.wording import SECTORS
from app.plan.queries.search import Kind
from app.web.door import may, needs
from app.web.page import page, see_view, wants_fragment

LONGEST_TEXT = 200
# While one types: so many of each kind, and so many in all.
FEW_OF_EACH, FEW = 3, 8
NAMES = {
    Kind.ACTION: lazy_gettext("Acties"),
    Kind.MILESTONE: lazy_gettext("Mijlpalen"),
    Kind.UPDATE: lazy_gettext("Updates"),
    Kind.GOAL: lazy_gettext("Doelen"),
    Kind.CHAPTER: lazy_gettext("Hoofdstukken"),
    Kind.PASSAGE: lazy_gettext("Punten"),
    Kind.PILLAR: lazy_gettext("Pijlers"),
    Kind.THEME: lazy_gettext("Thema’s"),
    Kind.ATTACHMENT: lazy_gettext("Bijlagen"),
    Kind.VERSION: lazy_gettext("Versies"),
    Kind.TEMPLATE: lazy_gettext("Sjablonen"),
    Kind.PARTNER: lazy_gettext("Partners"),
    Kind.BODY: lazy_gettext("Stuurgroep en werkgroepen"),
    Kind.PERSON: lazy_gettext("Mensen"),
}

_DETAILS: Mapping[Kind, Mapping[Any, Any]] = {Kind.PARTNER: SECTORS, Kind.BODY: BODY_KINDS}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was found, as the page shows it."""

    kind: str
    title: Markup
    snippet: Markup | str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A group of lines, how many there are, and the address of all of them."""

    kind: Kind
    name: str
    count: int
    lines: list[Line]
    url: str


@blueprint.get("/zoeken", endpoint="search")
@needs(Permission.PLAN_READ)
def show_search() -> Response:
    """What was found, by what it is; `soort` shows one kind alone."""
    text = _text()
    only = request.args.get("soort", type=Kind)
    groups = [_shown(group, text) for group in search(text, may, only=only)]
    chosen = [group for group in groups if group.kind is only] if only else groups
    return page(
        "home/search.html",
        fragment="home/_found.html",
        text=text,
        groups=groups,
        chosen=chosen,
        only=only,
        total=sum(group.count for group in groups),
    )


@blueprint.get("/zoeken/vondsten")
@needs(Permission.PLAN_READ)
def quick_search() -> Response:
    """The best of what was found, below the field of every page while one types; without htmx there is the page."""
    text = _text()
    if not wants_fragment():
        return see_view("home.search", q=text or None)
    groups = [_shown(group, text) for group in search(text, may, of_each=FEW_OF_EACH)]
    lines = [line for group in groups for line in group.lines][:FEW]
    return page(
        "home/_found_quickly.html", text=text, lines=lines, total=sum(group.count for group in groups)
    )


def _text() -> str:
    return request.args.get("q", "").strip()[:LONGEST_TEXT]


def _shown(group: Group, text: str) -> Shown:
    name = str(NAMES[group.kind])
    lines = [Line(name, found.title, found.snippet or _detail(found), _url(found)) for found in group.found]
    return Shown(group.kind, name, group.count, lines, url_for("home.search", q=text, soort=group.kind))


def _detail(found: Found) -> str:
    names: Mapping[Any, Any] = _DETAILS.get(found.kind, {})
    return str(names.get(found.detail, ""))


def _url(found: Found) -> str:
    places: dict[Kind, tuple[str, dict[str, Any]]] = {
        Kind.ACTION: ("plan.action", {"action_id": found.id}),
        Kind.MILESTONE: ("plan.action", {"action_id": found.at, "_anchor": f"mijlpaal-{found.id}"}),
        Kind.UPDATE: ("plan.action", {"action_id": found.at, "_anchor": f"update-van-{found.id}"}),
        Kind.GOAL: ("plan.goal", {"goal_id": found.id}),
        Kind.CHAPTER: ("plan.document_of", {"plan_id": found.at, "_anchor": f"hoofdstuk-{found.id}"}),
        Kind.PASSAGE: ("plan.document_of", {"plan_id": found.at, "_anchor": f"passage-{found.id}"}),
        Kind.PILLAR: ("plan.pillar", {"number": found.number}),
        Kind.THEME: ("plan.theme", {"theme_id": found.id}),
        Kind.ATTACHMENT: ("plan.action", {"action_id": found.at, "_anchor": "bijlagen"}),
        Kind.VERSION: ("versions.version", {"version_id": found.id}),
        Kind.TEMPLATE: ("action_templates.begin_with_own", {"action_template_id": found.id}),
        Kind.PARTNER: ("partners.partner", {"partner_id": found.id}),
        Kind.BODY: ("bodies.body", {"body_id": found.id}),
        Kind.PERSON: ("accounts.people", {}),
    }
    endpoint, values = places[found.kind]
    return url_for(endpoint, **values)

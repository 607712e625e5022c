"""What every page may show: who looks, where, in which language, and where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask import Flask, request, url_for
from flask_babel import lazy_gettext

from app.access import Permission
from app.web.door import Door, Place, door_of, may, viewer
from app.web.language import LANGUAGES, language
from tenants import current_scope, tenant_in_brief
from tenants.models import InBrief


# Each is itself: two that are alike would be compared by their labels, translated.
@dataclass(frozen=True, slots=True, eq=False)
class Destination:
    """An entry of the navigation, shown to who may open it.

    `choosing` is one where one chooses a room: not shown to who has only that of who works for an organisation.
    It is current at its own endpoint and at those in `rooms`; a blueprint in `rooms` stands for all its endpoints that no other names.
    """

    label: Any
    endpoint: str
    rooms: Sequence[str] = ()
    children: Sequence["Destination"] = ()
    choosing: bool = False


class Situation(NamedTuple):
    """All that decides where one can go from a page. What one person was shown is remembered for all in the same situation."""

    permissions: frozenset[Permission]
    permissions_across: frozenset[Permission]
    only_for_organisations: bool
    endpoint: str
    root: str
    language: str

    @classmethod
    def of_this_request(cls) -> "Situation":
        """The one of the viewer, here."""
        person, endpoint = viewer(), request.endpoint or ""
        rights = person.permissions, person.permissions_across, person.only_for_organisations
        return cls(*rights, endpoint, request.script_root, language())


def _here() -> str:
    return f"{request.script_root}{request.full_path.rstrip('?')}"


@lru_cache(maxsize=1024)
def _navigation(
    app: Flask, destinations: Sequence[Destination], situation: Situation
) -> Sequence[SimpleNamespace]:
    shown = []
    for destination in destinations:
        door = door_of(app, destination.endpoint)
        if door is None or not _is_open(door, situation):
            continue
        if destination.choosing and situation.only_for_organisations:
            continue
        children = _navigation(app, destination.children, situation)
        here = _is_current(destination, destinations, situation.endpoint)
        shown.append(
            SimpleNamespace(
                label=str(destination.label),
                url=url_for(destination.endpoint),
                current=here or any(child.current for child in children),
                children=children,
            )
        )
    return shown


def _is_open(door: Door, situation: Situation) -> bool:
    """Whether the viewer may go through it from here; from within a coalition also to a room outside all."""
    if door.permission is None or door.permission in situation.permissions:
        return True
    return door.place is Place.OUTSIDE and door.permission in situation.permissions_across


def _places(app: Flask, outside: Sequence[Destination], here: str | None) -> list[SimpleNamespace]:
    """Where the viewer can work, to switch from any page: the coalitions, then the rooms outside all; `here` is a coalition's slug."""
    person = viewer()
    inside = [
        SimpleNamespace(name=each.name, url=f"/{each.slug}/", current=each.slug == here)
        for each in person.coalitions
    ]
    across = [
        SimpleNamespace(
            name=each.label,
            url=url_for(each.endpoint),
            current=here is None and _is_current(each, outside, request.endpoint or ""),
        )
        for each in outside
        if (door := door_of(app, each.endpoint)) and door.permission in person.permissions_across
    ]
    return inside + across


def _is_current(destination: Destination, among: Sequence[Destination], endpoint: str) -> bool:
    naming = [other for other in among if endpoint in (other.endpoint, *other.rooms)]
    return destination in naming if naming else endpoint.partition(".")[0] in destination.rooms


def _public_page(tenant: InBrief | None) -> list[SimpleNamespace]:
    """The page that the coalition shows to everybody, where it does."""
    if tenant is None or not tenant.shows_public_page:
        return []
    return [SimpleNamespace(label=lazy_gettext("Over deze coalitie"), url=url_for("joining.coalition"))]


def init_app(app: Flask, inside: Sequence[Destination], outside: Sequence[Destination]) -> None:
    """Give every template of `app` the variables that docs/components.md lists under "The page"."""

    @app.context_processor
    def variables() -> dict[str, Any]:
        person = viewer()
        in_coalition = current_scope().tenant_id is not None
        tenant = tenant_in_brief() if in_coalition else None
        member = tenant is not None and person.is_member
        here = _here()
        return {
            "coalition": tenant
            and SimpleNamespace(
                name=tenant.coalition,
                municipality_name=tenant.municipality,
                slug=tenant.slug,
                shows_public_page=tenant.shows_public_page,
            ),
            "demonstration": tenant is not None and tenant.demonstration,
            "viewer": person if person.is_authenticated else None,
            "may": may,
            "Permission": Permission,
            "navigation": _navigation(app, tuple(inside if member else outside), Situation.of_this_request())
            if person.is_authenticated
            else [],
            "places": _places(app, outside, tenant.slug if tenant else None),
            "language": language(),
            "languages": [
                SimpleNamespace(
                    code=code,
                    label=label,
                    url=url_for("choose_language", code=code, terug=here),
                    current=code == language(),
                )
                for code, label in LANGUAGES.items()
            ],
            "home_url": url_for("home.overview") if member else url_for("accounts.start"),
            "search_url": url_for("home.search") if member and may(Permission.PLAN_READ) else None,
            "search_query": request.args.get("q", "").replace("\0", ""),
            "theme_url": url_for("theme", kleur=tenant.colour.removeprefix("#")) if tenant else None,
            "sign_in_url": url_for("accounts.sign_in"),
            "sign_out_url": url_for("accounts.sign_out"),
            "account_links": [
                SimpleNamespace(label=lazy_gettext("Mijn account"), url=url_for("accounts.account"))
            ],
            "footer_links": [
                *_public_page(tenant),
                SimpleNamespace(label=lazy_gettext("Toegankelijkheid"), url=url_for("about.accessibility")),
                SimpleNamespace(label=lazy_gettext("Privacy"), url=url_for("about.privacy")),
                SimpleNamespace(label=lazy_gettext("Over Samenkracht"), url=url_for("about.product")),
            ],
        }

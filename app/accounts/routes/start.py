"""The front door: who has one room goes there, who has more chooses."""

from collections import Counter
from dataclasses import dataclass

from flask import Response, url_for
from flask_babel import gettext

from app.access import PlatformRole, Role
from app.accounts import session as sessions
from app.accounts.forms import SignInForm
from app.accounts.queries import public_coalitions
from app.accounts.routes.blueprint import blueprint
from app.accounts.viewer import SignedIn
from app.accounts.wording import PLATFORM_ROLE_NAMES, ROLE_NAMES
from app.todos.queries import waiting_for_me
from app.web.clock import today
from app.web.door import Place, open_to_all, viewer
from app.web.page import page, see

# Rooms of features above this one, by the name of their front page.
_FOR_AN_ORGANISATION = "home.my_room"
_ACROSS = {PlatformRole.ADVISER: "home.national", PlatformRole.OPERATOR: "platform.workspaces"}


@dataclass(frozen=True, slots=True)
class Room:
    """Where somebody can work: its name and address, what one is there, and of a coalition the slug."""

    name: str
    url: str
    what: str
    slug: str = ""


@blueprint.get("/")
@open_to_all(Place.OUTSIDE)
def start() -> Response:
    """Say what this is to a stranger; show the rooms of somebody who signed in and what waits there, or go to the only one."""
    if not viewer().is_authenticated:
        return page("accounts/landing.html", form=SignInForm(), back="/", coalitions=public_coalitions())
    rooms = _rooms(sessions.me())
    if len(rooms) == 1:
        return see(rooms[0].url)
    found = waiting_for_me([room.slug for room in rooms if room.slug], today())
    number = Counter(waiting.slug for waiting in found)
    return page("accounts/rooms.html", rooms=rooms, waiting=number, left=sessions.me().left)


def _rooms(me: SignedIn) -> list[Room]:
    """The coalitions where one holds a role oneself, one room for all that one does for organisations, and the rooms across."""
    inside = [
        Room(coalition.name, f"/{coalition.slug}/", ", ".join(_names(own)), coalition.slug)
        for coalition in me.coalitions
        if (own := coalition.roles - {Role.PARTNER_MEMBER})
    ]
    for_others = [
        Room(
            gettext("Mijn ruimte"),
            url_for(_FOR_AN_ORGANISATION),
            gettext("Voor uw organisatie, in alle coalities"),
        )
    ]
    names = {
        PlatformRole.ADVISER: gettext("Landelijke ruimte"),
        PlatformRole.OPERATOR: gettext("Platformbeheer"),
    }
    across = [
        Room(names[role], url_for(_ACROSS[role]), str(PLATFORM_ROLE_NAMES[role]))
        for role in PlatformRole
        if role in me.platform_roles
    ]
    return inside + (for_others if me.employers else []) + across


def _names(roles: frozenset[str]) -> list[str]:
    return [str(name) for role, name in ROLE_NAMES.items() if role in roles]

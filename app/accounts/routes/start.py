"""The front door: who has one room goes there, who has more chooses."""

from flask import Response, url_for
from flask_babel import gettext

from app.access import PlatformRole
from app.accounts import session as sessions
from app.accounts.forms import SignInForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.wording import PLATFORM_ROLE_NAMES, ROLE_NAMES
from app.web.door import Place, open_to_all, viewer
from app.web.page import page, see

# Rooms of features above this one, by the name of their front page.
_ACROSS = {PlatformRole.ADVISER: "home.national", PlatformRole.OPERATOR: "platform.workspaces"}


@blueprint.get("/")
@open_to_all(Place.OUTSIDE)
def start() -> Response:
    """Say what this is to a stranger; show the rooms of somebody who signed in, or go to the only one."""
    if not viewer().is_authenticated:
        return page("accounts/landing.html", form=SignInForm(), back="/")
    rooms = _rooms(sessions.me())
    return (
        see(rooms[0][1])
        if len(rooms) == 1
        else page("accounts/rooms.html", rooms=rooms, left=sessions.me().left)
    )


def _rooms(me: sessions.SignedIn) -> list[tuple[str, str, str]]:
    """Name, address and what one is there."""
    inside = [
        (coalition.name, f"/{coalition.slug}/", ", ".join(_names(coalition.roles)))
        for coalition in me.coalitions
    ]
    names = {
        PlatformRole.ADVISER: gettext("Landelijke ruimte"),
        PlatformRole.OPERATOR: gettext("Platformbeheer"),
    }
    across = [
        (names[role], url_for(_ACROSS[role]), str(PLATFORM_ROLE_NAMES[role]))
        for role in PlatformRole
        if role in me.platform_roles
    ]
    return inside + across


def _names(roles: frozenset[str]) -> list[str]:
    return [str(name) for role, name in ROLE_NAMES.items() if role in roles]

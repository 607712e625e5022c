"""The front door: who has one coalition goes there, who has more chooses."""

from flask import Response, url_for

from app.accounts.routes.blueprint import blueprint
from app.web.door import Place, open_to_all, viewer
from app.web.page import page, see


@blueprint.get("/")
@open_to_all(Place.OUTSIDE)
def start() -> Response:
    """Say what this is to a stranger; show the rooms of somebody who signed in, or go to the only one."""
    person = viewer()
    if len(person.coalitions) == 1 and not person.permissions:
        return see(f"/{person.coalitions[0].slug}/")
    if not person.is_authenticated:
        return page("accounts/landing.html", sign_in_url=url_for("accounts.sign_in"))
    return page("accounts/rooms.html")

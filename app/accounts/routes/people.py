"""Who works in this coalition."""

from flask import Response

from app.access import Permission
from app.accounts.routes.blueprint import blueprint
from app.web.door import needs
from app.web.page import page


@blueprint.get("/mensen")
@needs(Permission.PEOPLE_READ)
def people() -> Response:
    """Who has which roles since when."""
    return page("accounts/people.html")

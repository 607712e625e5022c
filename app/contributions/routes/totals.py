"""What was promised and given, by year, sector and circle."""

from flask import Response

from app.access import Permission
from app.contributions import models  # noqa: F401 - until the page reads them
from app.contributions.routes.blueprint import blueprint
from app.web.door import needs
from app.web.page import page


@blueprint.get("/partners/bijdragen")
@needs(Permission.CONTRIBUTION_READ)
def totals() -> Response:
    """The totals."""
    return page("contributions/totals.html")

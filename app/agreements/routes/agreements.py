"""The agreements of the coalition: what stands in them, and who signed."""

from flask import Response

from app.access import Permission
from app.agreements.routes.blueprint import blueprint
from app.web.door import needs
from app.web.page import page


@blueprint.get("/partners/overeenkomsten")
@needs(Permission.AGREEMENT_READ)
def agreements() -> Response:
    """Every agreement, with how many signed."""
    return page("agreements/agreements.html")

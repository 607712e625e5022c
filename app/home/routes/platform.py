"""The operator's page."""

from flask import Response

from app.access import Permission
from app.home.routes.blueprint import blueprint
from app.web.door import needs_platform


@blueprint.get("/beheer")
@needs_platform(Permission.PLATFORM_MANAGE)
def platform() -> Response:
    """Nothing yet."""
    return Response("")

"""The first page of the national adviser."""

from flask import Response
from sqlalchemy import select

from app.access import Permission
from app.home.routes.blueprint import blueprint
from app.web.door import needs_across
from app.web.page import page
from tenants import Municipality, Tenant, db


@blueprint.get("/landelijk")
@needs_across(Permission.NATIONAL_READ)
def national() -> Response:
    """Which coalitions there are: their names are public, everything else is theirs until they share it."""
    coalitions = db().execute(
        select(Tenant.coalition, Tenant.municipality, Municipality.safety_region)
        .join(Municipality, Municipality.cbs_code == Tenant.cbs_code)
        .order_by(Municipality.sort_key, Tenant.coalition)
    ).all()  # fmt: skip
    return page("home/national.html", coalitions=coalitions)

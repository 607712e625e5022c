"""What Samenkracht is, what it keeps of people, and how accessible it is: open to everyone."""

from flask import Blueprint, Response
from sqlalchemy import select

from app.web.door import Place, open_to_all
from app.web.page import page
from tenants import Tenant, db

blueprint = Blueprint("about", __name__)


@blueprint.get("/over")
@open_to_all(Place.OUTSIDE)
def product() -> Response:
    """What it is and for whom."""
    return page("about/product.html")


@blueprint.get("/privacy")
@open_to_all(Place.OUTSIDE)
def privacy() -> Response:
    """What is kept of people, why and how long, and who answers for it in each coalition."""
    coalitions = (
        db()
        .execute(
            select(Tenant.coalition, Tenant.responsible, Tenant.responsible_reading).order_by(
                Tenant.coalition
            )
        )
        .all()
    )
    return page("about/privacy.html", coalitions=coalitions)


@blueprint.get("/toegankelijkheid")
@open_to_all(Place.OUTSIDE)
def accessibility() -> Response:
    """What we test, what nobody has tested yet, and where to tell that something does not work."""
    return page("about/accessibility.html")

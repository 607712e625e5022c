"""The neighbourhoods that a partner serves, and those that there are."""

from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.partners.models import Partner, PartnerNeighbourhood
from app.plan.models import Neighbourhood
from tenants import db


def partner_with_places(partner_id: UUID) -> Partner:
    """A partner with the neighbourhoods that it serves, locked. 404 where it is not here."""
    serves = selectinload(Partner.serves).joinedload(PartnerNeighbourhood.neighbourhood)
    found = (
        select(Partner)
        .where(Partner.id == partner_id)
        .options(selectinload(Partner.organisation), serves)
        .with_for_update(of=Partner)
    )
    return db().scalar(found) or abort(404)


def places() -> list[tuple[UUID, str]]:
    """Id and name of the neighbourhoods of the coalition, by name."""
    rows = db().execute(select(Neighbourhood.id, Neighbourhood.name).order_by(Neighbourhood.name))
    return [(row.id, row.name) for row in rows]

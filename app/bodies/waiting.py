"""What should wait because of seats: somebody to take the place of an organisation that no longer takes part."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Select, cast, func, literal_column

from app.bodies.models.body import Body
from app.bodies.models.seat import BodyMember
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM

# Of a partner that had ended before the product knew it.
_ALWAYS = literal_column("date '2000-01-01'", Date)


@says(Partner)
def waiting_of_seats() -> Sequence[Select[Any]]:
    """From the day on which the organisation ended, for each of its seats that did not end with it."""
    ended = cast(func.timezone(AMSTERDAM.key, Partner.state_since), Date)
    return [
        wanted(
            Kind.SEAT,
            BodyMember,
            Partner,
            title=Organisation.name,
            shows_from=func.coalesce(ended, _ALWAYS),
            body=Body.name,
        )
        .select_from(BodyMember)
        .join(Partner, Partner.id == BodyMember.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .join(Body, Body.id == BodyMember.body_id)
        .where(Partner.state == PartnerState.ENDED, BodyMember.ends.is_(None))
    ]

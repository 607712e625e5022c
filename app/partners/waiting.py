"""What should wait because of a partner."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Select, exists, func, select, type_coerce

from app.organisations.models import Organisation
from app.partners.models.contact import Contact
from app.partners.models.partner import Partner
from app.partners.rules import PartnerState
from app.todos.rules import Kind
from app.todos.settling import says, wanted


@says(Partner)
def waiting_of_partners() -> Sequence[Select[Any]]:
    """Whom to call there, once the one whom people called has left."""
    return [_contact()]


def _contact() -> Select[Any]:
    """From the day on which the last one left, while the organisation takes part."""
    left = select(func.max(Contact.until)).where(Contact.partner_id == Partner.id).scalar_subquery()
    still_there = exists().where(Contact.partner_id == Partner.id, Contact.is_first, Contact.until.is_(None))
    return (
        wanted(Kind.CONTACT, Partner, Partner, title=Organisation.name, shows_from=type_coerce(left, Date))
        .join_from(Partner, Organisation, Organisation.id == Partner.organisation_id)
        .where(Partner.state == PartnerState.ACTIVE, left.is_not(None), ~still_there)
    )

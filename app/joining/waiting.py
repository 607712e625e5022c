"""What should wait: for who works for the organisation its answer, for the coordinator what nobody answered, and who applied."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Integer, Select, cast, func, literal

from app.joining.models.application import PartnerApplication
from app.joining.models.invitation import CAN_ANSWER, PartnerInvitation
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM


def _day(moment: Any) -> Any:
    return cast(func.timezone(AMSTERDAM.key, moment), Date)


@says(Partner)
def waiting_of_invitations() -> Sequence[Select[Any]]:
    """For who works for the organisation, until the day it expires; for the coordinator, from the day after.

    A link to one person waits for that person alone: who got an account meanwhile may have come in by the word of another coalition.
    """
    last = _day(PartnerInvitation.expires_at)
    due = func.to_char(last, "YYYY-MM-DD")
    answer = wanted(
        Kind.ANSWER_INVITATION,
        PartnerInvitation,
        Partner,
        title=Organisation.name,
        due=due,
        shows_from=_day(PartnerInvitation.sent_at),
        organisation=Partner.organisation_id,
    )
    expired = wanted(
        Kind.INVITED_PARTNER,
        PartnerInvitation,
        Partner,
        title=Organisation.name,
        due=due,
        shows_from=last + literal(1, Integer),
    )
    return [
        _of_partner(answer).where(
            PartnerInvitation.email == "",
            PartnerInvitation.expires_at > func.now(),
            func.organisation_has_member(Partner.organisation_id),
        ),
        _of_partner(expired),
    ]


def _of_partner(query: Select[Any]) -> Select[Any]:
    return (
        query.join(Partner, Partner.id == PartnerInvitation.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(PartnerInvitation.answer.is_(None), Partner.state.in_(CAN_ANSWER))
    )


@says(PartnerApplication)
def waiting_of_applications() -> Sequence[Select[Any]]:
    """From the day on which the address was confirmed."""
    return [
        wanted(
            Kind.APPLICATION,
            PartnerApplication,
            PartnerApplication,
            title=PartnerApplication.name,
            shows_from=_day(PartnerApplication.confirmed_at),
        ).where(PartnerApplication.confirmed_at.is_not(None), PartnerApplication.decision.is_(None))
    ]

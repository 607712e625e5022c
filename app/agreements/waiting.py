"""What should wait because of an agreement with a partner: a signature, and before its end, somebody who looks after what follows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Integer, Select, cast, exists, func, literal
from sqlalchemy.orm import aliased

from app.accounts.models import is_let_in
from app.agreements.models.agreement import Agreement
from app.agreements.models.party import AgreementParty
from app.agreements.rules import REMINDERS, STANDING, PartyState
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM


@says(AgreementParty)
def waiting_of_parties() -> Sequence[Select[Any]]:
    """Nothing waits for who no longer takes part."""
    return [
        query.join_from(AgreementParty, Agreement, Agreement.id == AgreementParty.agreement_id)
        .join(Partner, Partner.id == AgreementParty.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(Partner.state == PartnerState.ACTIVE)
        for query in (_signatures(), *_ends())
    ]


def _signatures() -> Select[Any]:
    """From the day on which it was sent, for all who come in for the partner: who may sign does it, the others see who that is.

    For nobody where the coalition did not let them in: who works there may have come in by the word of another coalition.
    """
    return wanted(
        Kind.AGREEMENT_SIGN,
        AgreementParty,
        AgreementParty,
        title=Agreement.title,
        due=func.to_char(AgreementParty.answer_by, "YYYY-MM-DD"),
        shows_from=cast(func.timezone(AMSTERDAM.key, AgreementParty.sent_at), Date),
        organisation=Partner.organisation_id,
        partner=Organisation.name,
    ).where(AgreementParty.state == PartyState.SENT, is_let_in(Partner.organisation_id))


def _ends() -> list[Select[Any]]:
    """From sixty days before the end, for the coordinator and for the organisation, as long as nothing follows on it."""
    later = aliased(AgreementParty)
    followed = exists().where(later.renews_id == AgreementParty.id, later.state.in_(STANDING))
    return [
        wanted(
            kind,
            AgreementParty,
            AgreementParty,
            title=Agreement.title,
            due=func.to_char(AgreementParty.valid_until, "YYYY-MM-DD"),
            shows_from=AgreementParty.valid_until - literal(max(REMINDERS), Integer),
            organisation=organisation,
            partner=Organisation.name,
        ).where(AgreementParty.state == PartyState.SIGNED, ~followed, *conditions)
        for kind, organisation, conditions in (
            (Kind.AGREEMENT_RENEW, None, ()),
            (Kind.AGREEMENT_ENDS, Partner.organisation_id, (is_let_in(Partner.organisation_id),)),
        )
    ]

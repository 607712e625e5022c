"""How an agreement that was declined or taken back by mistake waits for an answer again. A signature is never undone."""

from collections.abc import Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from app.access import Permission
from app.agreements.models import AgreementParty
from app.agreements.rules import PartyState
from app.history.models import record
from app.history.undoing import Undo, WayBack, changed_since
from app.partners.models import Partner
from app.todos.settling import settle
from tenants import db


def back_to_waiting(way: WayBack) -> None:
    """It can be signed again, as it was sent."""
    party = db().scalar(
        select(AgreementParty)
        .where(AgreementParty.id == way.row_id)
        .options(
            selectinload(AgreementParty.agreement),
            selectinload(AgreementParty.partner).selectinload(Partner.organisation),
        )
        .with_for_update(of=AgreementParty)
    )
    if party is None or _is_asked_anew(party):
        raise changed_since()
    was = party.state
    way.put_back(party)
    party.ended_at = None
    told = {"agreement_state": (was, party.state), "member": (None, party.partner.label)}
    kind = "agreement.decline_undone" if way.kind == "agreement.declined" else "agreement.withdrawal_undone"
    record(kind, party.agreement, changes=told)
    settle(party)
    party.settle_earlier()


def _is_asked_anew(party: AgreementParty) -> bool:
    """Whether the same partner was asked again meanwhile: one question at a time."""
    another = exists().where(
        AgreementParty.agreement_id == party.agreement_id,
        AgreementParty.partner_id == party.partner_id,
        AgreementParty.state == PartyState.SENT,
    )
    return bool(db().scalar(select(another)))


UNDO: Mapping[str, Undo] = {
    "agreement.declined": Undo(Permission.OWN_PART, back_to_waiting),
    "agreement.withdrawn": Undo(Permission.AGREEMENT_EDIT, back_to_waiting),
}

"""What agreements ask for later: mails to who may sign, the signed document, and every night what ends and who is reminded of it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from app.agreements.document import document_of
from app.agreements.mails import coordinators, mail_ending, mail_sent, readers_for
from app.agreements.models import AgreementFile, AgreementParty, AgreementReminder
from app.agreements.queries.agreements import ending
from app.agreements.queries.parties import party, signatures_without_document
from app.agreements.rules import REMINDERS, STANDING, PartyState, reminder_due
from app.exports.rules import file_name
from app.exports.typesetting import typeset
from app.partners.models import Partner
from app.web.clock import today
from jobs.mail import renderer
from jobs.queue import job
from tenants import current_tenant, db


@job("agreements.announce")
def announce(party_ids: list[str]) -> None:
    """Mail those who may sign that an agreement waits; who has nobody with an account is asked on paper by the coalition."""
    waiting = _parties([UUID(each) for each in party_ids])
    readers = readers_for([each.partner.organisation_id for each in waiting])
    for each in waiting:
        if each.is_open:
            mail_sent(each, readers.get(each.partner.organisation_id, []))


@job("agreements.make_document")
def make_document(party_id: str) -> None:
    """Make the signed document. Does nothing where it is there already: it is made once and kept."""
    signed = party(UUID(party_id))
    if signed.file is not None or signed.signature is None:
        return
    with renderer().app_context(), force_locale("nl"):
        data = document_of(signed, signed.signature)
    content = typeset("agreement", data)
    day = signed.signature.signed_on.isoformat()
    name = file_name(current_tenant().slug, signed.version.title, signed.partner.label, day, ending="pdf")
    AgreementFile.keep(signed, name, content)


@job("agreements.every_night")
def every_night() -> None:
    """Let end what is over, remind of what ends soon, and ask again for a document that was not made."""
    let_end()
    remind()
    for party_id in signatures_without_document():
        make_document.later(
            key=f"agreement-document:{party_id}:{today().isoformat()}", party_id=str(party_id)
        )


def let_end() -> None:
    """From the day after its last day an agreement has expired, and a question too; one that another came in place of was replaced."""
    day = today()
    over = select(AgreementParty).where(AgreementParty.state.in_(STANDING), AgreementParty.valid_until < day)
    for each in db().scalars(over.with_for_update()).all():
        each.expire()
    begun = select(AgreementParty).where(
        AgreementParty.state == PartyState.SIGNED,
        AgreementParty.renews_id.is_not(None),
        AgreementParty.valid_from <= day,
    )
    for each in db().scalars(begun).all():
        earlier = db().get(AgreementParty, each.renews_id, with_for_update=True)
        if earlier is not None and earlier.is_signed:
            earlier.make_room(each)


def remind() -> None:
    """Sixty and fourteen days before the end, once each, tell the coordinator and the organisation."""
    day = today()
    soon = ending(day, day + timedelta(days=max(REMINDERS)))
    due = {line.id: days for line in soon if (days := reminder_due(line.valid_until, day)) is not None}
    new = {identifier: days for identifier, days in due.items() if _is_first(identifier, days)}
    found = _parties(new)
    readers, ours = readers_for([each.partner.organisation_id for each in found]), coordinators()
    for each in found:
        days = new[each.id]
        mail_ending(each, ours, days=days, inside=True)
        mail_ending(each, readers.get(each.partner.organisation_id, []), days=days, inside=False)


def _is_first(party_id: UUID, days: int) -> bool:
    """Whether this reminder was not sent before: its row is written once, also by two clocks at the same moment."""
    row = insert(AgreementReminder).values(party_id=party_id, days=days).on_conflict_do_nothing()
    return db().scalar(row.returning(AgreementReminder.id)) is not None


def _parties(party_ids: Iterable[UUID]) -> Sequence[AgreementParty]:
    wanted = select(AgreementParty).where(AgreementParty.id.in_(list(party_ids)))
    return db().scalars(
        wanted.options(
            joinedload(AgreementParty.version),
            joinedload(AgreementParty.partner).joinedload(Partner.organisation),
        ).order_by(AgreementParty.id)
    ).all()  # fmt: skip

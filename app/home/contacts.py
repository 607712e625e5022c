"""What becomes of a contact reaches beyond partners: who takes over what waited for the person, and what is forgotten of the person."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import delete, select, update

from app.accounts.models import Invitation
from app.bodies.models import BodyMember
from app.bodies.queries import body_of_seat
from app.history.models import record
from app.home.queries.contact import open_requests, same_person
from app.joining.models import PartnerApplication, PartnerInvitation
from app.partners.models import Contact, Partner
from app.plan.mails import mail_request
from app.plan.models import UpdateRequest
from app.plan.queries.action import action_to_change
from app.todos.settling import settle
from tenants import db

SOMEBODY = "Verwijderd persoon"


def hand_over(contact: Contact, partner: Partner, to: Contact, on: date, note: str) -> int:
    """`to` takes the place of `contact` after the day `on`, with its seats and the questions that wait for it; returns how many questions.

    Who takes over without an address gets no questions: they stay with who left, until they expire. Raises Refusal as Contact.hand_over.
    """
    waiting = open_requests(contact) if to.email else []
    contact.hand_over(partner, to, on, note)
    for request in waiting:
        if request.action_id is not None:
            action = action_to_change(request.action_id)
            asked, token = action.ask_update(to.name, to.email, request.note)
            mail_request(asked, action, token)
    for seat_id in (
        db()
        .scalars(select(BodyMember.id).where(BodyMember.contact_id == contact.id, BodyMember.ends.is_(None)))
        .all()
    ):
        body, seat = body_of_seat(seat_id)
        body.edit_seat(seat, contact_id=to.id)
    return len(waiting)


def forget(contact: Contact, partner: Partner) -> None:
    """Nothing of this person is left in what the coalition keeps, except in history and in what others wrote (GDPR, article 17).

    History names no contact; what somebody did there by a link, only `samenkracht person erase` takes out, because the chain must fit.
    """
    rows = [contact, *same_person(contact)]
    partners = {row.partner_id: row.partner if row is not contact else partner for row in rows}
    if contact.email:
        _forget_address(contact.email)
    db().execute(delete(Contact).where(Contact.id.in_(row.id for row in rows)))
    for each in partners.values():
        record("partner.contact_erased", each)
        settle(each)


def _forget_address(email: str) -> None:
    """What was sent to an address tells no longer to whom, and no link in it works."""
    now = datetime.now(UTC)
    for invitation in db().scalars(select(Invitation).where(Invitation.email == email)).all():
        invitation.name, invitation.email = SOMEBODY, f"verwijderd-{invitation.id}@verwijderd.invalid"
        settle(invitation)
        if invitation.accepted_at is None and invitation.revoked_at is None:
            invitation.revoked_at = now
            settle(invitation)
    for request in db().scalars(select(UpdateRequest).where(UpdateRequest.email == email)).all():
        request.name, request.email = SOMEBODY, f"verwijderd-{request.id}@verwijderd.invalid"
        if request.answered_at is None and request.withdrawn_at is None:
            request.withdrawn_at = now
    # Not without an address: then it would wait for all who work for the organisation.
    for asked in db().scalars(select(PartnerInvitation).where(PartnerInvitation.email == email)).all():
        asked.name, asked.email = SOMEBODY, f"verwijderd-{asked.id}@verwijderd.invalid"
        asked.expires_at = min(asked.expires_at, now)
    applied = {"contact_name": "", "contact_email": "", "contact_phone": ""}
    db().execute(update(PartnerApplication).where(PartnerApplication.contact_email == email).values(applied))


def take_along(partners: Iterable[Partner]) -> None:
    """Somebody fetched everything of a person: the trace of it."""
    for partner in partners:
        record("partner.contact_taken_along", partner)

"""Everything that this coalition holds of one contact, wherever it stands; and what of it goes with an erasure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import DateTime, Select, Text, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.accounts.models import Invitation
from app.bodies.models import Body, BodyMember
from app.history.models import Event
from app.joining.models import PartnerApplication, PartnerInvitation
from app.partners.models import Contact, Partner
from app.plan.models import Action, ProgressUpdate, UpdateRequest
from app.plan.rules import RequestState
from tenants import db

# As app/plan signs what somebody told by a link.
_BY_LINK = " (via een link)"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held: of which sort, what it is about, when it came, and what it says in the person's name."""

    kind: str
    about: str
    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A contact, the other rows of the same person, what is held besides, and how many lines of history tell the name."""

    contact: Contact
    partner: Partner
    others: Sequence[Contact]
    held: Sequence[Held]
    in_history: int


def dossier(partner_id: UUID, contact_id: UUID) -> Dossier:
    """Everything of one person, found by this contact, by its address and by its name; four statements. 404 where it is not here."""
    contact = db().scalar(
        select(Contact)
        .where(Contact.id == contact_id, Contact.partner_id == partner_id)
        .options(joinedload(Contact.partner).joinedload(Partner.organisation))
    ) or abort(404)
    parts = union_all(*_parts(contact)).subquery()
    rows = db().execute(select(parts).order_by(parts.c.at.desc().nulls_last(), parts.c.kind)).all()
    return Dossier(
        contact=contact,
        partner=contact.partner,
        others=same_person(contact),
        held=[Held(row.kind, row.about, row.at, row.text) for row in rows],
        in_history=db().scalar(_history(contact)) or 0,
    )


def same_person(contact: Contact) -> Sequence[Contact]:
    """The other rows with the same address, at any partner."""
    others = select(Contact).where(Contact.email == contact.email, Contact.id != contact.id)
    others = others.options(joinedload(Contact.partner).joinedload(Partner.organisation))
    return db().scalars(others).all() if contact.email else []


def _part(kind: str, about: Any, at: Any, said: Any) -> Select[Any]:
    return select(
        literal(kind, Text).label("kind"), cast(about, Text).label("about"), at.label("at"),
        cast(said, Text).label("text"),
    )  # fmt: skip


def _parts(contact: Contact) -> list[Select[Any]]:
    """By address where there is one; by name only where what stands there was said by a link."""
    email = contact.email or None
    asked = _part("update_request", Action.title, UpdateRequest.asked_at, UpdateRequest.note)
    told = _part("progress_update", Action.title, ProgressUpdate.at, ProgressUpdate.happened)
    seat = _part("seat", Body.name, cast(null(), DateTime(timezone=True)), BodyMember.role)
    return [
        asked.outerjoin(Action, Action.id == UpdateRequest.action_id).where(UpdateRequest.email == email),
        told.join(Action, Action.id == ProgressUpdate.action_id)
        .outerjoin(UpdateRequest, UpdateRequest.update_id == ProgressUpdate.id)
        .where(
            or_(UpdateRequest.email == email, ProgressUpdate.author_name == contact.name + _BY_LINK),
            ProgressUpdate.author_id.is_(None),
        ),
        seat.join(Body, Body.id == BodyMember.body_id).where(BodyMember.contact_id == contact.id),
        _part("invitation", Invitation.name, Invitation.created_at, literal("")).where(
            Invitation.email == email
        ),
        _part("partner_invitation", PartnerInvitation.name, PartnerInvitation.sent_at, literal("")).where(
            PartnerInvitation.email == email
        ),
        _part("partner_application", PartnerApplication.name, PartnerApplication.asked_at, literal("")).where(
            PartnerApplication.contact_email == email
        ),
    ]


def _history(contact: Contact) -> Select[Any]:
    """How many events name the person: history is not changed from here."""
    names = [name for name in (contact.name, contact.name + _BY_LINK, contact.email) if name]
    named = or_(Event.actor_name.in_(names), Event.note.in_(names), Event.subject_label.in_(names))
    return (
        select(func.count()).select_from(Event).where(named, Event.actor_id.is_(None) | Event.note.in_(names))
    )


def open_requests(contact: Contact) -> Sequence[UpdateRequest]:
    """The questions for an update that wait for this person's answer."""
    asked = select(UpdateRequest).where(
        UpdateRequest.email == contact.email,
        UpdateRequest.answered_at.is_(None),
        UpdateRequest.withdrawn_at.is_(None),
        UpdateRequest.action_id.is_not(None),
    )
    found = db().scalars(asked.order_by(UpdateRequest.action_id)).all() if contact.email else []
    return [request for request in found if request.state is RequestState.OPEN]


def as_told(found: Dossier) -> dict[str, Any]:
    """The dossier as plain values, for a file."""
    return {
        "contacts": [_facts(contact) for contact in (found.contact, *found.others)],
        "held": [
            {"kind": held.kind, "about": held.about, "at": held.at and held.at.isoformat(), "text": held.text}
            for held in found.held
        ],
        "lines_of_history": found.in_history,
    }


def _facts(contact: Contact) -> dict[str, Any]:
    names = ("name", "function", "email", "phone", "purpose", "is_first", "since", "until")
    said = {name: getattr(contact, name) for name in names}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    return {"organisation": contact.partner.label, **plain}

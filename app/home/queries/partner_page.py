"""Everything around one partner in one statement: its life, where it works, who stands under it, and what only some may read."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, OrganisationMember
from app.accounts.models import Person as Account
from app.bodies.models import Body, BodyMember
from app.history.models import Event
from app.home.queries.partner_parts import Around, Note, Person, Seat, Step
from app.joining.models import PartnerConsent, PartnerInvitation
from app.joining.queries import Joining
from app.organisations.models import Organisation, ProfileSuggestion, SuggestedChange
from app.organisations.queries.people import ComesIn
from app.organisations.rules import SuggestionState
from app.partners.models import Contact, Partner, PartnerNeighbourhood, PartnerNote
from app.partners.rules import PartnerState
from app.periods import PartialDate
from app.plan.models import Neighbourhood
from tenants import Tenant, current_tenant_id, db

# Who did not leave comes before who did.
_STILL_THERE = date(9999, 1, 1)


def around(partner_id: UUID, *, private: bool, people: bool) -> Around:
    """What stands around a partner; its notes and contacts only where `private`, who comes in for it only where `people`."""
    parts = [
        *_open(partner_id),
        *(_private(partner_id) if private else ()),
        *([_coming_in(partner_id)] if people else ()),
    ]
    rows = union_all(*parts).subquery()
    found = Around()
    for kind, item in db().execute(
        select(rows.c.kind, rows.c.item).order_by(rows.c.kind, rows.c.at.desc(), rows.c.place)
    ):
        _READERS[kind](found, item)
    return found


def _row(kind: str, at: Any, place: Any, /, **item: Any) -> Select[Any]:
    pairs = [part for name, value in item.items() for part in (literal(name), value)]
    return select(
        literal(kind).label("kind"),
        cast(at, DateTime(timezone=True)).label("at"),
        cast(place, Text).label("place"),
        func.jsonb_build_object(*pairs).label("item"),
    )


def _open(partner_id: UUID) -> Iterator[Select[Any]]:
    is_step = func.jsonb_exists_any(Event.changes, literal(["state", "circle"], ARRAY(Text)))
    step = _row(
        "step", Event.at, Event.id, kind=Event.kind, when=Event.at, who=Event.actor_name, reason=Event.note
    )
    yield step.where(Event.subject_id == partner_id, Event.subject_table == "partner", is_step)
    place = _row("place", None, Neighbourhood.name, name=Neighbourhood.name)
    yield place.join(PartnerNeighbourhood, PartnerNeighbourhood.neighbourhood_id == Neighbourhood.id).where(
        PartnerNeighbourhood.partner_id == partner_id
    )
    under = _row("under", None, Organisation.sort_key, id=Partner.id, label=Organisation.name)
    yield under.join(Organisation, Organisation.id == Partner.organisation_id).where(
        Partner.umbrella_id == partner_id, Partner.state != PartnerState.ENDED
    )
    yield _seats(partner_id)
    yield from _keeping(partner_id)


def _seats(partner_id: UUID) -> Select[Any]:
    columns = ("body_id", "role")
    said = {name: getattr(BodyMember, name) for name in columns}
    days = {name: type_coerce(getattr(BodyMember, name), Text) for name in ("starts", "ends")}
    seat = _row(
        "seat", None, func.to_char(Body.position, "000000"), name=Body.name, kind=Body.kind, **said, **days
    )
    return seat.join(BodyMember, BodyMember.body_id == Body.id).where(BodyMember.partner_id == partner_id)


def _joining(partner_id: UUID) -> Select[Any]:
    """Whether its people come in, whether an invitation waits for an answer, and since when it is named in public."""
    is_open = exists().where(Membership.organisation_id == Partner.organisation_id, _held_here())
    waits = (PartnerInvitation.partner_id == Partner.id, PartnerInvitation.answer.is_(None))
    holds = (PartnerConsent.partner_id == Partner.id, PartnerConsent.withdrawn_at.is_(None))
    joining = _row(
        "joining", None, "",
        invitation_id=PartnerInvitation.id, invited_at=PartnerInvitation.sent_at,
        shown_since=PartnerConsent.given_on, is_open=is_open,
    )  # fmt: skip
    return (
        joining.select_from(Partner)
        .outerjoin(PartnerInvitation, and_(*waits))
        .outerjoin(PartnerConsent, and_(*holds))
        .where(Partner.id == partner_id)
    )


def _keeping(partner_id: UUID) -> Iterator[Select[Any]]:
    """Whether this coalition keeps the profile; and where it does, what others suggest for it."""
    kept_here = and_(
        Organisation.added_by_tenant == current_tenant_id(), ~func.organisation_has_member(Organisation.id)
    )
    of_partner = Organisation.id == Partner.organisation_id
    keeping = _row("keeping", None, "", kept_here=kept_here).select_from(Organisation)
    yield keeping.join(Partner, of_partner).where(Partner.id == partner_id)
    suggested = _row("suggested", ProfileSuggestion.suggested_at, "", id=ProfileSuggestion.id)
    yield (
        suggested.join(Organisation, Organisation.id == ProfileSuggestion.organisation_id)
        .join(Partner, of_partner)
        .where(Partner.id == partner_id, ProfileSuggestion.state == SuggestionState.OPEN, kept_here)
        .where(ProfileSuggestion.id.not_in(select(SuggestedChange.id)))
    )


def _held_here() -> ColumnElement[bool]:
    """As Membership.is_here, without asking for the coalition first."""
    here = Membership.tenant.has(Tenant.id == current_tenant_id())
    return and_(here, Membership.ended_at.is_(None))


def _coming_in(partner_id: UUID) -> Select[Any]:
    """Who works for it, where this coalition let it in."""
    member = OrganisationMember
    person = _row(
        "coming_in", None, Account.name, name=Account.name, function=member.function, may_sign=member.may_sign
    )
    return (
        person.join(member, member.person_id == Account.id)
        .join(Membership, Membership.organisation_id == member.organisation_id)
        .join(Partner, Partner.organisation_id == member.organisation_id)
        .where(Partner.id == partner_id, member.ended_at.is_(None), _held_here())
    )


def _private(partner_id: UUID) -> Iterator[Select[Any]]:
    yield _joining(partner_id)
    note = _row(
        "note", PartnerNote.at, PartnerNote.id,
        id=PartnerNote.id, text=PartnerNote.text, at=PartnerNote.at,
        author_name=PartnerNote.author_name, author_id=PartnerNote.author_id,
    )  # fmt: skip
    yield note.where(PartnerNote.partner_id == partner_id, PartnerNote.ended_at.is_(None))
    successor = aliased(Contact)
    columns = ("id", "name", "function", "email", "phone", "purpose", "is_first", "since", "until")
    contact = _row(
        "contact",
        func.coalesce(Contact.until, literal(_STILL_THERE)),
        func.concat(cast(~Contact.is_first, Text), Contact.name),
        **{name: getattr(Contact, name) for name in columns},
        successor=successor.name,
    )
    yield contact.outerjoin(successor, successor.id == Contact.successor_id).where(
        Contact.partner_id == partner_id
    )


def _read_note(found: Around, item: dict[str, Any]) -> None:
    author = item["author_id"] and UUID(item["author_id"])
    at = datetime.fromisoformat(item["at"])
    found.notes.append(Note(UUID(item["id"]), item["text"], at, item["author_name"], author))


def _read_contact(found: Around, item: dict[str, Any]) -> None:
    said = {
        "id": UUID(item["id"]),
        "since": date.fromisoformat(item["since"]),
        "until": item["until"] and date.fromisoformat(item["until"]),
    }
    found.contacts.append(Person(**item | said))


def _read_step(found: Around, item: dict[str, Any]) -> None:
    found.steps.append(Step(item["kind"], datetime.fromisoformat(item["when"]), item["who"], item["reason"]))


def _read_seat(found: Around, item: dict[str, Any]) -> None:
    days = {name: PartialDate.parse(item[name]) if item[name] else None for name in ("starts", "ends")}
    found.seats.append(Seat(**item | days | {"body_id": UUID(item["body_id"])}))


def _read_joining(found: Around, item: dict[str, Any]) -> None:
    found.joining = Joining(
        item["invitation_id"] and UUID(item["invitation_id"]),
        item["invited_at"] and datetime.fromisoformat(item["invited_at"]),
        item["shown_since"] and date.fromisoformat(item["shown_since"]),
        is_open=item["is_open"],
    )


def _read_keeping(found: Around, item: dict[str, Any]) -> None:
    found.kept_here = bool(item["kept_here"])


_READERS = {
    "seat": _read_seat,
    "joining": _read_joining,
    "keeping": _read_keeping,
    "suggested": lambda found, item: found.suggestions.append(UUID(item["id"])),
    "coming_in": lambda found, item: found.comes_in.append(ComesIn(**item)),
    "step": _read_step,
    "place": lambda found, item: found.places.append(item["name"]),
    "under": lambda found, item: found.under.append(item),
    "note": _read_note,
    "contact": _read_contact,
}

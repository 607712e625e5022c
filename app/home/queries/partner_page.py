"""Everything around one partner in one statement: its life, where it works, who stands under it, and what only some may read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import ARRAY, DateTime, Select, Text, and_, cast, func, literal, select, union_all
from sqlalchemy.orm import aliased, selectinload

from app.accounts.models import Membership, OrganisationMember
from app.accounts.models import Person as Account
from app.history.models import Event
from app.organisations.models import Organisation, ProfileSuggestion, SuggestedChange
from app.organisations.queries.people import ComesIn
from app.organisations.rules import SuggestionState
from app.partners.models import Contact, Partner, PartnerNeighbourhood, PartnerNote
from app.partners.rules import PartnerState
from app.plan.models import Neighbourhood
from tenants import current_tenant_id, db

# Who did not leave comes before who did.
_STILL_THERE = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the life of a partnership: the event, and the state or circle that came of it."""

    kind: str
    when: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note, as it is read."""

    id: UUID
    text: str
    at: datetime
    author_name: str
    author_id: UUID | None


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, as it is read."""

    id: UUID
    name: str
    function: str
    email: str
    phone: str
    purpose: str
    is_first: bool
    since: date
    until: date | None
    successor: str | None


@dataclass(slots=True)
class Around:
    """What stands around a partner; the lists that the viewer may not read are empty."""

    steps: list[Step] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    under: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    contacts: list[Person] = field(default_factory=list)
    comes_in: list[ComesIn] = field(default_factory=list)
    kept_here: bool = False
    suggestions: list[UUID] = field(default_factory=list)

    @property
    def present(self) -> list[Person]:
        """The contacts that people call now."""
        return [contact for contact in self.contacts if contact.until is None]

    @property
    def former(self) -> list[Person]:
        """The contacts that left."""
        return [contact for contact in self.contacts if contact.until is not None]


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
    yield from _keeping(partner_id)


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
        .where(Partner.id == partner_id, member.ended_at.is_(None), Membership.is_here())
    )


def _private(partner_id: UUID) -> Iterator[Select[Any]]:
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


def _read_keeping(found: Around, item: dict[str, Any]) -> None:
    found.kept_here = bool(item["kept_here"])


_READERS = {
    "keeping": _read_keeping,
    "suggested": lambda found, item: found.suggestions.append(UUID(item["id"])),
    "coming_in": lambda found, item: found.comes_in.append(ComesIn(**item)),
    "step": _read_step,
    "place": lambda found, item: found.places.append(item["name"]),
    "under": lambda found, item: found.under.append(item),
    "note": _read_note,
    "contact": _read_contact,
}


def may_correct(notes: Sequence[Note], person_id: UUID) -> set[UUID]:
    """The notes that this person may correct or take back: as PartnerNote.is_mine."""
    return {note.id for note in notes if note.author_id in (None, person_id)}


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

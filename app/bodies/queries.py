"""Reads of bodies and seats, each by name."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import Select, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Membership, Person
from app.bodies.models import Body, BodyMember, BodyOffice, ProjectHost, RegionalBody
from app.organisations.models import Organisation
from app.partners.models import Contact, Partner
from app.partners.rules import PartnerState
from app.periods import PartialDate
from tenants import db
from tenants.provision import sort_key

OF_CONTACT, OF_ACCOUNT = "contact", "person"
_ENOUGH = 3


def bodies() -> Sequence[Body]:
    """Every body with who sits in it, in the order of the coalition."""
    return db().scalars(select(Body).options(*_whole()).order_by(Body.position, Body.name)).all()


def body(body_id: UUID) -> Body:
    """One body with who sits in it. 404 where it is not here."""
    found: Body = _found(select(Body).where(Body.id == body_id).options(*_whole()))
    return found


def body_to_change(body_id: UUID) -> Body:
    """One body with who sits in it, locked until this change is settled. 404 where it is not here."""
    found: Body = _found(select(Body).where(Body.id == body_id).options(*_whole()).with_for_update(of=Body))
    return found


def body_of_seat(seat_id: UUID) -> tuple[Body, BodyMember]:
    """A seat and the body that it is in, which is locked until this change is settled. 404 where it is not here."""
    within = select(BodyMember.body_id).where(BodyMember.id == seat_id)
    found: Body = _found(
        select(Body).where(Body.id == within.scalar_subquery()).options(*_whole()).with_for_update(of=Body)
    )
    return found, next(member for member in found.members if member.id == seat_id)


def office_to_change(office_id: UUID) -> BodyOffice | None:
    """One office; its body is locked until this change is settled."""
    office = db().get(BodyOffice, office_id)
    if office is not None:
        body_to_change(office.body_id)
    return office


def next_position() -> int:
    """The place in the list of a new body: after the last."""
    return (db().scalar(select(func.max(Body.position))) or 0) + 1


def hosts() -> Sequence[ProjectHost]:
    """Where the project lead works and worked, with the partners, the present one first."""
    return db().scalars(
        select(ProjectHost)
        .options(joinedload(ProjectHost.partner).joinedload(Partner.organisation))
        .order_by(ProjectHost.ends.desc().nulls_first())
    ).all()  # fmt: skip


class Somebody(NamedTuple):
    """Who can be named in a seat: a contact of a partner or an account of this coalition."""

    sort: str
    id: UUID
    name: str
    of: str


def people_to_seat() -> Sequence[Somebody]:
    """The contacts that partners have now, and the people of this coalition, by name; one statement."""
    contacts = (
        select(literal(OF_CONTACT).label("sort"), Contact.id, Contact.name, Organisation.name.label("of"))
        .join(Partner, Partner.id == Contact.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(Contact.until.is_(None), Partner.state != PartnerState.ENDED)
    )
    roles = select(Membership.person_id).where(
        Membership.ended_at.is_(None), Membership.person_id.is_not(None)
    )
    people = select(literal(OF_ACCOUNT), Person.id, Person.name, literal("")).where(
        Person.id.in_(roles), Person.ended_at.is_(None)
    )
    rows = db().execute(union_all(contacts, people))
    return sorted((Somebody(*row) for row in rows), key=lambda somebody: sort_key(somebody.name))


def regional_bodies() -> Sequence[RegionalBody]:
    """Every regional body of the country, by name."""
    return db().scalars(select(RegionalBody).order_by(RegionalBody.sort_key, RegionalBody.region)).all()


def regional_body_like(name: str, among: Iterable[RegionalBody]) -> list[RegionalBody]:
    """Those that `name` may mean: one is called so, or one name holds the other. Short names mean only themselves."""
    sought = sort_key(name)
    return [
        regional
        for regional in among
        if regional.sort_key == sought
        or (len(sought) > _ENOUGH and (sought in regional.sort_key or regional.sort_key in sought))
    ]


class Vacancy(NamedTuple):
    """A seat that nobody fills, or that an organisation fills that no longer takes part."""

    seat_id: UUID
    body_id: UUID
    body: str
    kind: str
    role: str
    left: str | None
    starts: Any


def vacancies(today: date) -> Sequence[Vacancy]:
    """The seats that wait for somebody, in the order of the bodies; one statement. A seat that begins later is one too."""
    nobody = (
        BodyMember.partner_id.is_(None)
        & BodyMember.contact_id.is_(None)
        & BodyMember.person_id.is_(None)
        & (BodyMember.name == "")
    )
    left = Partner.state == PartnerState.ENDED
    rows = db().execute(
        select(BodyMember.id, Body.id, Body.name, BodyMember.kind, BodyMember.role, Organisation.name, BodyMember.starts)
        .join(Body, Body.id == BodyMember.body_id)
        .outerjoin(Partner, Partner.id == BodyMember.partner_id)
        .outerjoin(Organisation, Organisation.id == Partner.organisation_id)
        .where(or_(BodyMember.ends.is_(None), BodyMember.ends > PartialDate.of(today)), or_(nobody, left))
        .order_by(Body.position, Body.name, BodyMember.role)
    )  # fmt: skip
    return [Vacancy(*row) for row in rows]


def _found(statement: Select[Any]) -> Any:
    row = db().scalars(statement).one_or_none()
    return row if row is not None else abort(404)


def _whole() -> tuple[ORMOption, ...]:
    """All that the page of a body shows: the people too, of whom the template tells who may know."""
    seats = selectinload(Body.members)
    return (
        joinedload(Body.regional_body),
        seats.joinedload(BodyMember.partner).joinedload(Partner.organisation),
        seats.joinedload(BodyMember.contact),
        seats.joinedload(BodyMember.person),
        selectinload(Body.offices),
    )

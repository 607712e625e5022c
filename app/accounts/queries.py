"""What the screens of accounts need, each by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.access import Role
from app.accounts.models import Invitation, Membership, PasswordReset, Person
from app.web.transaction import digest
from tenants import Actor, Tenant, current_scope, current_tenant, db
from tenants.provision import sort_key


def person_with_email(email: str) -> Person | None:
    """The person who signs in with `email`: shown by row level security because the address itself is held up as the key."""
    address = email.strip().lower()
    current_scope().present(address)
    return db().scalar(select(Person).where(Person.email == address))


def reset_with_token(token: str) -> tuple[PasswordReset, Person] | None:
    """The link that `token` opens, locked, and its person, who acts from here on; None where there is no such link (any more)."""
    scope = current_scope()
    scope.present(digest(token))
    reset = db().scalar(select(PasswordReset).where(PasswordReset.token_hash == scope.key).with_for_update())
    if reset is None or not reset.is_open:
        return None
    scope.identify(Actor(reset.person_id, ""))
    person = db().get_one(Person, reset.person_id)
    scope.identify(Actor(person.id, person.name))
    return reset, person


def my_account(person_id: UUID) -> Person:
    """One's own account."""
    return db().get_one(Person, person_id)


def my_coalitions(person_id: UUID) -> Sequence[str]:
    """The slugs of the coalitions in which the acting person holds a role now."""
    held = select(Tenant.slug).join(Membership.tenant)
    mine = held.where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return db().scalars(mine.distinct()).all()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in this coalition, with each role and the moment since which it is held."""

    id: UUID
    name: str
    email: str
    demonstration: bool
    roles: list[tuple[Role, datetime]] = field(default_factory=list)


def colleagues() -> list[Colleague]:
    """Who works in this coalition, by name."""
    rows = db().execute(
        select(
            Person.id, Person.name, Person.email, Person.demonstration, Membership.role, Membership.granted_at
        )
        .join(Membership.person)
        .where(Membership.is_here())
    )
    order = list(Role)
    ordered = sorted(rows, key=lambda row: (sort_key(row.name), row.id, order.index(row.role)))
    return [
        Colleague(*who, roles=[(Role(row.role), row.granted_at) for row in of_one])
        for who, of_one in groupby(ordered, key=lambda row: (row.id, row.name, row.email, row.demonstration))
    ]


def colleague(person_id: UUID) -> tuple[Person, list[Role]]:
    """Somebody who works here or did, and the roles held now. Answers 404 for anyone else."""
    memberships = (
        db()
        .scalars(
            select(Membership)
            .options(joinedload(Membership.person))
            .where(Membership.person_id == person_id, Membership.tenant == current_tenant())
        )
        .all()
    )
    person = memberships[0].person if memberships else None
    if person is None:
        abort(404)
    held = {membership.role for membership in memberships if membership.ended_at is None}
    return person, [role for role in Role if role in held]


@dataclass(frozen=True, slots=True)
class PublicCoalition:
    """A coalition that shows a page to everybody, and where."""

    name: str
    municipality: str
    url: str


def public_coalitions() -> list[PublicCoalition]:
    """Those that show one, by municipality."""
    shown = select(Tenant.coalition, Tenant.municipality, Tenant.slug).where(Tenant.shows_public_page)
    rows = db().execute(shown.order_by(Tenant.municipality, Tenant.coalition))
    return [PublicCoalition(row.coalition, row.municipality, f"/{row.slug}/coalitie") for row in rows]


def works_here(email: str) -> bool:
    """Whether somebody with this address holds a role in this coalition."""
    statement = select(Membership.id).join(Membership.person)
    held = statement.where(Person.email == email.lower(), Membership.is_here())
    return db().scalars(held.limit(1)).first() is not None


def open_invitations() -> Sequence[Invitation]:
    """The invitations that were not taken or withdrawn, the newest first; also those whose link expired."""
    waiting = (Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return db().scalars(select(Invitation).where(*waiting).order_by(Invitation.created_at.desc())).all()


def is_invited(email: str) -> bool:
    """Whether an invitation for this address still works."""
    waiting = (
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > func.now(),
    )
    statement = select(Invitation.id).where(Invitation.email == email.lower(), *waiting)
    return db().scalars(statement.limit(1)).first() is not None


def invitation(invitation_id: UUID) -> Invitation:
    """One invitation of this coalition, locked. Answers 404 where there is none."""
    found = db().scalar(select(Invitation).where(Invitation.id == invitation_id).with_for_update())
    return found or abort(404)


def invitation_with_token(token: str) -> Invitation | None:
    """The invitation of this coalition that the link belongs to, locked, so that it works once; None where there is none (any more)."""
    return db().scalar(select(Invitation).where(Invitation.token_hash == digest(token)).with_for_update())

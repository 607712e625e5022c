"""Who works for which organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, OrganisationMember, Person
from app.organisations.models import ColleagueInvitation, Organisation
from app.web.transaction import digest
from tenants import current_scope, db
from tenants.provision import sort_key


@dataclass(frozen=True, slots=True)
class ComesIn:
    """Somebody who comes in here for an organisation: as what, and with authority to sign for it or not."""

    name: str
    function: str
    may_sign: bool


def colleagues_of(organisation_id: UUID) -> Sequence[OrganisationMember]:
    """Who works for an organisation, with the persons, by name."""
    rows = db().scalars(
        _held().where(OrganisationMember.organisation_id == organisation_id)
    ).all()  # fmt: skip
    return sorted(rows, key=lambda row: (sort_key(row.person.name), row.id))


def colleague_of(organisation_id: UUID, member_id: UUID) -> OrganisationMember:
    """One of them, with the person. 404 for who does not work there (any more)."""
    one = _held().where(
        OrganisationMember.id == member_id, OrganisationMember.organisation_id == organisation_id
    )
    return db().scalar(one) or abort(404)


def myself_in(organisation_id: UUID, person_id: UUID) -> OrganisationMember:
    """The row of the person in an organisation. 404 where there is none (any more)."""
    one = _held().where(
        OrganisationMember.person_id == person_id, OrganisationMember.organisation_id == organisation_id
    )
    return db().scalar(one) or abort(404)


def works_for(organisation_id: UUID, email: str) -> bool:
    """Whether somebody with this address works for the organisation."""
    held = _held().where(OrganisationMember.organisation_id == organisation_id, Person.email == email.lower())
    return db().scalar(held.join(OrganisationMember.person)) is not None


def open_invitations(organisation_id: UUID) -> Sequence[ColleagueInvitation]:
    """The invitations that were not taken or withdrawn, the newest first; also those whose link expired."""
    statement = _waiting().where(ColleagueInvitation.organisation_id == organisation_id)
    return db().scalars(statement.order_by(ColleagueInvitation.created_at.desc())).all()


def is_invited(organisation_id: UUID, email: str) -> bool:
    """Whether an invitation for this address to this organisation still works."""
    statement = _waiting().where(
        ColleagueInvitation.organisation_id == organisation_id,
        ColleagueInvitation.email == email.lower(),
        ColleagueInvitation.expires_at > func.now(),
    )
    return db().scalars(statement.limit(1)).first() is not None


def invitation_to(organisation_id: UUID, invitation_id: UUID) -> ColleagueInvitation:
    """One invitation to an organisation, locked. 404 where there is none."""
    statement = select(ColleagueInvitation).where(
        ColleagueInvitation.id == invitation_id, ColleagueInvitation.organisation_id == organisation_id
    )
    return db().scalar(statement.with_for_update()) or abort(404)


def invitation_with_token(token: str) -> ColleagueInvitation | None:
    """The invitation that the link belongs to, locked, so that it works once; None where there is none (any more)."""
    current_scope().present(digest(token))
    statement = select(ColleagueInvitation).where(ColleagueInvitation.token_hash == digest(token))
    return db().scalar(statement.with_for_update())


def who_comes_in(organisation_id: UUID) -> list[ComesIn]:
    """Who comes in here for one organisation, by name; nobody where this coalition did not let it in. One statement."""
    rows = db().execute(_coming_in().where(OrganisationMember.organisation_id == organisation_id))
    return sorted((ComesIn(*row[2:]) for row in rows), key=lambda one: sort_key(one.name))


def who_comes_in_by_organisation() -> list[tuple[str, list[ComesIn]]]:
    """The organisations that this coalition let in, by name, each with who comes in for it. One statement."""
    rows = db().execute(_coming_in().order_by(Organisation.sort_key, Organisation.id)).all()
    return [
        (name, sorted((ComesIn(*row[2:]) for row in of_one), key=lambda one: sort_key(one.name)))
        for (_, name), of_one in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def _held() -> Select[OrganisationMember]:
    return (
        select(OrganisationMember)
        .where(OrganisationMember.ended_at.is_(None))
        .options(joinedload(OrganisationMember.person))
    )


def _waiting() -> Select[ColleagueInvitation]:
    return select(ColleagueInvitation).where(
        ColleagueInvitation.accepted_at.is_(None), ColleagueInvitation.revoked_at.is_(None)
    )


def _coming_in() -> Select[UUID, str, str, str, bool]:
    return (
        select(
            Organisation.id,
            Organisation.name,
            Person.name,
            OrganisationMember.function,
            OrganisationMember.may_sign,
        )
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .join(OrganisationMember.person)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(OrganisationMember.ended_at.is_(None), Membership.is_here())
    )

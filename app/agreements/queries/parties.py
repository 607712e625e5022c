"""One agreement with one partner, for who acts on it; and the partners that can be asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.accounts.models import OrganisationMember, Person
from app.agreements.models import AgreementFile, AgreementParty, AgreementSignature, AgreementVersion
from app.agreements.queries.agreements import found_or_404
from app.agreements.rules import STANDING, PartyState, Way
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from tenants import db


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that can be asked: who it is, whether somebody there can sign, and how it stands to the agreement already."""

    id: UUID
    label: str
    circle: str
    sector: str
    signers: int
    signed: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign for an organisation."""

    name: str
    function: str


def party(party_id: UUID) -> AgreementParty:
    """One agreement with one partner, with its text, signature and what is known of its document. 404 where it is not here."""
    return found_or_404(_with_all(AgreementParty.id == party_id))


def party_of_mine(party_id: UUID, organisations: Collection[UUID]) -> AgreementParty:
    """The same, where its partner is one of these organisations. 404 otherwise, also for one of this coalition."""
    return found_or_404(_with_all(AgreementParty.id == party_id, _is_mine(organisations)))


def party_to_change(party_id: UUID) -> AgreementParty:
    """The same as `party`, locked until this change is settled."""
    return found_or_404(_locked(AgreementParty.id == party_id))


def party_of_mine_to_change(party_id: UUID, organisations: Collection[UUID]) -> AgreementParty:
    """The same as `party_of_mine`, locked until this change is settled."""
    return found_or_404(_locked(AgreementParty.id == party_id, _is_mine(organisations)))


def parties_to_renew(parties: Sequence[UUID]) -> Sequence[AgreementParty]:
    """Signed agreements, each with what is needed to ask again, locked."""
    wanted = _locked(AgreementParty.id.in_(parties), AgreementParty.state == PartyState.SIGNED)
    return db().scalars(wanted.order_by(AgreementParty.id)).all()


def is_followed(party: AgreementParty) -> bool:
    """Whether something follows on it: another that was asked or signed in its place."""
    later = exists().where(AgreementParty.renews_id == party.id, AgreementParty.state.in_(STANDING))
    return bool(db().scalar(select(later)))


def document_of(party: AgreementParty) -> AgreementFile:
    """The signed document with its content. 404 where it is not there (yet)."""
    found = select(AgreementFile).where(AgreementFile.party_id == party.id)
    return found_or_404(found.options(undefer(AgreementFile.content)))


def candidates(agreement_id: UUID, version_id: UUID, today: date) -> list[Candidate]:
    """The partners that take part, by name; one statement."""
    of_agreement = (AgreementParty.agreement_id == agreement_id, AgreementParty.partner_id == Partner.id)
    signed = exists().where(
        *of_agreement, AgreementParty.state == PartyState.SIGNED, AgreementParty.valid_until >= today
    )
    asked = exists().where(
        *of_agreement, AgreementParty.state == PartyState.SENT, AgreementParty.version_id == version_id
    )
    signers = (
        select(func.count())
        .where(OrganisationMember.organisation_id == Partner.organisation_id, *_may_sign())
        .scalar_subquery()
    )
    rows = db().execute(
        select(Partner.id, Organisation.name, Partner.circle, Organisation.sector)
        .add_columns(signers.label("signers"), signed.label("signed"), asked.label("asked"))
        .join(Partner.organisation)
        .where(Partner.state == PartnerState.ACTIVE)
        .order_by(Organisation.sort_key)
    )
    return [Candidate(*row) for row in rows]


def partners_to_ask(partners: Collection[UUID]) -> Sequence[Partner]:
    """These partners, as far as they take part, by name."""
    wanted = select(Partner).join(Partner.organisation).options(joinedload(Partner.organisation))
    taking_part = wanted.where(Partner.id.in_(partners), Partner.state == PartnerState.ACTIVE)
    return db().scalars(taking_part.order_by(Organisation.sort_key)).all()


def signed_now(agreement_id: UUID, partners: Collection[UUID]) -> dict[UUID, AgreementParty]:
    """What counts now with each of these partners, the one that lasts longest."""
    wanted = select(AgreementParty).where(
        AgreementParty.agreement_id == agreement_id,
        AgreementParty.partner_id.in_(partners),
        AgreementParty.state == PartyState.SIGNED,
    )
    found = db().scalars(wanted.order_by(AgreementParty.valid_until)).all()
    return {party.partner_id: party for party in found}


def signers_of(organisation_id: UUID) -> list[Signer]:
    """Who may sign for the organisation now, as far as the reader may know: its people, and coalitions that let it in."""
    rows = db().execute(
        select(Person.name, OrganisationMember.function)
        .join(OrganisationMember.person)
        .where(OrganisationMember.organisation_id == organisation_id, *_may_sign())
        .order_by(Person.name)
    )
    return [Signer(row.name, row.function) for row in rows]


def signatures_without_document() -> Sequence[UUID]:
    """The agreements that were signed here and of which the document is not there yet."""
    made = exists().where(AgreementFile.party_id == AgreementSignature.party_id)
    wanted = select(AgreementSignature.party_id).where(AgreementSignature.way == Way.HERE, ~made)
    return db().scalars(wanted).all()


def _may_sign() -> tuple[ColumnElement[bool], ...]:
    return OrganisationMember.may_sign.is_(True), OrganisationMember.ended_at.is_(None)


def _is_mine(organisations: Collection[UUID]) -> ColumnElement[bool]:
    mine = select(Partner.id).where(Partner.organisation_id.in_(organisations))
    return AgreementParty.partner_id.in_(mine)


def _with_all(*conditions: ColumnElement[bool]) -> Select[AgreementParty]:
    return (
        select(AgreementParty)
        .where(*conditions)
        .options(
            joinedload(AgreementParty.agreement),
            joinedload(AgreementParty.version),
            joinedload(AgreementParty.partner).joinedload(Partner.organisation),
            joinedload(AgreementParty.signature),
            joinedload(AgreementParty.file),
        )
    )


def _locked(*conditions: ColumnElement[bool]) -> Select[AgreementParty]:
    return (
        select(AgreementParty)
        .where(*conditions)
        .options(
            # After the lock, so that what changed while waiting for it is seen. The agreement comes with its version.
            selectinload(AgreementParty.version).joinedload(AgreementVersion.agreement),
            selectinload(AgreementParty.partner).joinedload(Partner.organisation),
        )
        .with_for_update(of=AgreementParty)
    )

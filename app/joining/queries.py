"""What the screens of joining need, each by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import abort
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.access import Role
from app.accounts.models import Membership, Person
from app.accounts.viewer import Employer
from app.joining.models import PartnerApplication, PartnerConsent, PartnerInvitation, PublicPage, PublicPart
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.pillars.models import Pillar, Theme
from app.web.transaction import digest
from tenants import db
from tenants.provision import sort_key

# Who takes part now, also who does not for a while.
TAKES_PART = (PartnerState.ACTIVE, PartnerState.PAUSED)
AT_MOST_FOUND = 20


def invitations() -> Sequence[PartnerInvitation]:
    """Every invitation that is kept, with its organisation, those without an answer first, then the newest."""
    statement = select(PartnerInvitation).options(_with_partner())
    order = (PartnerInvitation.answer.is_not(None), PartnerInvitation.sent_at.desc())
    return db().scalars(statement.order_by(*order)).all()


def applications() -> Sequence[PartnerApplication]:
    """Every application of which the address was confirmed, those that wait first, then the newest."""
    statement = select(PartnerApplication).where(PartnerApplication.confirmed_at.is_not(None))
    order = (PartnerApplication.decision.is_not(None), PartnerApplication.asked_at.desc())
    return db().scalars(statement.order_by(*order)).all()


def invitation_to_change(invitation_id: UUID) -> PartnerInvitation:
    """One invitation with its partner, both locked. Answers 404 where it is not here."""
    return invitation_to_mail(invitation_id) or abort(404)


def invitation_with_token(token: str) -> PartnerInvitation | None:
    """The invitation that the link belongs to, with its partner, both locked; None where there is none (any more)."""
    return _locked(select(PartnerInvitation).where(PartnerInvitation.token_hash == digest(token)))


def invitation_to_mail(invitation_id: UUID) -> PartnerInvitation | None:
    """One invitation with its partner, locked, for a job: None where it is gone meanwhile."""
    return _locked(select(PartnerInvitation).where(PartnerInvitation.id == invitation_id))


def _locked(statement: Select[PartnerInvitation]) -> PartnerInvitation | None:
    # The partner by a statement of its own, after the lock: joined, it would be as it was before it.
    loading = selectinload(PartnerInvitation.partner).selectinload(Partner.organisation)
    return db().scalar(statement.options(loading).with_for_update(of=PartnerInvitation))


def open_invitation(partner_id: UUID) -> PartnerInvitation | None:
    """The invitation of a partner that nobody answered yet."""
    waiting = (PartnerInvitation.partner_id == partner_id, PartnerInvitation.answer.is_(None))
    return db().scalar(select(PartnerInvitation).where(*waiting).options(_with_partner()))


def application(application_id: UUID) -> PartnerApplication:
    """One application of which the address was confirmed, with its partner, locked. Answers 404 where it is not here."""
    statement = select(PartnerApplication).where(
        PartnerApplication.id == application_id, PartnerApplication.confirmed_at.is_not(None)
    )
    return db().scalar(_application(statement)) or abort(404)


def application_with_token(token: str) -> PartnerApplication | None:
    """The application that the link belongs to, locked; None where there is none (any more)."""
    return db().scalar(
        _application(select(PartnerApplication).where(PartnerApplication.token_hash == digest(token)))
    )


def _application(statement: Select[PartnerApplication]) -> Select[PartnerApplication]:
    loading = selectinload(PartnerApplication.partner).selectinload(Partner.organisation)
    return statement.options(loading).with_for_update(of=PartnerApplication)


def mail_domains(organisation_id: UUID) -> Sequence[str]:
    """The domains of the addresses with which people work for the organisation; none where nobody has an account for it."""
    return db().scalars(select(func.organisation_mail_domains(organisation_id))).all()


def works_for(employers: Sequence[Employer], partner: Partner) -> bool:
    """Whether who has these `employers` works for the organisation of `partner`."""
    return partner.organisation_id in {employer.id for employer in employers}


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that can be invited, and what it is in this coalition already."""

    organisation: Organisation
    partner: Partner | None


def known_organisations(words: str) -> list[Known]:
    """Organisations of which name or KvK number holds `words`, by name: partners of this coalition, and those that anybody may know."""
    if not words.strip():
        return []
    number = "".join(sign for sign in words if sign.isdigit())
    by_name = Organisation.sort_key.contains(sort_key(words), autoescape=True)
    statement = (
        select(Organisation, Partner)
        .outerjoin(Partner, Partner.organisation_id == Organisation.id)
        .where(or_(by_name, Organisation.kvk_number == number))
        .order_by(Organisation.sort_key)
        .limit(AT_MOST_FOUND)
    )
    return [Known(*row) for row in db().execute(statement)]


def known_organisation(number: str) -> Known | None:
    """The organisation with this KvK number, and what it is here."""
    statement = (
        select(Organisation, Partner)
        .outerjoin(Partner, Partner.organisation_id == Organisation.id)
        .where(Organisation.kvk_number == number)
    )
    row = db().execute(statement).one_or_none()
    return Known(*row) if row else None


def who_hears(inviter: UUID | None) -> Sequence[Person]:
    """The coordinators of this coalition, and who sent the invitation while still working here."""
    here = select(Person).join(Membership, Membership.person_id == Person.id).where(Membership.is_here())
    told = here.where(
        or_(Membership.role == Role.COORDINATOR, Person.id == inviter), Person.ended_at.is_(None)
    )
    return db().scalars(told.distinct()).all()


def public_page() -> PublicPage | None:
    """What was chosen of the public page."""
    return db().scalar(select(PublicPage))


def public_parts() -> Sequence[PublicPart]:
    """The pillars and themes that the public page shows, in the order of the plan: the pillars first."""
    loading = (joinedload(PublicPart.pillar), joinedload(PublicPart.theme))
    parts = db().scalars(select(PublicPart).options(*loading)).all()
    return sorted(parts, key=lambda part: (part.pillar is None, _place(part)))


def _place(part: PublicPart) -> int:
    shown = part.pillar.number if part.pillar else part.theme.position if part.theme else 0
    return int(shown)


def pillars_and_themes() -> list[Pillar | Theme]:
    """What can be shown: the pillars, then the themes."""
    pillars = db().scalars(select(Pillar).order_by(Pillar.number)).all()
    themes = db().scalars(select(Theme).order_by(Theme.position, Theme.title)).all()
    return [*pillars, *themes]


def shown_partners() -> Sequence[Organisation]:
    """The organisations that take part and agreed to be named, by name."""
    return db().scalars(
        select(Organisation)
        .join(Partner, Partner.organisation_id == Organisation.id)
        .join(PartnerConsent, PartnerConsent.partner_id == Partner.id)
        .where(PartnerConsent.withdrawn_at.is_(None), Partner.state.in_(TAKES_PART))
        .order_by(Organisation.sort_key)
    ).all()  # fmt: skip


def consent_of(partner_id: UUID) -> PartnerConsent | None:
    """The consent of a partner that holds now."""
    holds = (PartnerConsent.partner_id == partner_id, PartnerConsent.withdrawn_at.is_(None))
    return db().scalar(select(PartnerConsent).where(*holds))


def can_be_invited() -> frozenset[UUID]:
    """The partners whose people do not come in here, and who were not asked to yet; by id. One statement."""
    is_open = exists().where(Membership.organisation_id == Partner.organisation_id, Membership.is_here())
    waits = exists().where(PartnerInvitation.partner_id == Partner.id, PartnerInvitation.answer.is_(None))
    asked = select(Partner.id).where(Partner.state != PartnerState.APPLIED, ~is_open, ~waits)
    return frozenset(db().scalars(asked))


@dataclass(frozen=True, slots=True)
class Joining:
    """What the page of a partner tells of joining: its open invitation, whether it is named in public, and whether its people come in."""

    invitation_id: UUID | None
    invited_at: datetime | None
    shown_since: date | None
    is_open: bool


def _with_partner() -> ORMOption:
    return joinedload(PartnerInvitation.partner).joinedload(Partner.organisation)

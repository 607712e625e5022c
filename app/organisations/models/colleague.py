"""Who works for an organisation: letting in, other rights, and leaving."""

from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import OrganisationMember, Person
from app.accounts.rules import INVITATION_LASTS, InvitationState
from app.organisations.models.organisation import Organisation
from app.organisations.rules import Rights
from app.refusals import Refusal
from app.web.transaction import digest
from tenants import Base, GlobalRow, current_scope, db


class ColleagueInvitation(GlobalRow, Base):
    """A link, sent by mail, with which a colleague comes in for an organisation, with the rights named; it works once.

    `organisation` is what the organisation was called then: whoever only holds the link does not see its row.
    """

    __tablename__ = "colleague_invitation"
    __table_args__ = (Index(None, "organisation_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    organisation: Mapped[str]
    email: Mapped[str]
    name: Mapped[str]
    function: Mapped[str] = mapped_column(server_default="")
    administrator: Mapped[bool] = mapped_column(server_default="false")
    may_sign: Mapped[bool] = mapped_column(server_default="false")
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @property
    def state(self) -> InvitationState:
        """Whether the link works, and if not, why."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if self.expires_at > datetime.now(UTC) else InvitationState.EXPIRED

    @classmethod
    def to(cls, organisation: Organisation, *, name: str, email: str, rights: Rights) -> tuple[Self, str]:
        """Invite a colleague; returns the invitation and the token that goes into the mail's link. The token itself is not kept."""
        invitation = cls(
            organisation_id=organisation.id,
            organisation=organisation.name,
            name=name,
            email=email.lower(),
            function=rights.function,
            administrator=rights.administrator,
            may_sign=rights.may_sign,
        )
        token = invitation._renew()
        db().add(invitation)
        db().flush()
        return invitation, token

    def send_again(self) -> str:
        """A new link: the one sent before no longer works. Raises Refusal where it was taken or withdrawn."""
        self._refuse_unless(InvitationState.OPEN, InvitationState.EXPIRED)
        return self._renew()

    def revoke(self) -> None:
        """Let the link no longer work. Raises Refusal where it was taken already."""
        self._refuse_unless(InvitationState.OPEN, InvitationState.EXPIRED)
        self.revoked_at = datetime.now(UTC)

    def accept(self, person: Person) -> None:
        """Let `person`, who acts and holds the link in hand, work for the organisation. Raises Refusal where that is so already."""
        self._refuse_unless(InvitationState.OPEN)
        held = select(OrganisationMember.id).where(
            OrganisationMember.organisation_id == self.organisation_id,
            OrganisationMember.person_id == person.id,
            OrganisationMember.ended_at.is_(None),
        )
        if db().scalar(held) is not None:
            raise Refusal("U werkt al voor %(organisation)s.", organisation=self.organisation)
        rights = Rights(self.function, administrator=self.administrator, may_sign=self.may_sign)
        # First who comes in, then that the link was used: PostgreSQL lets in by a link that still works.
        db().add(_member(self.organisation_id, person.id, rights, added_by=self.invited_by))
        db().flush()
        self.accepted_at = datetime.now(UTC)

    def _refuse_unless(self, *states: InvitationState) -> None:
        if self.state not in states:
            raise Refusal("Deze uitnodiging geldt niet meer.")

    def _renew(self) -> str:
        token = token_urlsafe(32)
        self.token_hash, self.expires_at = digest(token), datetime.now(UTC) + INVITATION_LASTS
        self.invited_by = current_scope().actor.name
        return token


def keepers_wait(organisation: Organisation) -> None:
    """Of two changes at once in who works for an organisation the second waits for the first, and then sees what it did."""
    db().refresh(organisation, with_for_update={"key_share": True})


def change_rights(member: OrganisationMember, rights: Rights) -> None:
    """Let a colleague have `rights` from now on: the row that held ends, and another begins.

    Raises Refusal where nobody would be left to keep the organisation. The organisation is locked (`keepers_wait`).
    """
    if rights == rights_of(member):
        return
    if not rights.administrator:
        _refuse_without_administrator(member)
    member.end()
    db().flush()
    added_by = current_scope().actor.name
    db().add(_member(member.organisation_id, member.person_id, rights, added_by=added_by))


def end_work(member: OrganisationMember) -> None:
    """The person no longer works for the organisation, from this moment and everywhere.

    Raises Refusal where nobody would be left to keep the organisation. The organisation is locked (`keepers_wait`).
    """
    _refuse_without_administrator(member)
    member.end()


def rights_of(member: OrganisationMember) -> Rights:
    """What a colleague may do, and as what."""
    return Rights(member.function, administrator=member.administrator, may_sign=member.may_sign)


def _member(organisation_id: UUID, person_id: UUID, rights: Rights, *, added_by: str) -> OrganisationMember:
    return OrganisationMember(
        organisation_id=organisation_id,
        person_id=person_id,
        administrator=rights.administrator,
        may_sign=rights.may_sign,
        function=rights.function,
        added_by=added_by,
    )


def _refuse_without_administrator(member: OrganisationMember) -> None:
    others = select(OrganisationMember.id).where(
        OrganisationMember.organisation_id == member.organisation_id,
        OrganisationMember.administrator,
        OrganisationMember.ended_at.is_(None),
        OrganisationMember.id != member.id,
    )
    if member.administrator and db().scalar(others.limit(1)) is None:
        raise Refusal(
            "Dit is de laatste beheerder. Maak eerst een collega beheerder: anders kan niemand het profiel en de collega’s bijhouden.",
            about="administrator",
        )

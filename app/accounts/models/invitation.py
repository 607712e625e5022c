"""The link with which somebody joins this coalition."""

from collections.abc import Collection
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Self

from sqlalchemy import Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.access import Role
from app.accounts.models.membership import give_roles
from app.accounts.models.person import Person
from app.accounts.rules import INVITATION_LASTS, InvitationState
from app.history.models import record
from app.history.undoing import offer
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from app.web.transaction import digest
from tenants import Base, TenantOwned, current_scope, db


class Invitation(TenantOwned, Base):
    """A link, sent by mail, with which somebody joins this coalition in the roles named; it works once."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "tenant_id", "token_hash", unique=True),)

    email: Mapped[str]
    name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSONB)
    token_hash: Mapped[str]
    invited_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    @property
    def state(self) -> InvitationState:
        """Whether the link works, and if not, why."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if self.expires_at > datetime.now(UTC) else InvitationState.EXPIRED

    @classmethod
    def to(cls, *, name: str, email: str, roles: Collection[Role]) -> tuple[Self, str]:
        """Invite somebody; returns the invitation and the token that goes into the mail's link. The token itself is not kept."""
        ordered = [role.value for role in Role if role in roles]
        invitation = cls(name=name, email=email.lower(), roles=ordered, invited_by=current_scope().actor.name)
        token = invitation._renew()
        db().add(invitation)
        db().flush()
        record("invitation.sent", invitation, changes={"roles": ([], ordered)})
        settle(invitation)
        return invitation, token

    def send_again(self) -> str:
        """A new link for the same invitation: the one sent before no longer works. Raises Refusal where it was taken or withdrawn."""
        self._refuse_unless(InvitationState.OPEN, InvitationState.EXPIRED)
        record("invitation.sent_again", self)
        token = self._renew()
        # Who sent it again did what the old one waited for; the new one waits in its turn.
        done(Kind.INVITATION, self)
        settle(self)
        return token

    def revoke(self) -> None:
        """Let the link no longer work. Raises Refusal where it was taken already."""
        self._refuse_unless(InvitationState.OPEN, InvitationState.EXPIRED)
        self.revoked_at = datetime.now(UTC)
        event = record("invitation.revoked", self)
        offer(event, self, was={"revoked_at": None}, became={"revoked_at": self.revoked_at})
        settle(self)

    def accept(self, person: Person) -> None:
        """Let `person`, who acts, work in this coalition, beside what was held here. Raises Refusal where the link is used up."""
        self._refuse_unless(InvitationState.OPEN)
        self.accepted_at = datetime.now(UTC)
        record("invitation.accepted", self)
        done(Kind.INVITATION, self)
        give_roles(person, {Role(role) for role in self.roles}, beside=True)

    def _refuse_unless(self, *states: InvitationState) -> None:
        if self.state not in states:
            raise Refusal("Deze uitnodiging geldt niet meer.")

    def _renew(self) -> str:
        token = token_urlsafe(32)
        self.token_hash, self.expires_at = digest(token), datetime.now(UTC) + INVITATION_LASTS
        return token

"""The question to an organisation whether it takes part, by a link to one person or to all who work for it."""

from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import OrganisationMember, Person, open_to
from app.columns import check_in
from app.history.models import record
from app.joining.rules import INVITATION_LASTS, Answer, InvitationState, invitation_state
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from app.web.transaction import digest
from tenants import Base, TenantOwned, current_scope, db, one, refers_to

# Who takes part already is invited to come in here: that changes nothing of the partnership.
CAN_ANSWER = frozenset({PartnerState.INVITED, PartnerState.ACTIVE, PartnerState.PAUSED})


class PartnerInvitation(TenantOwned, Base):
    """One question to one organisation, with at most one that is open at a time.

    With `email` it is a link to one person, who becomes the first with an account. Without, the organisation has accounts already: then
    it waits for whoever works for it, and no address is known here. `answer` is None until it was answered or withdrawn.
    """

    __tablename__ = "partner_invitation"
    __table_args__ = (
        CheckConstraint(check_in("answer", Answer), name="answer"),
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered_once"),
        CheckConstraint("(email = '') = (token_hash is null)", name="link_or_accounts"),
        Index(None, "tenant_id", "token_hash", unique=True),
        Index(
            "uq_partner_invitation_open",
            "tenant_id",
            "partner_id",
            unique=True,
            postgresql_where=text("answer is null"),
        ),
    )

    partner_id: Mapped[UUID] = refers_to("partner", on_delete="CASCADE")
    email: Mapped[str] = mapped_column(server_default="")
    name: Mapped[str] = mapped_column(server_default="")
    message: Mapped[str] = mapped_column(server_default="")
    token_hash: Mapped[str | None]
    sent_by: Mapped[str] = mapped_column(server_default="")
    sent_by_id: Mapped[UUID | None]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")

    partner: Mapped[Partner] = one(partner_id)

    @property
    def state(self) -> InvitationState:
        """Whether it can be answered, and if not, why: it also falls with the partnership. Needs partner to be loaded."""
        if self.answer is None and PartnerState(self.partner.state) not in CAN_ANSWER:
            return InvitationState.WITHDRAWN
        return invitation_state(self.answer, self.expires_at, datetime.now(UTC))

    @property
    def is_for_accounts(self) -> bool:
        """Whether it waits for all who work for the organisation."""
        return not self.email

    @classmethod
    def to_person(cls, partner: Partner, *, name: str, email: str, message: str) -> tuple[Self, str]:
        """Invite `partner` (locked, without accounts) by one person; returns the token of the link too, which is not kept.

        Raises Refusal where an invitation is open already.
        """
        _refuse_a_second(partner)
        invitation = cls(partner=partner, name=name.strip(), email=email.lower(), message=message.strip())
        token = invitation._renew()
        invitation._send()
        return invitation, token or ""

    @classmethod
    def to_accounts(cls, partner: Partner, *, message: str) -> Self:
        """Invite `partner` (locked), for which people have accounts: it waits for them. Raises Refusal where one is open already."""
        _refuse_a_second(partner)
        invitation = cls(partner=partner, name="", email="", message=message.strip())
        invitation._renew()
        invitation._send()
        return invitation

    def _send(self) -> None:
        db().add(self)
        db().flush()
        self.partner.invite()
        settle(self.partner)

    def send_again(self) -> str | None:
        """A new link, which works as long as a new one; the one sent before no longer does. None where it waits for accounts.

        Raises Refusal where it was answered or withdrawn.
        """
        self._refuse_unless(InvitationState.OPEN, InvitationState.EXPIRED)
        token = self._renew()
        self.reminded_at = None
        record("partner.invited_again", self.partner)
        done(Kind.INVITED_PARTNER, self)
        settle(self.partner)
        return token

    def remind(self) -> str | None:
        """The one reminder, with a link in place of the one sent before, which works as long as that would have."""
        self._refuse_unless(InvitationState.OPEN)
        self.reminded_at = datetime.now(UTC)
        record("partner.reminded", self.partner)
        return self._new_link()

    def withdraw(self, reason: str) -> None:
        """It can no longer be answered. Raises Refusal where it was, or without a reason."""
        if not reason.strip():
            raise Refusal("Geef een reden: die staat straks in de geschiedenis.", about="reason")
        self._refuse_unless(InvitationState.OPEN, InvitationState.EXPIRED)
        self.close(Answer.WITHDRAWN, reason)
        self.partner.withdraw_invitation(reason)
        settle(self.partner)

    def accept(self, person: Person, *, function: str = "") -> None:
        """`person`, who acts, says yes for the organisation, which from now on takes part and comes in here.

        Where nobody had an account for it the person is its first, as `function`. That nobody else works for it is the caller's to know.
        Raises Refusal where it can no longer be answered.
        """
        self._refuse_unless(InvitationState.OPEN)
        self.close(Answer.ACCEPTED, "")
        if self._is_first(person):
            self._bring(person, function)
        open_to(self.partner.organisation_id)
        self.partner.accept_invitation()
        done(Kind.ANSWER_INVITATION, self)
        settle(self.partner)

    def decline(self, reason: str) -> None:
        """Who was asked says no, for a reason that the coalition reads. Raises Refusal without one, or where it is closed."""
        if not reason.strip():
            raise Refusal("Geef een reden: de coalitie leest die.", about="reason")
        self._refuse_unless(InvitationState.OPEN)
        self.close(Answer.DECLINED, reason)
        self.partner.decline_invitation(reason)
        done(Kind.ANSWER_INVITATION, self)
        settle(self.partner)

    @classmethod
    def give_way(cls, partner: Partner, reason: str) -> None:
        """An invitation of `partner` (locked) that is open ends, because it takes part already: the partnership goes on."""
        found = db().scalar(
            select(cls).where(cls.partner_id == partner.id, cls.answer.is_(None)).with_for_update()
        )
        if found is not None:
            found.close(Answer.WITHDRAWN, reason)

    def _bring(self, person: Person, function: str) -> None:
        """The person is the first of the organisation. Raises Refusal where somebody else was, in this very moment."""
        try:
            with db().begin_nested():
                OrganisationMember.first(self.partner.organisation_id, person, function=function)
        except IntegrityError as error:
            raise Refusal("Iemand anders kreeg zojuist een account voor deze organisatie.") from error

    def _is_first(self, person: Person) -> bool:
        mine = select(OrganisationMember.id).where(
            OrganisationMember.organisation_id == self.partner.organisation_id,
            OrganisationMember.person_id == person.id,
            OrganisationMember.ended_at.is_(None),
        )
        return db().scalar(mine) is None

    def close(self, answer: Answer, reason: str) -> None:
        """How it ended, by who acts. The verbs above say what that does to the partnership."""
        self.answer, self.answered_at = answer.value, datetime.now(UTC)
        self.answered_by, self.reason = current_scope().actor.name, reason.strip()

    def _refuse_unless(self, *states: InvitationState) -> None:
        if self.state not in states:
            raise Refusal("Deze uitnodiging geldt niet meer.")

    def _renew(self) -> str | None:
        actor = current_scope().actor
        self.sent_by, self.sent_by_id, self.sent_at = actor.name, actor.id, datetime.now(UTC)
        self.expires_at = self.sent_at + INVITATION_LASTS
        return self._new_link()

    def _new_link(self) -> str | None:
        if self.is_for_accounts:
            return None
        token = token_urlsafe(32)
        self.token_hash = digest(token)
        return token


def _refuse_a_second(partner: Partner) -> None:
    open_one = select(PartnerInvitation.id).where(
        PartnerInvitation.partner_id == partner.id, PartnerInvitation.answer.is_(None)
    )
    if db().scalar(open_one) is not None:
        raise Refusal(
            "%(name)s heeft al een uitnodiging. Stuur die opnieuw, of trek haar eerst in.",
            about="email",
            name=partner.label,
        )

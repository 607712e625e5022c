"""The application of an organisation that wants to take part, from the public page."""

from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import open_to
from app.columns import check_in
from app.joining.models.invitation import PartnerInvitation
from app.joining.rules import CONFIRM_WITHIN, ApplicationState, Decision, application_state
from app.organisations.rules import Sector
from app.partners.models import Partner
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from app.web.transaction import digest
from tenants import Base, TenantOwned, current_scope, db, one, refers_to


class ApplicationFacts(TypedDict, total=False):
    """What somebody who applies says."""

    name: str
    kvk_number: str | None
    sector: str
    website: str
    why: str
    brings: str
    contact_name: str
    contact_email: str
    contact_phone: str


class PartnerApplication(TenantOwned, Base):
    """What an organisation says of itself that wants to take part. The coalition sees it once its address was confirmed by the link.

    It holds names and addresses of people: tenants/retention.py removes it after `closed_at`, which is empty as long as it waits for an
    answer, and of one that was never confirmed the moment at which it was sent.
    """

    __tablename__ = "partner_application"
    __table_args__ = (
        CheckConstraint("kvk_number ~ '^[0-9]{8}$'", name="kvk_number"),
        CheckConstraint(check_in("sector", Sector), name="sector"),
        CheckConstraint(check_in("decision", Decision), name="decision"),
        Index(None, "tenant_id", "token_hash", unique=True),
    )

    partner_id: Mapped[UUID | None] = refers_to("partner", on_delete="SET NULL (partner_id)")
    name: Mapped[str]
    kvk_number: Mapped[str | None]
    sector: Mapped[str] = mapped_column(server_default=Sector.OTHER)
    website: Mapped[str] = mapped_column(server_default="")
    why: Mapped[str] = mapped_column(server_default="")
    brings: Mapped[str] = mapped_column(server_default="")
    contact_name: Mapped[str] = mapped_column(server_default="")
    contact_email: Mapped[str] = mapped_column(server_default="")
    contact_phone: Mapped[str] = mapped_column(server_default="")
    token_hash: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    decided_by: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    closed_at: Mapped[datetime | None]

    partner: Mapped[Partner | None] = one(partner_id)

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    @property
    def state(self) -> ApplicationState:
        """Where it stands."""
        return application_state(self.decision, self.confirmed_at, self.expires_at, datetime.now(UTC))

    @classmethod
    def send(cls, **facts: Unpack[ApplicationFacts]) -> tuple[Self, str]:
        """Keep what somebody filled in until the address is confirmed; returns the token of the link too, which is not kept."""
        token, now = token_urlsafe(32), datetime.now(UTC)
        application = cls(token_hash=digest(token), expires_at=now + CONFIRM_WITHIN, closed_at=now, **facts)
        db().add(application)
        db().flush()
        return application, token

    def confirm(self, partner: Partner) -> None:
        """Whoever has the address sends it to the coalition, for `partner` (locked). Raises Refusal where the link no longer works."""
        self._refuse_unless(ApplicationState.UNCONFIRMED)
        self.confirmed_at, self.closed_at, self.partner = datetime.now(UTC), None, partner
        partner.apply()
        settle(self)

    def accept(self, *, has_accounts: bool) -> str | None:
        """The organisation takes part. Needs partner, locked. Raises Refusal where it was answered already.

        Where people have accounts for it they come in from now on. Where nobody has one (`has_accounts`), who applied is invited to be the
        first: returns the token of that link. Until it is used nobody comes in: another coalition could bring a stranger meanwhile.
        """
        partner = self._close(Decision.ACCEPTED, "")
        PartnerInvitation.give_way(partner, "De organisatie meldde zichzelf aan.")
        partner.admit()
        token = None
        if has_accounts:
            open_to(partner.organisation_id)
        else:
            _, token = PartnerInvitation.to_person(
                partner, name=self.contact_name, email=self.contact_email, message=""
            )
        self._settle()
        return token

    def refuse(self, reason: str) -> None:
        """The organisation does not take part, for a reason that it gets by mail. Raises Refusal without one, or where it was answered."""
        if not reason.strip():
            raise Refusal("Geef een reden: wie zich aanmeldde, krijgt die te lezen.", about="reason")
        self._close(Decision.REFUSED, reason).turn_down(reason)
        self._settle()

    def _settle(self) -> None:
        done(Kind.APPLICATION, self)
        settle(self)

    def _close(self, decision: Decision, reason: str) -> Partner:
        self._refuse_unless(ApplicationState.WAITING)
        if self.partner is None:
            raise Refusal("Deze organisatie staat niet meer bij de partners.")
        self.decision, self.reason, self.closed_at = decision.value, reason.strip(), datetime.now(UTC)
        self.decided_by = current_scope().actor.name
        return self.partner

    def _refuse_unless(self, state: ApplicationState) -> None:
        if self.state is not state:
            raise Refusal("Deze aanmelding is al beantwoord, of de link is verlopen.")

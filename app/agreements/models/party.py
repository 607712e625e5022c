"""The agreement with one partner: which text it was asked to sign, for which period, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.agreements.models.agreement import Agreement, AgreementVersion
from app.agreements.rules import (
    ANSWER_WITHIN,
    SIGNING,
    PartyState,
    closed,
    guard_period,
    next_period,
    text_hash,
)
from app.columns import check_in
from app.history.changes import amend
from app.history.models import record
from app.history.undoing import offer_changed
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle, settle_every
from app.web.clock import today
from tenants import Base, TenantOwned, current_scope, db, many, one, refers_to

if TYPE_CHECKING:
    from app.agreements.models.signature import AgreementFile, AgreementSignature


@dataclass(frozen=True, slots=True)
class Asked:
    """What partners are asked: to sign for this period, before this day."""

    valid_from: date
    valid_until: date
    answer_by: date

    @classmethod
    def after(cls, party: "AgreementParty", day: date) -> "Asked":
        """The period that follows on that of `party`, asked on `day`."""
        first, last = next_period(party.valid_from, party.valid_until)
        return cls(first, last, max(day, min(day + ANSWER_WITHIN, party.valid_until)))


class AgreementParty(TenantOwned, Base):
    """One partner that was asked to sign one version. `text_hash` is that of the text as it was sent, and never changes."""

    __tablename__ = "agreement_party"
    __table_args__ = (
        CheckConstraint(check_in("state", PartyState), name="state"),
        CheckConstraint("valid_from <= valid_until", name="period"),
        CheckConstraint("state not in ('declined', 'withdrawn') or reason <> ''", name="with_reason"),
        # One question at a time about one agreement.
        Index(
            "uq_agreement_party_asked",
            *("tenant_id", "agreement_id", "partner_id"),
            unique=True,
            postgresql_where=text("state = 'sent'"),
        ),
        Index(None, "tenant_id", "state", "valid_until"),
    )

    agreement_id: Mapped[UUID] = refers_to("agreement")
    version_id: Mapped[UUID] = refers_to("agreement_version")
    partner_id: Mapped[UUID] = refers_to("partner")
    renews_id: Mapped[UUID | None] = refers_to("agreement_party")
    text_hash: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    answer_by: Mapped[date]
    state: Mapped[str] = mapped_column(server_default=PartyState.SENT)
    reason: Mapped[str] = mapped_column(server_default="")
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_by: Mapped[str] = mapped_column(server_default="")
    ended_at: Mapped[datetime | None]

    agreement: Mapped[Agreement] = one(agreement_id)
    version: Mapped[AgreementVersion] = one(version_id)
    partner: Mapped[Partner] = one(partner_id)
    signature: Mapped["AgreementSignature | None"] = many(
        "AgreementSignature.party_id", uselist=False, back_populates="party"
    )
    file: Mapped["AgreementFile | None"] = many("AgreementFile.party_id", uselist=False, viewonly=True)

    @classmethod
    def of(
        cls, version: AgreementVersion, partner: Partner, renews: "AgreementParty | None", terms: Asked
    ) -> Self:
        """The question to one partner. Raises Refusal where its period is none, or over already."""
        guard_period(terms.valid_from, terms.valid_until)
        if terms.valid_until < today():
            raise Refusal("Deze periode is al voorbij.", about="valid_until")
        return cls(
            agreement_id=version.agreement_id,
            version_id=version.id,
            partner_id=partner.id,
            renews_id=renews.id if renews else None,
            text_hash=version.text_hash,
            valid_from=terms.valid_from,
            valid_until=terms.valid_until,
            answer_by=terms.answer_by,
            sent_by=current_scope().actor.name,
        )

    @property
    def label(self) -> str:
        """How people call it. Needs agreement and partner to be loaded."""
        return f"{self.agreement.label}, {self.partner.label}"

    @property
    def is_open(self) -> bool:
        """Whether it can be signed now."""
        return self.state == PartyState.SENT

    @property
    def is_signed(self) -> bool:
        """Whether it counts now, or will from its first day."""
        return self.state == PartyState.SIGNED

    def guard_signing(self) -> None:
        """Do nothing where it can be signed as it was sent; otherwise raise Refusal with a sentence.

        Needs version and partner to be loaded. The hash is taken anew of the text that stands there now.
        """
        if not self.is_open:
            raise closed(PartyState(self.state))
        if self.partner.state != PartnerState.ACTIVE:
            raise Refusal("Deze organisatie doet nu niet mee. Daarom kan hier niets ondertekend worden.")
        if self.valid_until < today():
            raise closed(PartyState.EXPIRED)
        if text_hash(self.version.title, self.version.text) != self.text_hash:
            raise Refusal(
                "De tekst is veranderd nadat zij naar u werd verstuurd. Daarom kan zij niet ondertekend worden. "
                "Vraag de coalitie om de overeenkomst opnieuw te versturen."
            )

    def become_signed(self) -> None:
        """The signature is there; an agreement that it comes in place of today ends. Needs agreement and partner to be loaded."""
        SIGNING.guard(PartyState(self.state), PartyState.SIGNED)
        self.state = PartyState.SIGNED.value
        done(Kind.AGREEMENT_SIGN, self)
        settle(self)
        if self.renews_id is not None:
            earlier = db().get(AgreementParty, self.renews_id, with_for_update=True)
            if earlier is not None:
                earlier.make_room(self)

    def make_room(self, later: "AgreementParty") -> None:
        """Another was signed in its place: it ends when that one begins, and nobody needs to renew it."""
        if self.is_signed and later.valid_from <= today():
            self.end(PartyState.REPLACED)
        settle(self)

    def decline(self, reason: str) -> None:
        """The organisation does not sign. Raises Refusal without a reason, or where nothing is asked (any more)."""
        self._leave(PartyState.DECLINED, "agreement.declined", reason)

    def withdraw(self, reason: str) -> None:
        """The coalition takes its question back. Raises Refusal without a reason, or where it was answered: a signature stays."""
        self._leave(PartyState.WITHDRAWN, "agreement.withdrawn", reason)

    def _leave(self, state: PartyState, kind: str, reason: str) -> None:
        if not self.is_open:
            raise closed(PartyState(self.state))
        SIGNING.guard(PartyState(self.state), state, reason=reason)
        changes = amend(self, {"state": state.value, "reason": reason.strip(), "ended_at": datetime.now(UTC)})
        told = {"agreement_state": changes["state"], "member": (None, self.partner.label)}
        event = record(kind, self.agreement, changes=told, note=reason.strip())
        # The moment is read back in another precision than it was written.
        del changes["ended_at"]
        offer_changed(event, self, changes)
        if state is PartyState.DECLINED:
            done(Kind.AGREEMENT_SIGN, self)
        settle(self)
        self.settle_earlier()

    def expire(self) -> None:
        """Its last day is over."""
        self.end(PartyState.EXPIRED)
        settle(self)

    def end(self, state: PartyState) -> None:
        """It is over, by its date or because another came in its place."""
        SIGNING.guard(PartyState(self.state), state)
        self.state, self.ended_at = state.value, datetime.now(UTC)

    def settle_earlier(self) -> None:
        """What it would have renewed needs looking after again."""
        if self.renews_id is not None:
            earlier = db().get(AgreementParty, self.renews_id)
            if earlier is not None:
                settle(earlier)


def send(
    agreement: Agreement,
    version: AgreementVersion,
    asked: Sequence[tuple[Partner, AgreementParty | None, Asked]],
) -> list[AgreementParty]:
    """Ask each of these partners to sign this version, for a period; beside each, the signed agreement that this one follows on.

    Who was asked already and did not answer is not asked twice: an older version that waits is replaced by this one. Needs the partners'
    organisations to be loaded. Raises Refusal where nobody can be asked.
    """
    if not version.is_whole:
        raise Refusal("De tekst van deze versie klopt niet met haar kenmerk. Maak een nieuwe versie.")
    waiting = _replace_waiting(version, [partner.id for partner, _, _ in asked])
    new = [each for each in asked if each[0].id not in waiting and each[0].state == PartnerState.ACTIVE]
    if not new:
        raise Refusal("Kies ten minste één partner die nog niet gevraagd is.", about="partners")
    version.freeze()
    parties = [AgreementParty.of(version, *each) for each in new]
    db().add_all(parties)
    db().flush()
    names = [partner.label for partner, _, _ in new]
    record("agreement.sent", agreement, changes={"parties": (None, names)}, note=version.title)
    settle_every(AgreementParty)
    return parties


def _replace_waiting(version: AgreementVersion, partners: Sequence[UUID]) -> set[UUID]:
    """Replace what waits of older versions; returns the partners who are asked to sign this very version already."""
    still_open = select(AgreementParty).where(
        AgreementParty.agreement_id == version.agreement_id,
        AgreementParty.partner_id.in_(partners),
        AgreementParty.state == PartyState.SENT,
    )
    same = set()
    for party in db().scalars(still_open.with_for_update()).all():
        if party.version_id == version.id:
            same.add(party.partner_id)
        else:
            party.end(PartyState.REPLACED)
    db().flush()
    return same


class AgreementReminder(TenantOwned, Base):
    """That both were reminded, so many days before the end: once, however often the clock ticks."""

    __tablename__ = "agreement_reminder"
    __table_args__ = (Index(None, "tenant_id", "party_id", "days", unique=True),)

    party_id: Mapped[UUID] = refers_to("agreement_party")
    days: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())

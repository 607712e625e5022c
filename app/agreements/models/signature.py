"""The signature, and the document that shows it: written once, never changed (webapp has no right to)."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import OrganisationMember
from app.agreements.models.party import AgreementParty
from app.agreements.rules import LARGEST_FILE, PartyState, Way, guard_pdf, hash_of
from app.columns import check_in
from app.history.models import record
from app.refusals import Refusal
from app.web.clock import today
from tenants import Base, TenantOwned, current_tenant, db, one, refers_to


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: name, function, and by what authority, in the person's own words."""

    name: str
    function: str
    authority: str


class AgreementSignature(TenantOwned, Base):
    """That an agreement was signed: by whom, as what, by which authority, when, and exactly what (docs/decisions/0019).

    `document_hash` is taken of `statement`: the text's hash, both parties, the period, the signatory and the moment. Without `signed_by_id`
    where it was signed on paper, or where the account passed its term.
    """

    __tablename__ = "agreement_signature"
    __table_args__ = (
        CheckConstraint(check_in("way", Way), name="way"),
        CheckConstraint("name <> '' and function <> '' and authority <> ''", name="whole"),
        Index(None, "tenant_id", "party_id", unique=True),
    )

    party_id: Mapped[UUID] = refers_to("agreement_party")
    way: Mapped[str]
    signed_by_id: Mapped[UUID | None]
    name: Mapped[str]
    function: Mapped[str]
    authority: Mapped[str]
    signed_on: Mapped[date]
    # The moment of a signature given here; of one on paper, when the copy was taken in.
    at: Mapped[datetime]
    text_hash: Mapped[str]
    statement: Mapped[dict[str, Any]]
    document_hash: Mapped[str]
    taken_in_by: Mapped[str] = mapped_column(server_default="")

    party: Mapped[AgreementParty] = one(party_id, back_populates="signature")

    @classmethod
    def give(cls, party: AgreementParty, person_id: UUID, signatory: Signatory) -> Self:
        """The person, who acts, signs for the organisation. Needs the party's agreement, version and partner to be loaded.

        Raises Refusal where the text was changed, nothing is asked any more, or the person may not sign (any more): that row is locked, so
        that nobody takes the right away between this question and the signature.
        """
        party.guard_signing()
        refuse_without_authority(person_id, party.partner.organisation_id)
        signature = cls._of(party, signatory, Way.HERE, today(), signed_by_id=person_id)
        record("agreement.signed", party.agreement, changes=signature.told(party))
        party.become_signed()
        return signature

    @classmethod
    def take_in(
        cls, party: AgreementParty, signatory: Signatory, signed_on: date, *, taken_in_by: str
    ) -> Self:
        """The coalition has the agreement signed on paper. Needs the same to be loaded. Raises Refusal as `give`, or for a day to come."""
        party.guard_signing()
        if signed_on > today():
            raise Refusal("Deze dag moet nog komen.", about="signed_on")
        signature = cls._of(party, signatory, Way.PAPER, signed_on, taken_in_by=taken_in_by)
        record("agreement.taken_in", party.agreement, changes=signature.told(party))
        party.become_signed()
        return signature

    @classmethod
    def _of(
        cls,
        party: AgreementParty,
        signatory: Signatory,
        way: Way,
        signed_on: date,
        signed_by_id: UUID | None = None,
        taken_in_by: str = "",
    ) -> Self:
        signature = cls(
            party_id=party.id,
            way=way.value,
            signed_by_id=signed_by_id,
            **asdict(signatory),
            signed_on=signed_on,
            at=datetime.now(UTC).replace(microsecond=0),
            text_hash=party.text_hash,
            taken_in_by=taken_in_by,
        )
        signature.statement = _statement(party, signature)
        signature.document_hash = hash_of(signature.statement)
        db().add(signature)
        db().flush()
        return signature

    def told(self, party: AgreementParty) -> dict[str, tuple[str, str]]:
        """What history tells of it."""
        return {
            "agreement_state": (PartyState.SENT.value, PartyState.SIGNED.value),
            "member": ("", party.partner.label),
            # The name by itself: so it is found where somebody is erased from history.
            "signatory": ("", self.name),
        }


def _statement(party: AgreementParty, signature: AgreementSignature) -> dict[str, str]:
    """What is signed, in parts, as it is at this moment: whatever gets another name later, this stays."""
    return {
        "bevoegdheid": signature.authority,
        "coalitie": current_tenant().coalition,
        "functie": signature.function,
        "geldig_tot_en_met": party.valid_until.isoformat(),
        "geldig_vanaf": party.valid_from.isoformat(),
        "moment": signature.at.isoformat(timespec="seconds"),
        "naam": signature.name,
        "ondertekend_op": signature.signed_on.isoformat(),
        "partner": party.partner.label,
        "tekst": signature.text_hash,
        "titel": party.version.title,
    }


def refuse_without_authority(person_id: UUID, organisation_id: UUID) -> None:
    """Raise Refusal where the person may not sign for the organisation now; otherwise nobody can take that away until the commit."""
    may_sign = select(OrganisationMember.id).where(
        OrganisationMember.person_id == person_id,
        OrganisationMember.organisation_id == organisation_id,
        OrganisationMember.may_sign,
        OrganisationMember.ended_at.is_(None),
    )
    if db().scalar(may_sign.with_for_update(read=True)) is None:
        raise Refusal(
            "U mag niet (meer) tekenen voor deze organisatie. Er is niets ondertekend. "
            "Vraag de beheerder van uw organisatie wie wel mag tekenen."
        )


class AgreementFile(TenantOwned, Base):
    """The signed document: made by us after a signature given here, or the copy of what was signed on paper."""

    __tablename__ = "agreement_file"
    __table_args__ = (
        CheckConstraint(f"size between 1 and {LARGEST_FILE}", name="size"),
        Index(None, "tenant_id", "party_id", unique=True),
    )

    party_id: Mapped[UUID] = refers_to("agreement_party")
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def keep(cls, party: AgreementParty, name: str, content: bytes) -> Self:
        """Keep it with the agreement. Raises Refusal where it is no PDF."""
        guard_pdf(content)
        file = cls(
            party_id=party.id,
            name=name,
            media_type="application/pdf",
            size=len(content),
            sha256=sha256(content).hexdigest(),
            content=content,
        )
        db().add(file)
        db().flush()
        return file

"""What a coalition keeps to itself about a partner: a dated list of notes."""

from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from app.history.models import record
from app.history.undoing import offer
from app.partners.models.partner import Partner
from app.refusals import Refusal
from tenants import Base, TenantOwned, current_scope, db, one, refers_to


class PartnerNote(TenantOwned, Base):
    """Something that somebody of the coalition wrote about a partner, for colleagues who may read it (Permission.PARTNER_PRIVATE).

    A note is never changed. Who wrote it writes it anew, or takes it back: then it ends, and goes after its term (tenants/retention.py).
    History tells that there was one, never what it said: more people read history.
    """

    __tablename__ = "partner_note"
    __table_args__ = (Index(None, "tenant_id", "partner_id", "at"),)

    partner_id: Mapped[UUID] = refers_to("partner", on_delete="CASCADE")
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    # Of a note that came with the plan nobody is known.
    author_name: Mapped[str] = mapped_column(server_default="")
    author_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]

    partner: Mapped[Partner] = one(partner_id)

    @classmethod
    def write(cls, partner: Partner, text: str, *, kind: str = "partner.noted") -> Self:
        """A note about `partner`, by who acts. Raises Refusal where it says nothing."""
        if not text.strip():
            raise Refusal("Schrijf op wat u wilt bewaren.", about="text")
        actor = current_scope().actor
        note = cls(partner_id=partner.id, text=text.strip(), author_name=actor.name, author_id=actor.id)
        db().add(note)
        record(kind, partner)
        return note

    @property
    def is_mine(self) -> bool:
        """Whether who acts wrote it; what nobody is known of, everybody may correct who may write notes."""
        return self.author_id in (None, current_scope().actor.id)

    def correct(self, partner: Partner, text: str) -> None:
        """The same in better words: a new note in place of this one. Raises Refusal as `write`, or where somebody else wrote it."""
        self._refuse_unless_mine()
        PartnerNote.write(partner, text, kind="partner.note_corrected")
        self.ended_at = datetime.now(UTC)

    def take_back(self, partner: Partner) -> None:
        """Nobody reads it any more. Raises Refusal where somebody else wrote it."""
        self._refuse_unless_mine()
        self.ended_at = datetime.now(UTC)
        offer(record("partner.note_removed", partner), self, was={"ended_at": None}, became={})

    def _refuse_unless_mine(self) -> None:
        if not self.is_mine:
            raise Refusal("Alleen wie een notitie schreef, verandert of verwijdert haar.", about="text")

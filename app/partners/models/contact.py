"""Contact: whom the coalition calls at a partner."""

from datetime import date
from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import Person
from app.history.changes import amend
from app.history.models import record
from app.partners.models.note import PartnerNote
from app.partners.models.partner import Partner
from app.refusals import Refusal
from app.todos.settling import settle
from app.web.clock import today
from tenants import Base, TenantOwned, db, one, refers_to

_CALLED_FIRST = text("is_first and until is null")


class ContactFacts(TypedDict, total=False):
    """What can be said of a contact: what is needed to reach the right person, and no more (GDPR, article 5(1)(c))."""

    name: str
    function: str
    email: str
    phone: str
    purpose: str


class Contact(TenantOwned, Base):
    """A person at a partner, from a day until the person leaves; one of them is the first to call.

    Known to this coalition alone, and within it to who may (Permission.PARTNER_PRIVATE): history tells that contacts changed, never who
    they are. A year after `until` the row goes (tenants/retention.py). `person` is the account that works here with the same address.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(r"email !~ '\s'", name="email"),
        CheckConstraint("until >= since", name="until"),
        Index("uq_contact_first", "tenant_id", "partner_id", unique=True, postgresql_where=_CALLED_FIRST),
        Index(None, "tenant_id", "email"),
    )

    partner_id: Mapped[UUID] = refers_to("partner", on_delete="CASCADE")
    name: Mapped[str]
    function: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    purpose: Mapped[str] = mapped_column(server_default="")
    is_first: Mapped[bool] = mapped_column(server_default="false")
    since: Mapped[date]
    until: Mapped[date | None]
    successor_id: Mapped[UUID | None] = refers_to("contact", on_delete="SET NULL (successor_id)")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    partner: Mapped[Partner] = one(partner_id)
    successor: Mapped["Contact | None"] = one(successor_id, remote_side="Contact.id")

    @classmethod
    def add(cls, partner: Partner, *, first: bool, **facts: Unpack[ContactFacts]) -> Self:
        """Somebody to call at `partner` from today on; the very first is the first to call, whatever `first` says."""
        contact = cls(partner_id=partner.id, since=today(), **facts)
        contact.person_id = _account_with(contact.email)
        db().add(contact)
        db().flush()
        record("partner.contact_added", partner)
        if first or first_of(partner) is None:
            contact.come_first()
        settle(partner)
        return contact

    @property
    def label(self) -> str:
        """How people call the person."""
        return self.name

    def edit(self, partner: Partner, *, first: bool, **facts: Unpack[ContactFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Who is the first to call, stays so until somebody else is."""
        changed = bool(amend(self, facts))
        self.person_id = _account_with(self.email)
        if first and not self.is_first:
            self.come_first()
            changed = True
        if changed:
            record("partner.contact_edited", partner)
            settle(partner)
        return changed

    def leave(self, partner: Partner, on: date) -> None:
        """Nobody to call any more after the day `on`, without somebody in the place. Raises Refusal where that was before the beginning."""
        self._end(on)
        record("partner.contact_left", partner)
        settle(partner)

    def hand_over(self, partner: Partner, to: "Contact", on: date, note: str = "") -> None:
        """`to` comes in the place of this one after the day `on`; `note` is kept as a note about the partner.

        Raises Refusal where `to` is no present contact of the same partner, or the day lies before the beginning.
        """
        if to.id == self.id or to.partner_id != self.partner_id or to.until is not None:
            raise Refusal("Kies een ander contact van deze organisatie.", about="to")
        was_first = self.is_first
        self._end(on)
        self.successor_id = to.id
        if was_first:
            to.come_first()
        record("partner.contact_handed_over", partner)
        if note.strip():
            PartnerNote.write(partner, note)
        settle(partner)

    def _end(self, on: date) -> None:
        if self.until is not None:
            raise Refusal("Dit contact is al weg.", about="on")
        if on < self.since:
            raise Refusal("Deze dag ligt voor de dag waarop dit contact begon.", about="on")
        if on > today():
            raise Refusal("Deze dag is nog niet geweest.", about="on")
        self.is_first, self.until = False, on
        db().flush()

    def come_first(self) -> None:
        """This one is called first from now on."""
        before = db().scalar(
            select(Contact).where(Contact.partner_id == self.partner_id, *_is_called_first())
        )
        if before is not None:
            before.is_first = False
            db().flush()
        self.is_first = True


def first_of(partner: Partner) -> Contact | None:
    """The first to call at a partner."""
    return db().scalar(select(Contact).where(Contact.partner_id == partner.id, *_is_called_first()))


def _is_called_first() -> tuple[ColumnElement[bool] | Mapped[bool], ...]:
    return Contact.is_first, Contact.until.is_(None)


def _account_with(email: str) -> UUID | None:
    """The account with this address, where somebody who works here or comes in here has it: of others the database shows nothing."""
    return db().scalar(select(Person.id).where(Person.email == email)) if email else None

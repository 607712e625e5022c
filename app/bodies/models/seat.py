"""A seat in a body, who fills it, and which office goes with it."""

from datetime import date
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.bodies.rules import Office, SeatKind, When, when
from app.columns import PartialDateColumn, check_in
from app.history.models import Provenance
from app.partners.models import Contact, Partner
from app.partners.rules import PartnerState
from app.periods import PartialDate
from app.web.clock import today
from tenants import Base, TenantOwned, many, one, refers_to

if TYPE_CHECKING:
    from app.bodies.models.body import Body


class SeatFacts(TypedDict, total=False):
    """What can be said of a seat. A person is a contact of the partner, an account, or only a name: one of the three, or none."""

    partner: Partner | None
    kind: str
    role: str
    contact_id: UUID | None
    person_id: UUID | None
    name: str
    starts: PartialDate | None


class BodyMember(TenantOwned, Provenance, Base):
    """A seat in a body: the organisation and the person that fill it, as what, from when until when. Of nobody, it is vacant.

    A seat that ended stays as history. Who a person is, is told to who sits at the same table or works for the coalition; history and
    search never tell it.
    """

    __tablename__ = "body_member"
    __table_args__ = (
        CheckConstraint(check_in("kind", SeatKind), name="kind"),
        CheckConstraint("num_nonnulls(contact_id, person_id, nullif(name, '')) <= 1", name="one_person"),
        Index(None, "person_id"),
    )

    body_id: Mapped[UUID] = refers_to("body", on_delete="CASCADE")
    partner_id: Mapped[UUID | None] = refers_to("partner")
    kind: Mapped[str] = mapped_column(server_default=SeatKind.MEMBER)
    role: Mapped[str] = mapped_column(server_default="")
    name: Mapped[str] = mapped_column(server_default="")
    contact_id: Mapped[UUID | None] = refers_to("contact", on_delete="SET NULL (contact_id)")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    starts: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)

    body: Mapped["Body"] = one(body_id, back_populates="members")
    partner: Mapped[Partner | None] = one(partner_id)
    contact: Mapped[Contact | None] = one(contact_id)
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    offices: Mapped[list["BodyOffice"]] = many("BodyOffice.seat_id", back_populates="seat")

    @property
    def label(self) -> str:
        """The organisation, or where there is none, as what somebody sits here. Never a person: history shows it."""
        return self.partner.label if self.partner is not None else self.role

    @property
    def who(self) -> str:
        """The person who sits here, for who may know; empty where nobody is named. Needs contact and person to be loaded."""
        if self.contact is not None:
            return self.contact.name
        return self.person.name if self.person is not None else self.name

    @property
    def is_vacant(self) -> bool:
        """Whether nobody fills it."""
        someone = (self.partner_id, self.contact_id, self.person_id)
        return not self.name and all(identifier is None for identifier in someone)

    @property
    def is_left(self) -> bool:
        """Whether the organisation that fills it no longer takes part, so that somebody else must come."""
        return self.partner is not None and self.partner.state == PartnerState.ENDED

    @property
    def is_now(self) -> bool:
        """Whether it counts today."""
        return self.when() is When.NOW

    def when(self, day: date | None = None) -> When:
        """Whether it counts on `day`, or today."""
        return when(self.starts, self.ends, day or today())


class BodyOffice(TenantOwned, Base):
    """Somebody who sits in a body is its chair or secretary, for a time; one at a time, also for the database."""

    __tablename__ = "body_office"
    __table_args__ = (
        CheckConstraint(check_in("kind", Office), name="kind"),
        Index(
            "uq_body_office_held",
            *("tenant_id", "body_id", "kind"),
            unique=True,
            postgresql_where=text("ends is null"),
        ),
    )

    body_id: Mapped[UUID] = refers_to("body", on_delete="CASCADE")
    seat_id: Mapped[UUID] = refers_to("body_member", on_delete="CASCADE")
    kind: Mapped[str]
    starts: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)

    body: Mapped["Body"] = one(body_id, back_populates="offices")
    seat: Mapped[BodyMember] = one(seat_id, back_populates="offices")

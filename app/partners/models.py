"""Organisation (once for the whole product), partner (an organisation in this coalition), body and its members."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import check_in
from app.history.models import Provenance
from app.partners.rules import BodyKind, Circle, PartnerState, Sector
from tenants import Base, GlobalRow, TenantOwned, many, one, refers_to


class Organisation(GlobalRow, Base):
    """An organisation exists once; without a KvK number only the coalition that added it knows it."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kvk_number ~ '^[0-9]{8}$'", name="kvk_number"),
        CheckConstraint(check_in("sector", Sector), name="sector"),
    )

    name: Mapped[str]
    sort_key: Mapped[str]
    sector: Mapped[str] = mapped_column(server_default=Sector.OTHER)
    kvk_number: Mapped[str | None] = mapped_column(unique=True)
    website: Mapped[str] = mapped_column(server_default="")
    added_by_tenant: Mapped[UUID | None]


class Partner(TenantOwned, Provenance, Base):
    """An organisation in this coalition: in the core or in the wider circle, taking part or only named in the plan."""

    __tablename__ = "partner"
    __table_args__ = (
        CheckConstraint(check_in("circle", Circle), name="circle"),
        CheckConstraint(check_in("state", PartnerState), name="state"),
        Index(None, "tenant_id", "organisation_id", unique=True),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    circle: Mapped[str] = mapped_column(server_default=Circle.CORE)
    state: Mapped[str] = mapped_column(server_default=PartnerState.ACTIVE)
    note: Mapped[str] = mapped_column(server_default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    seats: Mapped[list["BodyMember"]] = many("BodyMember.partner_id", back_populates="partner")

    @property
    def label(self) -> str:
        """How people call it."""
        return self.organisation.name


class Body(TenantOwned, Provenance, Base):
    """A steering group, project team or working group, by name."""

    __tablename__ = "body"
    __table_args__ = (CheckConstraint(check_in("kind", BodyKind), name="kind"),)

    name: Mapped[str]
    kind: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int] = mapped_column(server_default="0")

    members: Mapped[list["BodyMember"]] = many("BodyMember.body_id", back_populates="body", cascade="all, delete-orphan")

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name


class BodyMember(TenantOwned, Provenance, Base):
    """A seat in a body: the organisation that fills it, and as what."""

    __tablename__ = "body_member"

    body_id: Mapped[UUID] = refers_to("body", on_delete="CASCADE")
    partner_id: Mapped[UUID | None] = refers_to("partner")
    role: Mapped[str] = mapped_column(server_default="")

    body: Mapped[Body] = one(body_id, back_populates="members")
    partner: Mapped[Partner | None] = one(partner_id, back_populates="seats")

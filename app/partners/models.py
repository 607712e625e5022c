"""Partner (an organisation in this coalition), body and its members."""

from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import check_in
from app.history.changes import amend
from app.history.models import Changes, Provenance, record
from app.history.undoing import offer_changed, offer_removed
from app.organisations.models import Organisation, OrganisationFacts
from app.partners.rules import Belonging, BodyKind, Circle, PartnerState, belonging
from app.refusals import Refusal
from tenants import Base, TenantOwned, db, many, one, refers_to
from tenants.provision import sort_key


class PartnerFacts(TypedDict, total=False):
    """What can be changed of a partner: what only this coalition says about the organisation."""

    circle: str
    note: str


class BodyFacts(TypedDict, total=False):
    """What can be changed of a body."""

    name: str
    kind: str
    description: str


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

    @classmethod
    def welcome(cls, organisation: Organisation, **facts: Unpack[PartnerFacts]) -> Self:
        """The organisation joins the coalition. That it is no partner yet is the caller's to know."""
        partner = cls(organisation=organisation, state=PartnerState.ACTIVE, **facts)
        db().add(partner)
        db().flush()
        record("partner.joined", partner, changes={"circle": (None, partner.circle)})
        return partner

    @property
    def label(self) -> str:
        """How people call it."""
        return self.organisation.name

    @property
    def belonging(self) -> Belonging:
        """Core, wider circle, only mentioned, or no longer there."""
        return belonging(PartnerState(self.state), Circle(self.circle))

    def edit(self, organisation: OrganisationFacts, partner: PartnerFacts) -> bool:
        """Change the facts given; returns whether anything changed. Needs organisation to be loaded.

        Facts of an organisation whose profile is kept elsewhere stay as they are: they are not ours to change.
        """
        changes: Changes = amend(self, partner)
        if self.organisation.is_kept_here():
            if not organisation.get("name", self.organisation.name).strip():
                raise Refusal("Vul de naam van de organisatie in.", about="name")
            changes |= amend(self.organisation, organisation)
            self.organisation.sort_key = sort_key(self.organisation.name)
        if changes:
            record("partner.edited", self, changes=changes)
        return bool(changes)

    def take_part(self) -> None:
        """From a name in the plan, or from earlier, to taking part. Doing so twice is doing so once."""
        if self.state != PartnerState.ACTIVE:
            changes = amend(self, {"state": PartnerState.ACTIVE.value})
            offer_changed(record("partner.took_part", self, changes=changes), self, changes)

    def end(self, reason: str) -> None:
        """It no longer takes part; what it did stays. Raises Refusal without a reason."""
        if not reason.strip():
            raise Refusal("Geef een reden: die staat straks in de geschiedenis.", about="reason")
        if self.state != PartnerState.ENDED:
            changes = amend(self, {"state": PartnerState.ENDED.value})
            offer_changed(record("partner.ended", self, changes=changes, note=reason.strip()), self, changes)


class Body(TenantOwned, Provenance, Base):
    """A steering group, project team or working group, by name."""

    __tablename__ = "body"
    __table_args__ = (CheckConstraint(check_in("kind", BodyKind), name="kind"),)

    name: Mapped[str]
    kind: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int] = mapped_column(server_default="0")

    members: Mapped[list["BodyMember"]] = many(
        "BodyMember.body_id", back_populates="body", cascade="all, delete-orphan"
    )

    @classmethod
    def start(cls, *, position: int, **facts: Unpack[BodyFacts]) -> Self:
        """A new body, in this place of the list."""
        body = cls(position=position, **facts)
        db().add(body)
        db().flush()
        record("body.started", body)
        return body

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    def edit(self, **facts: Unpack[BodyFacts]) -> bool:
        """Change the facts given; returns whether anything changed."""
        changes = amend(self, facts)
        if changes:
            record("body.edited", self, changes=changes)
        return bool(changes)

    def seat(self, partner: Partner, role: str) -> None:
        """Give `partner` a seat, as `role`. Raises Refusal where it has one. Needs members and their partners to be loaded."""
        if any(member.partner_id == partner.id for member in self.members):
            raise Refusal("%(name)s zit hier al in.", about="partner", name=partner.label)
        self.members.append(BodyMember(partner=partner, role=role.strip()))
        record("body.seated", self, changes={"member": (None, partner.label)}, note=role.strip())

    def unseat(self, member: "BodyMember") -> None:
        """The organisation no longer sits in it. Needs members and their partners to be loaded."""
        event = record("body.unseated", self, changes={"member": (member.label, None)}, note=member.role)
        offer_removed(event, [member])
        self.members.remove(member)


class BodyMember(TenantOwned, Provenance, Base):
    """A seat in a body: the organisation that fills it, and as what."""

    __tablename__ = "body_member"

    body_id: Mapped[UUID] = refers_to("body", on_delete="CASCADE")
    partner_id: Mapped[UUID | None] = refers_to("partner")
    role: Mapped[str] = mapped_column(server_default="")

    body: Mapped[Body] = one(body_id, back_populates="members")
    partner: Mapped[Partner | None] = one(partner_id, back_populates="seats")

    @property
    def label(self) -> str:
        """The organisation, or where the plan names none, as what somebody sits here."""
        return self.partner.label if self.partner is not None else self.role

"""Partner: an organisation in this coalition."""

from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import check_in
from app.history.changes import amend
from app.history.models import Changes, Provenance, record
from app.history.undoing import offer_changed
from app.organisations.models import Organisation, OrganisationFacts
from app.partners.rules import Belonging, Circle, PartnerState, belonging
from app.refusals import Refusal
from tenants import Base, TenantOwned, db
from tenants.provision import sort_key


class PartnerFacts(TypedDict, total=False):
    """What can be changed of a partner: what only this coalition says about the organisation."""

    circle: str
    note: str


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

"""The organisation: known once, kept by the coalition that added it until it has somebody with an account."""

from datetime import datetime
from typing import Any, Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from app.history.changes import amend
from app.history.models import Changes
from app.organisations.rules import OrganisationKind, Sector
from app.refusals import Refusal
from tenants import Base, GlobalRow, current_scope, current_tenant_id, db
from tenants.provision import sort_key


class OrganisationFacts(TypedDict, total=False):
    """What can be changed of an organisation, by who keeps its profile."""

    name: str
    kind: str
    sector: str
    kvk_number: str | None
    website: str
    description: str
    email: str
    phone: str
    place: str


class Organisation(GlobalRow, Base):
    """An organisation exists once; without a KvK number only the coalition that added it knows it.

    Its profile is kept by the coalition that added it, until somebody has an account for it; from then on by the organisation alone
    (migration 0016, policy `update_rows`). `email` and `phone` are those of the organisation, for everybody; who somebody calls there is
    a contact of the coalition. `logo` is the address of its picture (OrganisationLogo), or empty.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kvk_number ~ '^[0-9]{8}$'", name="kvk_number"),
        CheckConstraint(check_in("sector", Sector), name="sector"),
        CheckConstraint(check_in("kind", OrganisationKind), name="kind"),
    )

    name: Mapped[str]
    sort_key: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default=OrganisationKind.UNKNOWN)
    sector: Mapped[str] = mapped_column(server_default=Sector.OTHER)
    kvk_number: Mapped[str | None] = mapped_column(unique=True)
    website: Mapped[str] = mapped_column(server_default="")
    description: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    place: Mapped[str] = mapped_column(server_default="")
    logo: Mapped[str] = mapped_column(server_default="")
    added_by_tenant: Mapped[UUID | None]

    @classmethod
    def add(cls, **facts: Unpack[OrganisationFacts]) -> Self:
        """An organisation that this coalition adds; it is a partner only once it joins."""
        organisation = cls(added_by_tenant=current_tenant_id(), sort_key=sort_key(facts["name"]), **facts)
        db().add(organisation)
        return organisation

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    def is_kept_here(self) -> bool:
        """Whether this coalition keeps its profile: it added it, and nobody has an account for it. One statement at most."""
        if self.added_by_tenant is None or self.added_by_tenant != current_tenant_id():
            return False
        return not db().scalar(select(func.organisation_has_member(self.id)))

    def edit(self, facts: OrganisationFacts, *, suggested: bool = False) -> Changes:
        """Change the facts given, by who keeps the profile (PostgreSQL refuses others); returns what was and what became.

        `suggested`: somebody else suggested it. Raises Refusal where no name is left.
        """
        if not facts.get("name", self.name).strip():
            raise Refusal("Vul de naam van de organisatie in.", about="name")
        changes = amend(self, facts)
        if changes:
            self.sort_key = sort_key(self.name)
            ProfileChange.keep(self.id, changes, suggested=suggested)
        return changes


class ProfileChange(GlobalRow, Base):
    """What somebody changed of a profile, and when; only ever added to, and read by who keeps the profile."""

    __tablename__ = "profile_change"
    __table_args__ = (Index(None, "organisation_id", "changed_at"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_by: Mapped[str]
    changed_by_id: Mapped[UUID | None]
    suggested: Mapped[bool]
    changes: Mapped[dict[str, Any]]

    @classmethod
    def keep(cls, organisation_id: UUID, changes: Changes, *, suggested: bool = False) -> None:
        """Remember that who acts changed this."""
        actor = current_scope().actor
        db().add(
            cls(
                organisation_id=organisation_id,
                changed_by=actor.name,
                changed_by_id=actor.id,
                suggested=suggested,
                changes={field: list(values) for field, values in changes.items()},
            )
        )

"""Body and its members."""

from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.bodies.rules import BodyKind
from app.columns import check_in
from app.history.changes import amend
from app.history.models import Provenance, record
from app.history.undoing import offer_removed
from app.partners.models import Partner
from app.refusals import Refusal
from tenants import Base, TenantOwned, db, many, one, refers_to


class BodyFacts(TypedDict, total=False):
    """What can be changed of a body."""

    name: str
    kind: str
    description: str


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
    partner: Mapped[Partner | None] = one(partner_id)

    @property
    def label(self) -> str:
        """The organisation, or where the plan names none, as what somebody sits here."""
        return self.partner.label if self.partner is not None else self.role

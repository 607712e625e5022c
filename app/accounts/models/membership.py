"""Which roles somebody holds: in one coalition, and across all."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    and_,
    exists,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access import PlatformRole, Role
from app.accounts.models.person import Person
from app.columns import check_in
from app.history.models import record
from app.history.undoing import offer
from app.refusals import Refusal
from app.todos.settling import catch_up
from tenants import Base, GlobalRow, Tenant, TenantOwned, current_scope, current_tenant, db


class PlatformAssignment(GlobalRow, Base):
    """A role across coalitions; granted by a command of the one who runs the platform."""

    __tablename__ = "platform_assignment"
    __table_args__ = (
        CheckConstraint(check_in("role", PlatformRole), name="role"),
        Index(None, "person_id", "role", unique=True),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str]


class Membership(TenantOwned, Base):
    """One role that one person holds in one coalition, from a moment until it is ended; or an organisation, for all who work for it.

    Of all that belongs to a coalition, this alone is visible elsewhere too: to the person whose it is, who may switch. Therefore
    whoever asks about this coalition says `Membership.is_here()`.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(check_in("role", Role), name="role"),
        CheckConstraint("num_nonnulls(person_id, organisation_id) = 1", name="one_holder"),
        CheckConstraint("(role = 'partner_member') = (organisation_id is not null)", name="partner_member"),
        Index(
            "uq_membership_held",
            "tenant_id",
            "person_id",
            "role",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(
            "uq_membership_open_to",
            "tenant_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "person_id"),
        Index(None, "organisation_id"),
    )

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str]
    granted_by: Mapped[str] = mapped_column(server_default="")
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    tenant: Mapped[Tenant] = relationship(lazy="raise_on_sql", viewonly=True)

    @classmethod
    def is_here(cls) -> ColumnElement[bool]:
        """The condition of a role that is held now, in the coalition of this scope."""
        return and_(cls.tenant == current_tenant(), cls.ended_at.is_(None))


class Visit(TenantOwned, Base):
    """When a person last looked at this coalition, and the time before: what changed since then is news."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "tenant_id", "person_id", unique=True),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    previous_at: Mapped[datetime | None]


# Under this name the way back keeps which roles an ending ended.
ENDED_ROLES = "ended_roles"


def wait_your_turn() -> None:
    """Of two changes at once in who works in this coalition the second waits for the first, and then sees what it did."""
    # NO KEY UPDATE: others may go on to refer to the coalition meanwhile.
    db().refresh(current_tenant(), with_for_update={"key_share": True})


def give_roles(person: Person, roles: Collection[Role], *, beside: bool = False) -> None:
    """Let `person` hold exactly `roles` in this coalition from now on (`beside`: and those held already); none ends the work here.

    Raises Refusal where that would leave the coalition without an administrator.
    """
    wait_your_turn()
    held = {membership.role: membership for membership in db().scalars(_held_by(person))}
    wanted = {*roles, *held} if beside else {*roles}
    if held.keys() == wanted:
        return
    if Role.ADMINISTRATOR in held.keys() - wanted and not _another_administrator(person):
        raise Refusal(
            "Dit is de laatste beheerder. Maak eerst iemand anders beheerder: zonder beheerder kan niemand meer collega’s uitnodigen.",
            about="roles",
        )
    for role in held.keys() - wanted:
        held[role].ended_at = datetime.now(UTC)
    for role in wanted - held.keys():
        db().add(Membership(person_id=person.id, role=role, granted_by=current_scope().actor.name))
    event = record("person.given_roles", person, changes={"roles": (_in_order(held), _in_order(wanted))})
    if not wanted:
        ended = sorted(str(membership.id) for membership in held.values())
        offer(event, person, was={ENDED_ROLES: ended}, became={})


def open_to(organisation_id: UUID) -> None:
    """Let whoever works for the organisation in, now and later, in the role of a partner's member. Doing so twice is doing so once.

    What waits for them here because of the nouns of any feature begins to wait.
    """
    if db().scalar(select(Membership.id).where(*_is_open_to(organisation_id))) is None:
        role, by = Role.PARTNER_MEMBER, current_scope().actor.name
        db().add(Membership(organisation_id=organisation_id, role=role, granted_by=by))
        catch_up()


def close_to(organisation_id: UUID) -> None:
    """Whoever works for the organisation no longer comes in here, and what waited for them because they did waits no longer."""
    held = db().scalars(select(Membership).where(*_is_open_to(organisation_id))).all()
    for membership in held:
        membership.ended_at = datetime.now(UTC)
    if held:
        catch_up()


def is_open_to(organisation_id: UUID) -> bool:
    """Whether the people of the organisation come in here."""
    return db().scalar(select(Membership.id).where(*_is_open_to(organisation_id))) is not None


def is_let_in(organisation_id: Any) -> ColumnElement[bool]:
    """The condition that the people of an organisation come in here, for a query with a column that holds its id."""
    return exists().where(*_is_open_to(organisation_id))


def _is_open_to(organisation_id: Any) -> tuple[ColumnElement[bool], ...]:
    return Membership.organisation_id == organisation_id, Membership.is_here()


def _held_by(person: Person) -> Select[Membership]:
    return select(Membership).where(Membership.person_id == person.id, Membership.is_here())


def _another_administrator(person: Person) -> bool:
    others = select(Membership.id).where(
        Membership.role == Role.ADMINISTRATOR,
        Membership.is_here(),
        Membership.person_id != person.id,
    )
    return db().scalars(others.limit(1)).first() is not None


def _in_order(roles: Collection[str]) -> list[str]:
    return [role.value for role in Role if role in roles]

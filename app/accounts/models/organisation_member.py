"""Who works for which organisation, and may do what in its name."""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import ForeignKey, Index, exists, func, or_, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from app.accounts.models.person import Person
from tenants import Base, GlobalRow, current_scope, db


class OrganisationMember(GlobalRow, Base):
    """Somebody who works for an organisation, in every coalition that the organisation works in, from a moment until it is ended.

    A row is never changed, only ended: other rights are a new row. `administrator` keeps the profile and the colleagues; `may_sign` has
    authority to sign for the organisation, as `function`. Once `ended_at` is set, access is gone everywhere at once: the roles that
    the organisation holds (Membership) count for who has a row here that is not ended.
    """

    __tablename__ = "organisation_member"
    __table_args__ = (
        Index(
            "uq_organisation_member_held",
            "organisation_id",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "person_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    administrator: Mapped[bool] = mapped_column(server_default="false")
    may_sign: Mapped[bool] = mapped_column(server_default="false")
    function: Mapped[str] = mapped_column(server_default="")
    added_by: Mapped[str] = mapped_column(server_default="")
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(server_default="")

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @classmethod
    def first(cls, organisation_id: UUID, person: Person, *, function: str = "") -> Self:
        """`person`, who acts, is the first with an account for the organisation: keeps it from now on, and may sign.

        PostgreSQL refuses where somebody was before (policy `insert_rows`), or where the coalition of this scope has no such partner.
        """
        member = cls(
            organisation_id=organisation_id,
            person_id=person.id,
            administrator=True,
            may_sign=True,
            function=function,
            added_by=current_scope().actor.name,
        )
        db().add(member)
        db().flush()
        return member

    def end(self) -> None:
        """The person no longer works for the organisation. That somebody is left to keep it is the caller's to know."""
        # The moment of the transaction: other rights begin in the same one (migration 0017, `may_renew`).
        self.ended_at, self.ended_by = func.now(), current_scope().actor.name


def was_taken_over_since(organisation_id: UUID, moment: datetime) -> bool:
    """Whether somebody became the first of the organisation after `moment`: then nobody there was let in by who worked there until then.

    Such a first may have come by the word of any coalition: what was agreed with the people of before does not count for them. Needs the
    rows to be seen: as who works there, or in a coalition that once let the organisation in.
    """
    came, before = aliased(OrganisationMember), aliased(OrganisationMember)
    let_in = exists().where(
        before.organisation_id == organisation_id,
        before.added_at < came.added_at,
        or_(before.ended_at.is_(None), before.ended_at >= came.added_at),
    )
    alone = exists().where(came.organisation_id == organisation_id, came.added_at > moment, ~let_in)
    return bool(db().scalar(select(alone)))

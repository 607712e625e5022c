"""The row of something that waits."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access import Role
from app.columns import PartialDateColumn, check_in
from app.periods import PartialDate
from app.todos.rules import Ended
from tenants import Base, Tenant, TenantOwned, current_tenant

_OPEN = text("closed_at is null")


class Todo(TenantOwned, Base):
    """Something that waits from the day `shows_from` on until it is closed: for a role, a person, or all who work for an organisation.

    Only settling.py writes it. `subject` is what it is about and `place` the noun at whose page it is done (a milestone, and its
    action). `title` and `context` are what a reader is told: the subject itself is not visible from outside the coalition, where whoever
    is addressed may read this row.
    """

    __tablename__ = "todo"
    __table_args__ = (
        CheckConstraint("num_nonnulls(role, person_id, organisation_id) = 1", name="one_addressee"),
        CheckConstraint(check_in("role", Role), name="role"),
        CheckConstraint(check_in("ended", Ended), name="ended"),
        CheckConstraint("(closed_at is null) = (ended is null)", name="closed_somehow"),
        Index(
            "uq_todo_open",
            *("tenant_id", "kind", "subject_id", "role", "person_id", "organisation_id"),
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=_OPEN,
        ),
        # What the Overview reads, and what a verb settles; closed rows, in time nearly all, are not in them.
        Index("ix_todo_shown", "tenant_id", "shows_from", postgresql_where=_OPEN),
        Index("ix_todo_place", "place_id", postgresql_where=_OPEN),
        Index("ix_todo_organisation_id", "organisation_id", postgresql_where=_OPEN),
    )

    kind: Mapped[str]
    subject_table: Mapped[str]
    # `row_of`: the id of a row of the table named in the other column.
    subject_id: Mapped[UUID] = mapped_column(info={"row_of": "subject_table"})
    place_table: Mapped[str]
    place_id: Mapped[UUID] = mapped_column(info={"row_of": "place_table"})
    title: Mapped[str]
    context: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    role: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    due: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    shows_from: Mapped[date]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    ended: Mapped[str | None]

    tenant: Mapped[Tenant] = relationship(lazy="raise_on_sql", viewonly=True)

    @classmethod
    def is_here(cls) -> ColumnElement[bool]:
        """The condition of a row of this coalition, so that an index finds them: the policy alone would try every row of the country."""
        return cls.tenant == current_tenant()

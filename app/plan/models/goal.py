"""The tree of goals."""

from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from app.history.changes import amend
from app.history.models import Provenance, record
from app.plan.rules import GoalLevel, guard_weight
from app.refusals import Refusal
from tenants import Base, TenantOwned, many, one, refers_to

if TYPE_CHECKING:
    from app.plan.models.action import Action
    from app.plan.models.document import Plan


class GoalFacts(TypedDict, total=False):
    """What can be changed of a goal."""

    title: str
    description: str
    weight: int


class Goal(TenantOwned, Provenance, Base):
    """A strategic goal, or an operational goal under it; its progress is the weighted mean of what is under it."""

    __tablename__ = "goal"
    __table_args__ = (
        CheckConstraint(check_in("level", GoalLevel), name="level"),
        CheckConstraint("weight between 1 and 100", name="weight"),
    )

    plan_id: Mapped[UUID] = refers_to("plan", on_delete="CASCADE")
    parent_id: Mapped[UUID | None] = refers_to("goal")
    level: Mapped[str]
    number: Mapped[str] = mapped_column(server_default="")
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    weight: Mapped[int] = mapped_column(server_default="1")
    position: Mapped[int] = mapped_column(server_default="0")
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("search_words(title, description)", persisted=True), deferred=True
    )

    plan: Mapped["Plan"] = one(plan_id)
    parent: Mapped["Goal | None"] = one(parent_id, remote_side="Goal.id", back_populates="children")
    children: Mapped[list["Goal"]] = many("Goal.parent_id", back_populates="parent", order_by="Goal.position")
    actions: Mapped[list["Action"]] = many(
        "Action.goal_id", back_populates="goal", order_by="Action.position"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number}. {self.title}" if self.number else self.title

    def edit(self, **facts: Unpack[GoalFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it would have no title."""
        if not facts.get("title", self.title).strip():
            raise Refusal("Geef het doel een titel.", about="title")
        guard_weight(facts.get("weight", self.weight))
        changes = amend(self, facts)
        if changes:
            record("goal.edited", self, changes=changes)
        return bool(changes)

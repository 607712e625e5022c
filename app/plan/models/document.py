"""The plan as a document: chapters of text, and the numbered or bulleted passages in them."""

from typing import Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, func, select, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import PartialDateColumn, check_in
from app.history.models import Provenance, record
from app.periods import PartialDate
from app.plan.models.action import Action, ActionFacts
from app.plan.models.goal import Goal
from app.plan.rules import ActionStatus, ChapterKind, GoalLevel, PassageKind, guard_period, guard_weight
from app.refusals import Refusal
from tenants import Base, TenantOwned, db, many, one, refers_to


class Plan(TenantOwned, Provenance, Base):
    """An action plan of the coalition, with its years; one is current."""

    __tablename__ = "plan"
    __table_args__ = (Index("uq_plan_current", "tenant_id", unique=True, postgresql_where=text("current")),)

    title: Mapped[str]
    summary: Mapped[str] = mapped_column(server_default="")
    period_from: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    period_until: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    adopted: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    adopted_by: Mapped[str] = mapped_column(server_default="")
    current: Mapped[bool] = mapped_column(server_default="true")

    chapters: Mapped[list["Chapter"]] = many(
        "Chapter.plan_id", back_populates="plan", order_by="Chapter.position", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return self.title

    def add_action(
        self, *, status: ActionStatus = ActionStatus.PLANNED, **facts: Unpack[ActionFacts]
    ) -> Action:
        """Add something that the coalition will do, after what is there. Raises Refusal without a title, or already stopped."""
        if not facts.get("title", "").strip():
            raise Refusal("Geef de actie een titel.", about="title")
        if status is ActionStatus.STOPPED:
            raise Refusal("Een nieuwe actie kan niet al gestopt zijn.", about="status")
        guard_period(facts.get("starts"), facts.get("ends"))
        position = select(func.coalesce(func.max(Action.position), 0) + 1).where(Action.plan_id == self.id)
        action = Action(plan=self, status=status.value, position=position.scalar_subquery(), **facts)
        db().add(action)
        db().flush()
        record("action.added", action, changes={"status": (None, status)})
        return action

    def add_goal(self, title: str, *, parent: Goal | None, description: str = "", weight: int = 1) -> Goal:
        """Add a goal: strategic at the top of the tree, operational under another. Raises Refusal without a title."""
        if not title.strip():
            raise Refusal("Geef het doel een titel.", about="title")
        guard_weight(weight)
        position = select(func.coalesce(func.max(Goal.position), 0) + 1).where(Goal.plan_id == self.id)
        goal = Goal(
            plan=self,
            parent=parent,
            level=(GoalLevel.OPERATIONAL if parent else GoalLevel.STRATEGIC).value,
            title=title.strip(),
            description=description.strip(),
            weight=weight,
            position=position.scalar_subquery(),
        )
        db().add(goal)
        db().flush()
        record("goal.added", goal)
        return goal


class Chapter(TenantOwned, Provenance, Base):
    """A chapter of text (Markdown) in the plan."""

    __tablename__ = "chapter"
    __table_args__ = (CheckConstraint(check_in("kind", ChapterKind), name="kind"),)

    plan_id: Mapped[UUID] = refers_to("plan", on_delete="CASCADE")
    position: Mapped[int] = mapped_column(server_default="0")
    number: Mapped[str] = mapped_column(server_default="")
    title: Mapped[str]
    kind: Mapped[str]
    body: Mapped[str] = mapped_column(server_default="")
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("to_tsvector('dutch', title || ' ' || body)"), deferred=True
    )

    plan: Mapped[Plan] = one(plan_id, back_populates="chapters")
    passages: Mapped[list["Passage"]] = many(
        "Passage.chapter_id", back_populates="chapter", order_by="Passage.position"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number} {self.title}".strip()


class Passage(TenantOwned, Provenance, Base):
    """A numbered or bulleted item of the source, under a chapter or under an action, possibly under another passage."""

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint(check_in("kind", PassageKind), name="kind"),
        CheckConstraint("num_nonnulls(chapter_id, action_id) = 1", name="one_place"),
    )

    chapter_id: Mapped[UUID | None] = refers_to("chapter", on_delete="CASCADE")
    action_id: Mapped[UUID | None] = refers_to("action", on_delete="CASCADE")
    parent_id: Mapped[UUID | None] = refers_to("passage", on_delete="CASCADE")
    position: Mapped[int] = mapped_column(server_default="0")
    label: Mapped[str] = mapped_column(server_default="")
    text: Mapped[str]
    kind: Mapped[str]
    search: Mapped[str] = mapped_column(TSVECTOR, Computed("to_tsvector('dutch', text)"), deferred=True)

    chapter: Mapped[Chapter | None] = one(chapter_id, back_populates="passages")
    action: Mapped[Action | None] = one(action_id, back_populates="passages")

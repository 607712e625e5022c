"""The plan: what the coalition agreed to do in some years; what stands under it begins here."""

from typing import TypedDict, Unpack

from sqlalchemy import Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import PartialDateColumn
from app.history.changes import amend
from app.history.models import Provenance, record
from app.periods import PartialDate
from app.plan.models.action import Action, ActionFacts
from app.plan.models.chapter import Chapter, ChapterFacts
from app.plan.models.goal import Goal
from app.plan.rules import ActionStatus, GoalLevel, guard_period, guard_weight
from app.refusals import Refusal
from app.todos.settling import settle, settle_every
from tenants import Base, TenantOwned, db, many


class PlanFacts(TypedDict, total=False):
    """What can be changed of a plan."""

    title: str
    summary: str
    period_from: PartialDate | None
    period_until: PartialDate | None
    adopted: PartialDate | None
    adopted_by: str


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

    chapters: Mapped[list[Chapter]] = many(
        "Chapter.plan_id", back_populates="plan", order_by="Chapter.position", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return self.title

    @classmethod
    def begin(cls, **facts: Unpack[PlanFacts]) -> "Plan":
        """Begin a new plan, which from now on is the current one; the one before it stays to be read."""
        cls._guard(facts)
        before = db().scalar(select(Plan).where(Plan.current))
        if before is not None:
            record("plan.succeeded", before, changes=amend(before, {"current": False}), note=facts["title"])
            # Only one plan is current, also between two statements.
            db().flush()
            settle_every(Action)
        plan = cls(**facts)
        db().add(plan)
        db().flush()
        record("plan.added", plan)
        return plan

    def edit(self, **facts: Unpack[PlanFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal without a title, or for a period that cannot be."""
        self._guard(
            {"title": self.title, "period_from": self.period_from, "period_until": self.period_until, **facts}
        )
        changes = amend(self, facts)
        if changes:
            record("plan.edited", self, changes=changes)
        return bool(changes)

    @staticmethod
    def _guard(facts: PlanFacts) -> None:
        if not facts.get("title", "").strip():
            raise Refusal("Geef het plan een titel.", about="title")
        guard_period(facts.get("period_from"), facts.get("period_until"))

    def add_chapter(self, **facts: Unpack[ChapterFacts]) -> Chapter:
        """Add a chapter at the end. Raises Refusal without a title."""
        if not facts.get("title", "").strip():
            raise Refusal("Geef het hoofdstuk een titel.", about="title")
        last = select(func.coalesce(func.max(Chapter.position), 0) + 1).where(Chapter.plan_id == self.id)
        chapter = Chapter(plan=self, position=last.scalar_subquery(), **facts)
        db().add(chapter)
        db().flush()
        record("chapter.added", chapter)
        return chapter

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
        settle(action)
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

"""The coalition's own templates for actions."""

from collections.abc import Sequence
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.action_templates.rules import Outline, Step, guard_outline
from app.history.changes import amend
from app.history.models import record
from tenants import Base, TenantOwned, db, many, one, refers_to


class TemplateFacts(TypedDict, total=False):
    """What can be changed of a template; its milestones come from the action that it was made of."""

    name: str
    description: str


class ActionTemplate(TenantOwned, Base):
    """What an action of this coalition can begin with."""

    __tablename__ = "action_template"
    __table_args__ = (CheckConstraint("weeks between 1 and 520", name="weeks"),)

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    weeks: Mapped[int]

    steps: Mapped[list["TemplateMilestone"]] = many(
        "TemplateMilestone.template_id",
        back_populates="template",
        order_by="TemplateMilestone.position",
        cascade="all, delete-orphan",
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    @property
    def outline(self) -> Outline:
        """What an action begins with. Needs its steps to be loaded."""
        steps = tuple(Step(step.title, step.week, step.weight) for step in self.steps)
        return Outline(self.name, self.description, self.weeks, steps)

    @classmethod
    def save(cls, name: str, description: str, weeks: int, steps: Sequence[Step]) -> "ActionTemplate":
        """Keep what an action was as a template. Raises Refusal without a name, or for a length that no plan has."""
        guard_outline(name, weeks)
        template = cls(name=name.strip(), description=description.strip(), weeks=weeks)
        template.steps = [
            TemplateMilestone(title=step.title, week=step.week, weight=step.weight, position=position)
            for position, step in enumerate(steps, 1)
        ]
        db().add(template)
        db().flush()
        record("action_template.added", template)
        return template

    def edit(self, **facts: Unpack[TemplateFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it would have no name."""
        guard_outline(facts.get("name", self.name), self.weeks)
        changes = amend(self, facts)
        if changes:
            record("action_template.edited", self, changes=changes)
        return bool(changes)

    def remove(self) -> None:
        """Throw it away; actions that began with it stay as they are. Needs its steps to be loaded."""
        record("action_template.removed", self)
        db().delete(self)


class TemplateMilestone(TenantOwned, Base):
    """Something that is there after so many weeks; without a week nobody knows when."""

    __tablename__ = "template_milestone"
    __table_args__ = (
        CheckConstraint("week between 0 and 5200", name="week"),
        CheckConstraint("weight between 1 and 100", name="weight"),
    )

    template_id: Mapped[UUID] = refers_to("action_template", on_delete="CASCADE")
    title: Mapped[str]
    week: Mapped[int | None]
    weight: Mapped[int] = mapped_column(server_default="1")
    position: Mapped[int] = mapped_column(server_default="0")

    template: Mapped[ActionTemplate] = one(template_id, back_populates="steps")

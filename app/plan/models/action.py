"""The action: what is done, by whom, for whom, where and until when; and what it is tied to."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, func
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import PartialDateColumn, check_in
from app.history.models import Provenance
from app.partners.models import Partner
from app.periods import PartialDate
from app.pillars.models import Pillar, Reading, Theme
from app.plan.models.document import Plan
from app.plan.models.goal import Goal
from app.plan.rules import ActionStatus
from tenants import Base, TenantOwned, many, one, refers_to

if TYPE_CHECKING:
    from app.plan.models.document import Passage
    from app.plan.models.progress import Attachment, Milestone, ProgressUpdate

_PARTS = "all, delete-orphan"


class Action(TenantOwned, Provenance, Base):
    """One thing that the coalition does."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint(check_in("status", ActionStatus), name="status"),
        CheckConstraint("(status = 'stopped') = (stop_reason <> '')", name="stopped_with_reason"),
        CheckConstraint("weight between 1 and 100", name="weight"),
        Index(None, "tenant_id", "status"),
    )

    plan_id: Mapped[UUID] = refers_to("plan", on_delete="CASCADE")
    goal_id: Mapped[UUID | None] = refers_to("goal")
    owner_id: Mapped[UUID | None] = refers_to("partner")
    number: Mapped[str] = mapped_column(server_default="")
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int] = mapped_column(server_default="0")
    weight: Mapped[int] = mapped_column(server_default="1")
    status: Mapped[str] = mapped_column(server_default=ActionStatus.IDEA)
    stop_reason: Mapped[str] = mapped_column(server_default="")
    starts: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    deadline: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("to_tsvector('dutch', title || ' ' || description)"), deferred=True
    )

    plan: Mapped[Plan] = one(plan_id)
    goal: Mapped[Goal | None] = one(goal_id, back_populates="actions")
    owner: Mapped[Partner | None] = one(owner_id)
    contributors: Mapped[list["ActionContributor"]] = many(
        "ActionContributor.action_id", back_populates="action", cascade=_PARTS
    )
    pillars: Mapped[list["ActionPillar"]] = many("ActionPillar.action_id", back_populates="action", cascade=_PARTS)
    themes: Mapped[list["ActionTheme"]] = many("ActionTheme.action_id", back_populates="action", cascade=_PARTS)
    neighbourhoods: Mapped[list["ActionNeighbourhood"]] = many(
        "ActionNeighbourhood.action_id", back_populates="action", cascade=_PARTS
    )
    target_groups: Mapped[list["ActionTargetGroup"]] = many(
        "ActionTargetGroup.action_id", back_populates="action", cascade=_PARTS
    )
    milestones: Mapped[list["Milestone"]] = many(
        "Milestone.action_id", back_populates="action", order_by="Milestone.position", cascade=_PARTS
    )
    updates: Mapped[list["ProgressUpdate"]] = many(
        "ProgressUpdate.action_id", back_populates="action", order_by="ProgressUpdate.at.desc()"
    )
    attachments: Mapped[list["Attachment"]] = many("Attachment.action_id", back_populates="action")
    passages: Mapped[list["Passage"]] = many(
        "Passage.action_id", back_populates="action", order_by="Passage.position"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number}) {self.title}" if self.number else self.title


class ActionContributor(TenantOwned, Base):
    """A partner that helps with an action."""

    __tablename__ = "action_contributor"
    __table_args__ = (Index(None, "tenant_id", "action_id", "partner_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    partner_id: Mapped[UUID] = refers_to("partner")

    action: Mapped[Action] = one(action_id, back_populates="contributors")
    partner: Mapped[Partner] = one(partner_id)


class ActionPillar(TenantOwned, Reading, Base):
    """An action serves a pillar."""

    __tablename__ = "action_pillar"
    __table_args__ = (Index(None, "tenant_id", "action_id", "pillar_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    pillar_id: Mapped[UUID] = refers_to("pillar", on_delete="CASCADE")

    action: Mapped[Action] = one(action_id, back_populates="pillars")
    pillar: Mapped[Pillar] = one(pillar_id)


class ActionTheme(TenantOwned, Reading, Base):
    """An action belongs to a local theme."""

    __tablename__ = "action_theme"
    __table_args__ = (Index(None, "tenant_id", "action_id", "theme_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    theme_id: Mapped[UUID] = refers_to("theme", on_delete="CASCADE")

    action: Mapped[Action] = one(action_id, back_populates="themes")
    theme: Mapped[Theme] = one(theme_id)


class Neighbourhood(TenantOwned, Base):
    """A neighbourhood, as the coalition calls it."""

    __tablename__ = "neighbourhood"
    __table_args__ = (Index(None, "tenant_id", "name", unique=True),)

    name: Mapped[str]


class ActionNeighbourhood(TenantOwned, Base):
    """An action happens in a neighbourhood."""

    __tablename__ = "action_neighbourhood"
    __table_args__ = (Index(None, "tenant_id", "action_id", "neighbourhood_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    neighbourhood_id: Mapped[UUID] = refers_to("neighbourhood", on_delete="CASCADE")

    action: Mapped[Action] = one(action_id, back_populates="neighbourhoods")
    neighbourhood: Mapped[Neighbourhood] = one(neighbourhood_id)


class TargetGroup(TenantOwned, Base):
    """People that an action is meant for, as the coalition calls them."""

    __tablename__ = "target_group"
    __table_args__ = (Index(None, "tenant_id", "name", unique=True),)

    name: Mapped[str]


class ActionTargetGroup(TenantOwned, Base):
    """An action is meant for a target group."""

    __tablename__ = "action_target_group"
    __table_args__ = (Index(None, "tenant_id", "action_id", "target_group_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    target_group_id: Mapped[UUID] = refers_to("target_group", on_delete="CASCADE")

    action: Mapped[Action] = one(action_id, back_populates="target_groups")
    target_group: Mapped[TargetGroup] = one(target_group_id)

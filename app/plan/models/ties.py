"""What an action is tied to: who helps, which pillars and themes it serves, where it happens and for whom."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.partners.models import Partner
from app.pillars.models import Pillar, Reading, Theme
from tenants import Base, TenantOwned, one, refers_to

if TYPE_CHECKING:
    from app.plan.models.action import Action


class ActionContributor(TenantOwned, Base):
    """A partner that helps with an action."""

    __tablename__ = "action_contributor"
    __table_args__ = (Index(None, "tenant_id", "action_id", "partner_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    partner_id: Mapped[UUID] = refers_to("partner")

    action: Mapped["Action"] = one(action_id, back_populates="contributors")
    partner: Mapped[Partner] = one(partner_id)


class ActionPillar(TenantOwned, Reading, Base):
    """An action serves a pillar."""

    __tablename__ = "action_pillar"
    __table_args__ = (Index(None, "tenant_id", "action_id", "pillar_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    pillar_id: Mapped[UUID] = refers_to("pillar", on_delete="CASCADE")

    action: Mapped["Action"] = one(action_id, back_populates="pillars")
    pillar: Mapped[Pillar] = one(pillar_id)

    @property
    def noun(self) -> Pillar:
        """What it ties to."""
        return self.pillar


class ActionTheme(TenantOwned, Reading, Base):
    """An action belongs to a local theme."""

    __tablename__ = "action_theme"
    __table_args__ = (Index(None, "tenant_id", "action_id", "theme_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    theme_id: Mapped[UUID] = refers_to("theme", on_delete="CASCADE")

    action: Mapped["Action"] = one(action_id, back_populates="themes")
    theme: Mapped[Theme] = one(theme_id)

    @property
    def noun(self) -> Theme:
        """What it ties to."""
        return self.theme


class Neighbourhood(TenantOwned, Base):
    """A neighbourhood, as the coalition calls it."""

    __tablename__ = "neighbourhood"
    __table_args__ = (Index(None, "tenant_id", "name", unique=True),)

    name: Mapped[str]

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name


class ActionNeighbourhood(TenantOwned, Base):
    """An action happens in a neighbourhood."""

    __tablename__ = "action_neighbourhood"
    __table_args__ = (Index(None, "tenant_id", "action_id", "neighbourhood_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    neighbourhood_id: Mapped[UUID] = refers_to("neighbourhood", on_delete="CASCADE")

    action: Mapped["Action"] = one(action_id, back_populates="neighbourhoods")
    neighbourhood: Mapped[Neighbourhood] = one(neighbourhood_id)


class TargetGroup(TenantOwned, Base):
    """People that an action is meant for, as the coalition calls them."""

    __tablename__ = "target_group"
    __table_args__ = (Index(None, "tenant_id", "name", unique=True),)

    name: Mapped[str]

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name


class ActionTargetGroup(TenantOwned, Base):
    """An action is meant for a target group."""

    __tablename__ = "action_target_group"
    __table_args__ = (Index(None, "tenant_id", "action_id", "target_group_id", unique=True),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    target_group_id: Mapped[UUID] = refers_to("target_group", on_delete="CASCADE")

    action: Mapped["Action"] = one(action_id, back_populates="target_groups")
    target_group: Mapped[TargetGroup] = one(target_group_id)

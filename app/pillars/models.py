"""Pillar, action line, local theme, and how themes map onto the first two."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.history.models import Provenance
from tenants import Base, TenantOwned, current_scope, many, one, refers_to


class Reading:
    """A mapping is stated in the document, or it is our reading of it until somebody of the coalition confirms it."""

    reading: Mapped[bool] = mapped_column(server_default="false")
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str] = mapped_column(server_default="")

    @property
    def to_confirm(self) -> bool:
        """Whether somebody still has to say that this reading is right."""
        return self.reading and self.confirmed_at is None

    def confirm(self) -> None:
        """Somebody of the coalition says that the reading is right; the verb of the noun around it records that."""
        self.confirmed_at = datetime.now(UTC)
        self.confirmed_by = current_scope().actor.name


class Pillar(TenantOwned, Provenance, Base):
    """One of the five national pillars, as this coalition fills it in; an empty one is a normal state."""

    __tablename__ = "pillar"
    __table_args__ = (
        CheckConstraint("number between 1 and 5", name="number"),
        Index(None, "tenant_id", "number", unique=True),
    )

    number: Mapped[int]
    title: Mapped[str]
    asks: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")
    lead_id: Mapped[UUID | None] = refers_to("partner", on_delete="SET NULL (lead_id)")

    themes: Mapped[list["ThemePillar"]] = many("ThemePillar.pillar_id", back_populates="pillar")

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number}. {self.title}"


class ActionLine(TenantOwned, Provenance, Base):
    """One of the three action lines of the national programme 2022-2025: the condition of the SPUK for loneliness."""

    __tablename__ = "action_line"
    __table_args__ = (Index(None, "tenant_id", "number", unique=True),)

    number: Mapped[int]
    title: Mapped[str]


class Theme(TenantOwned, Provenance, Base):
    """A local theme: how this coalition itself orders its work (Enschede has eleven)."""

    __tablename__ = "theme"
    __table_args__ = (Index(None, "tenant_id", "position"),)

    number: Mapped[str] = mapped_column(server_default="")
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int] = mapped_column(server_default="0")

    pillars: Mapped[list["ThemePillar"]] = many(
        "ThemePillar.theme_id", back_populates="theme", cascade="all, delete-orphan"
    )
    action_lines: Mapped[list["ThemeActionLine"]] = many(
        "ThemeActionLine.theme_id", back_populates="theme", cascade="all, delete-orphan"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number} {self.title}".strip()


class ThemePillar(TenantOwned, Reading, Base):
    """A theme serves a pillar."""

    __tablename__ = "theme_pillar"
    __table_args__ = (Index(None, "tenant_id", "theme_id", "pillar_id", unique=True),)

    theme_id: Mapped[UUID] = refers_to("theme", on_delete="CASCADE")
    pillar_id: Mapped[UUID] = refers_to("pillar", on_delete="CASCADE")

    theme: Mapped[Theme] = one(theme_id, back_populates="pillars")
    pillar: Mapped[Pillar] = one(pillar_id, back_populates="themes")


class ThemeActionLine(TenantOwned, Reading, Base):
    """A theme serves an action line."""

    __tablename__ = "theme_action_line"
    __table_args__ = (Index(None, "tenant_id", "theme_id", "action_line_id", unique=True),)

    theme_id: Mapped[UUID] = refers_to("theme", on_delete="CASCADE")
    action_line_id: Mapped[UUID] = refers_to("action_line", on_delete="CASCADE")

    theme: Mapped[Theme] = one(theme_id, back_populates="action_lines")
    action_line: Mapped[ActionLine] = one(action_line_id)

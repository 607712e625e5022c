"""Pillar, action line, local theme, and how themes map onto the first two."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.history.changes import amend
from app.history.models import Changes, Provenance, record
from app.history.undoing import offer, plain
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from tenants import Base, TenantOwned, current_scope, db, many, one, refers_to

# What a reading holds until somebody confirms it.
UNCONFIRMED: dict[str, Any] = {"confirmed_at": None, "confirmed_by": ""}


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

    # A partner: by its name only, because pillars and partners do not know each other.
    lead: Mapped[Any] = one(lead_id, argument="Partner")
    themes: Mapped[list["ThemePillar"]] = many("ThemePillar.pillar_id", back_populates="pillar")

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number}. {self.title}"

    def edit(self, *, note: str, lead: Any | None) -> bool:
        """Change the note and who leads it (a partner); returns whether anything changed. Needs the lead to be loaded."""
        changes = amend(self, {"note": note.strip(), "lead": lead})
        if changes:
            record("pillar.edited", self, changes=changes)
        return bool(changes)


class ActionLine(TenantOwned, Provenance, Base):
    """One of the three action lines of the national programme 2022-2025: the condition of the SPUK for loneliness."""

    __tablename__ = "action_line"
    __table_args__ = (Index(None, "tenant_id", "number", unique=True),)

    number: Mapped[int]
    title: Mapped[str]

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number}. {self.title}"


class ThemeFacts(TypedDict, total=False):
    """What can be changed of a theme by itself."""

    number: str
    title: str
    description: str


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

    @classmethod
    def add(cls, **facts: Unpack[ThemeFacts]) -> "Theme":
        """Add a theme after those that are there. Raises Refusal without a title."""
        cls._guard(facts)
        last = select(func.coalesce(func.max(Theme.position), 0) + 1)
        theme = cls(position=last.scalar_subquery(), pillars=[], action_lines=[], **facts)
        db().add(theme)
        db().flush()
        record("theme.added", theme)
        return theme

    def edit(self, **facts: Unpack[ThemeFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it would have no title."""
        self._guard({"title": self.title, **facts})
        changes = amend(self, facts)
        if changes:
            record("theme.edited", self, changes=changes)
            settle(self)
        return bool(changes)

    def tie_to(
        self, *, pillars: Sequence[Pillar] | None = None, action_lines: Sequence[ActionLine] | None = None
    ) -> bool:
        """Make the lists given what it serves; ties that stay keep their reading. Returns whether anything changed.

        Needs those ties to be loaded with what they tie to.
        """
        changes: Changes = {}
        if pillars is not None:
            changes |= _retied(self.pillars, pillars, "pillars", lambda noun: ThemePillar(pillar=noun))
        if action_lines is not None:
            changes |= _retied(
                self.action_lines,
                action_lines,
                "action_lines",
                lambda noun: ThemeActionLine(action_line=noun),
            )
        if changes:
            record("theme.tied", self, changes=changes)
            settle(self)
        return bool(changes)

    def confirm(self, tie: "ThemePillar | ThemeActionLine") -> None:
        """Somebody of the coalition says that our reading of the document is right; a second time says nothing new."""
        if tie.to_confirm:
            tie.confirm()
            event = record("theme.reading_confirmed", self, note=tie.noun.label)
            offer(event, tie, was=UNCONFIRMED, became=plain(tie, UNCONFIRMED))
            done(Kind.READING, tie)

    @staticmethod
    def _guard(facts: ThemeFacts) -> None:
        if not facts.get("title", "").strip():
            raise Refusal("Geef het thema een titel.", about="title")


def _retied(rows: list[Any], wanted: Sequence[Any], name: str, tie: Callable[[Any], Any]) -> Changes:
    before = [row.noun for row in rows]
    if set(before) == set(wanted):
        return {}
    rows[:] = [row for row in rows if row.noun in wanted] + [
        tie(noun) for noun in wanted if noun not in before
    ]
    return {name: (sorted(noun.label for noun in before), sorted(noun.label for noun in wanted))}


class ThemePillar(TenantOwned, Reading, Base):
    """A theme serves a pillar."""

    __tablename__ = "theme_pillar"
    __table_args__ = (Index(None, "tenant_id", "theme_id", "pillar_id", unique=True),)

    theme_id: Mapped[UUID] = refers_to("theme", on_delete="CASCADE")
    pillar_id: Mapped[UUID] = refers_to("pillar", on_delete="CASCADE")

    theme: Mapped[Theme] = one(theme_id, back_populates="pillars")
    pillar: Mapped[Pillar] = one(pillar_id, back_populates="themes")

    @property
    def noun(self) -> Pillar:
        """What it ties to."""
        return self.pillar


class ThemeActionLine(TenantOwned, Reading, Base):
    """A theme serves an action line."""

    __tablename__ = "theme_action_line"
    __table_args__ = (Index(None, "tenant_id", "theme_id", "action_line_id", unique=True),)

    theme_id: Mapped[UUID] = refers_to("theme", on_delete="CASCADE")
    action_line_id: Mapped[UUID] = refers_to("action_line", on_delete="CASCADE")

    theme: Mapped[Theme] = one(theme_id, back_populates="action_lines")
    action_line: Mapped[ActionLine] = one(action_line_id)

    @property
    def noun(self) -> ActionLine:
        """What it ties to."""
        return self.action_line

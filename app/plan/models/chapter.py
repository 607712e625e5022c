"""Chapters of text, and the numbered or bulleted passages in them."""

from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, func, literal, select
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from app.history.changes import amend
from app.history.models import Provenance, record
from app.history.undoing import offer_removed
from app.plan.rules import ChapterKind, PassageKind
from app.refusals import Refusal
from tenants import Base, TenantOwned, db, many, one, refers_to

if TYPE_CHECKING:
    from app.plan.models.action import Action
    from app.plan.models.document import Plan


class ChapterFacts(TypedDict, total=False):
    """What can be changed of a chapter."""

    number: str
    title: str
    kind: str
    body: str


class PassageFacts(TypedDict, total=False):
    """What can be changed of a passage."""

    label: str
    text: str
    kind: str


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
        TSVECTOR, Computed("search_words(title, body)", persisted=True), deferred=True
    )

    plan: Mapped["Plan"] = one(plan_id, back_populates="chapters")
    passages: Mapped[list["Passage"]] = many(
        "Passage.chapter_id", back_populates="chapter", order_by="Passage.position"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number} {self.title}".strip()

    def edit(self, **facts: Unpack[ChapterFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it would have no title."""
        if not facts.get("title", self.title).strip():
            raise Refusal("Geef het hoofdstuk een titel.", about="title")
        changes = amend(self, facts)
        if changes:
            record("chapter.edited", self, changes=changes)
        return bool(changes)

    def stand_after(self, other: "Chapter | None") -> None:
        """Come directly after `other`, or first. Needs the plan to be loaded with its chapters."""
        around = [chapter for chapter in self.plan.chapters if chapter is not self]
        place = around.index(other) + 1 if other in around else 0
        ordered = [*around[:place], self, *around[place:]]
        if ordered != self.plan.chapters:
            record("chapter.placed", self, note=other.label if other else "")
        for position, chapter in enumerate(ordered, start=1):
            chapter.position = position

    def add_passage(self, text: str, *, kind: PassageKind, label: str = "") -> "Passage":
        """Add an item after those that are there. Raises Refusal without a text."""
        if not text.strip():
            raise Refusal("Vul de tekst in.", about="text")
        last = select(func.coalesce(func.max(Passage.position), 0) + 1).where(Passage.chapter_id == self.id)
        passage = Passage(
            chapter=self, text=text.strip(), kind=kind.value, label=label, position=last.scalar_subquery()
        )
        db().add(passage)
        record("passage.added", self, changes={"text": (None, passage.text)})
        return passage


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
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("search_words('', text)", persisted=True), deferred=True
    )

    chapter: Mapped[Chapter | None] = one(chapter_id, back_populates="passages")
    action: Mapped["Action | None"] = one(action_id, back_populates="passages")

    @property
    def around(self) -> "Chapter | Action":
        """The chapter or the action that it stands under; it must be loaded."""
        around = self.chapter or self.action
        if around is None:
            message = "A passage stands under a chapter or under an action."
            raise ValueError(message)
        return around

    def edit(self, **facts: Unpack[PassageFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it would have no text."""
        if not facts.get("text", self.text).strip():
            raise Refusal("Vul de tekst in.", about="text")
        changes = amend(self, facts)
        if changes:
            record("passage.edited", self.around, changes=changes, note=self.text)
        return bool(changes)

    def remove(self) -> None:
        """Take it out of the plan, with what stands under it; its text stays in history."""
        event = record("passage.removed", self.around, changes={"text": (self.text, None)})
        offer_removed(event, self._with_what_stands_under_it())
        db().delete(self)

    def _with_what_stands_under_it(self) -> list["Passage"]:
        """Itself and then the passages under it, each after the one that it stands under."""
        tree = select(Passage.id, literal(0).label("depth")).where(Passage.id == self.id).cte(recursive=True)
        below = select(Passage.id, tree.c.depth + 1).join(tree, Passage.parent_id == tree.c.id)
        tree = tree.union_all(below)
        found = select(Passage).join(tree, Passage.id == tree.c.id).order_by(tree.c.depth, Passage.position)
        return list(db().scalars(found))

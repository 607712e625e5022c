"""How an action goes: milestones, progress updates, and the files that belong to it."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, LargeBinary, func, select
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import PartialDateColumn, check_in
from app.history.changes import amend
from app.history.models import Provenance, record
from app.history.undoing import offer_changed, offer_removed
from app.periods import PartialDate
from app.plan.rules import Light, guard_weight
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from tenants import Base, TenantOwned, db, one, refers_to

if TYPE_CHECKING:
    from app.plan.models.action import Action


class MilestoneFacts(TypedDict, total=False):
    """What can be changed of a milestone."""

    title: str
    due: PartialDate | None
    done_on: PartialDate | None
    weight: int


class Milestone(TenantOwned, Provenance, Base):
    """A moment at which something of an action is there; done when `done_on` is known."""

    __tablename__ = "milestone"
    __table_args__ = (
        CheckConstraint("weight between 1 and 100", name="weight"),
        Index(None, "tenant_id", "due"),
    )

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    title: Mapped[str]
    due: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    done_on: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    weight: Mapped[int] = mapped_column(server_default="1")
    position: Mapped[int] = mapped_column(server_default="0")

    action: Mapped["Action"] = one(action_id, back_populates="milestones")

    @property
    def label(self) -> str:
        """How people call it."""
        return self.title

    def complete(self, on: PartialDate) -> None:
        """It is there, since `on`. Doing so twice is doing so once."""
        if self.done_on is None:
            changes = amend(self, {"done_on": on})
            offer_changed(
                record("milestone.completed", self.action, changes=changes, note=self.title), self, changes
            )
            done(Kind.MILESTONE, self)

    def reopen(self) -> None:
        """It turns out not to be there yet."""
        if self.done_on is not None:
            changes = amend(self, {"done_on": None})
            offer_changed(
                record("milestone.reopened", self.action, changes=changes, note=self.title), self, changes
            )
            settle(self.action, subject=self)

    def edit(self, **facts: Unpack[MilestoneFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it would have no title."""
        if not facts.get("title", self.title).strip():
            raise Refusal("Geef de mijlpaal een naam.", about="title")
        guard_weight(facts.get("weight", self.weight))
        called = self.title
        changes = amend(self, facts)
        if changes:
            record("milestone.edited", self.action, changes=changes, note=called)
            settle(self.action, subject=self)
        return bool(changes)

    def remove(self) -> None:
        """Take it out of the plan: its name and date stay in history."""
        event = record("milestone.removed", self.action, changes={"due": (self.due, None)}, note=self.title)
        offer_removed(event, [self])
        db().delete(self)
        settle(self.action, subject=self)


class ProgressUpdate(TenantOwned, Provenance, Base):
    """What happened, what is next, and how it goes; never changed afterwards: a correction is a new update."""

    __tablename__ = "progress_update"
    __table_args__ = (
        CheckConstraint(check_in("light", Light), name="light"),
        CheckConstraint("percent between 0 and 100", name="percent"),
        CheckConstraint("light = 'green' or light_reason <> ''", name="light_with_reason"),
        Index(None, "tenant_id", "action_id", "at"),
    )

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    author_id: Mapped[UUID | None]
    author_name: Mapped[str] = mapped_column(server_default="")
    by_link: Mapped[bool] = mapped_column(server_default="false")
    # The organisation that told it, by its name of then; empty where the coalition itself did.
    on_behalf_of: Mapped[str] = mapped_column(server_default="")
    happened: Mapped[str]
    next: Mapped[str] = mapped_column(server_default="")
    light: Mapped[str]
    light_reason: Mapped[str] = mapped_column(server_default="")
    percent: Mapped[int | None]
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed("search_words('', happened || ' ' || next || ' ' || light_reason)", persisted=True),
        deferred=True,
    )

    action: Mapped["Action"] = one(action_id, back_populates="updates")


class Attachment(TenantOwned, Base):
    """A file of an action, kept in the database: inside the boundary, the transaction and the backup."""

    __tablename__ = "attachment"
    __table_args__ = (CheckConstraint("size between 1 and 10485760", name="size"),)

    action_id: Mapped[UUID] = refers_to("action", on_delete="CASCADE")
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by: Mapped[str] = mapped_column(server_default="")
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())

    action: Mapped["Action"] = one(action_id, back_populates="attachments")

    @property
    def label(self) -> str:
        """How people call it."""
        return self.filename

    def remove(self) -> None:
        """Throw the file away; that it was there stays in history. For half an hour it can be brought back."""
        event = record("attachment.removed", self.action, note=self.filename)
        content = select(Attachment.content).where(Attachment.id == self.id)
        offer_removed(event, [self], content.scalar_subquery())
        db().delete(self)

"""The task: one row per piece of work for later, in whichever state it is. The truth about it; Redis only carries its id."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from tenants import Actor, Base, GlobalRow
from tenants.database import ACTING_TENANT

MOST_ATTEMPTS = 5


class State(StrEnum):
    """Where a task stands. `running` with nobody holding its lock means that its worker died."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is, as `ui/progress.html` and the page around it want it."""

    percentage: int | None
    sentence: str
    ended: bool
    failed: bool


class Task(GlobalRow, Base):
    """One piece of work. `tenant_id` is NULL for work outside every coalition, such as the mail with a new password's link.

    `arguments` are JSON for the job called `name`; `key` makes asking twice one task (within its tenant). A coalition sees its own
    tasks, the scope outside sees those without tenant (migration 0003). `error` is a sentence without personal data.
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(check_in("state", State), name="state"),
        Index(
            "uq_task_key",
            "tenant_id",
            "key",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("key is not null"),
        ),
        # What the sweeper looks for; ended tasks, nearly all, are not in it.
        Index("ix_task_open", "due_at", postgresql_where=text("state in ('waiting', 'running')")),
        Index(
            "ix_task_failed", "finished_at", postgresql_where=text("state = 'failed' and aside_at is null")
        ),
    )

    tenant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tenant.id"), server_default=text(ACTING_TENANT)
    )
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    key: Mapped[str | None]
    state: Mapped[str] = mapped_column(server_default=State.WAITING.value)
    steps_done: Mapped[int] = mapped_column(server_default="0")
    steps_total: Mapped[int] = mapped_column(server_default="0")
    sentence: Mapped[str] = mapped_column(server_default="")
    attempts: Mapped[int] = mapped_column(server_default="0")
    error: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    # By whom, when and why nobody needs to look at it any more, where it failed (jobs/failed.py).
    aside_at: Mapped[datetime | None]
    aside_by: Mapped[str] = mapped_column(server_default="")
    aside_reason: Mapped[str] = mapped_column(server_default="")

    @property
    def actor(self) -> Actor:
        """Who asked for it, and therefore who acts while it is done."""
        return Actor(self.actor_id, self.actor_name)

    @property
    def progress(self) -> Progress:
        """How far it is; the percentage is None while that cannot be said."""
        known = round(100 * self.steps_done / self.steps_total) if self.steps_total else None
        return Progress(
            percentage=100 if self.state == State.DONE else known,
            sentence=self.error if self.state == State.FAILED else self.sentence,
            ended=self.state in (State.DONE, State.FAILED),
            failed=self.state == State.FAILED,
        )

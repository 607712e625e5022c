"""How far things are: what the arithmetic of rules.py needs, read in a constant number of statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, true

from app.plan.models import Action, Milestone, ProgressUpdate
from app.plan.rules import ActionStatus, Part, action_progress


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an action stands: its computed progress (None: does not count), and what the newest update said and when."""

    goal_id: UUID | None
    status: ActionStatus
    weight: int
    progress: int | None
    light: str | None
    last_heard: datetime
    milestones_done: int = 0
    milestones: int = 0

    @property
    def part(self) -> Part:
        """As a part of the goal above it."""
        return Part(self.progress, self.weight)


def standing_of(row: Row[Any]) -> Standing:
    """The standing in one row of `measures()`, whatever columns were added to it."""
    status = ActionStatus(row.status)
    # The milestones as two heaps: done and not done. Together they weigh what they weigh one by one.
    heaps = [(True, int(row.done)), (False, int(row.open))]
    return Standing(
        goal_id=row.goal_id,
        status=status,
        weight=row.weight,
        progress=action_progress(status, heaps, row.percent),
        light=row.light,
        last_heard=row.last_heard or row.created_at,
        milestones_done=row.milestones_done,
        milestones=row.milestones,
    )


def measures() -> Select[Any]:
    """What the standing of an action is computed from; a screen adds its own columns and conditions."""
    of_action = Milestone.action_id == Action.id
    done = Milestone.done_on.is_not(None)
    milestones = (
        select(
            func.coalesce(func.sum(Milestone.weight).filter(done), 0).label("done"),
            func.coalesce(func.sum(Milestone.weight).filter(~done), 0).label("open"),
            func.count().filter(done).label("milestones_done"),
            func.count().label("milestones"),
        )
        .where(of_action)
        .lateral()
    )
    newest = (
        select(ProgressUpdate.light, ProgressUpdate.at)
        .where(ProgressUpdate.action_id == Action.id)
        .order_by(ProgressUpdate.at.desc())
        .limit(1)
        .lateral()
    )
    percent = (
        select(ProgressUpdate.percent)
        .where(ProgressUpdate.action_id == Action.id, ProgressUpdate.percent.is_not(None))
        .order_by(ProgressUpdate.at.desc())
        .limit(1)
    )
    return (
        select(
            *(Action.id, Action.goal_id, Action.status, Action.weight, Action.created_at),
            *milestones.c,
            percent.scalar_subquery().label("percent"),
            newest.c.light,
            newest.c.at.label("last_heard"),
        )
        .select_from(Action)
        .join(milestones, true())
        .outerjoin(newest, true())
    )

"""What should wait because of an action of the plan that counts now: an update, a milestone, its end, our readings of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, cast, func, literal, select

from app.columns import last_day
from app.pillars.models import Pillar, Theme
from app.pillars.waiting import readings
from app.plan.models.action import Action
from app.plan.models.document import Plan
from app.plan.models.progress import Milestone, ProgressUpdate
from app.plan.models.ties import ActionPillar, ActionTheme
from app.plan.rules import ActionStatus
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM
from tenants import current_tenant

SOON_DAYS = 14
_FINISHED = (ActionStatus.DONE, ActionStatus.STOPPED)


@says(Action)
def waiting_of_actions() -> Sequence[Select[Any]]:
    """Nothing waits because of a plan that was succeeded; a finished action asks only whether we read it well."""
    asks = [
        _updates(current_tenant().stalled_after_days),
        _deadlines(),
        _milestones(),
        readings(ActionPillar, Action, ActionPillar.action, to=Pillar, through=ActionPillar.pillar),
        readings(ActionTheme, Action, ActionTheme.action, to=Theme, through=ActionTheme.theme),
    ]
    return [query.join(Plan, Plan.id == Action.plan_id).where(Plan.current) for query in asks]


def _updates(after_days: int) -> Select[Any]:
    """As rules.is_stalled: of what runs and was not heard of for longer than so many days."""
    newest = (
        select(func.max(ProgressUpdate.at)).where(ProgressUpdate.action_id == Action.id).scalar_subquery()
    )
    at = func.coalesce(newest, Action.created_at)
    heard = cast(func.timezone(AMSTERDAM.key, at), Date)
    due = _later(heard, after_days)
    return wanted(
        Kind.UPDATE,
        Action,
        Action,
        title=Action.title,
        due=func.to_char(due, "YYYY-MM-DD"),
        shows_from=_later(due, 1),
        heard=func.to_char(heard, "YYYY-MM-DD"),
    ).where(Action.status == ActionStatus.RUNNING)


def _deadlines() -> Select[Any]:
    """From the day after the last day that the deadline can mean."""
    return wanted(
        Kind.DEADLINE,
        Action,
        Action,
        title=Action.title,
        due=Action.deadline,
        shows_from=_later(last_day(Action.deadline), 1),
    ).where(Action.deadline.is_not(None), Action.status.not_in(_FINISHED))


def _milestones() -> Select[Any]:
    """From two weeks before; one without a date is not waited for."""
    return (
        wanted(
            Kind.MILESTONE,
            Milestone,
            Action,
            title=Milestone.title,
            due=Milestone.due,
            shows_from=_later(last_day(Milestone.due), -SOON_DAYS),
            action=Action.title,
        )
        .join_from(Milestone, Action, Action.id == Milestone.action_id)
        .where(Milestone.due.is_not(None), Milestone.done_on.is_(None), Action.status.not_in(_FINISHED))
    )


def _later(day: ColumnElement[date], days: int) -> ColumnElement[date]:
    return day + literal(days, Integer)

"""What should wait because of an action of the plan that counts now: an update, a milestone, its end, our readings of it.

An update waits for the coordinator and, where the coalition let it in, for each organisation that owns the action or helps with it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from app.accounts.models import is_let_in
from app.columns import last_day
from app.partners.models import Partner
from app.pillars.models import Pillar, Theme
from app.pillars.waiting import readings
from app.plan.models.action import Action
from app.plan.models.document import Plan
from app.plan.models.progress import Milestone, ProgressUpdate
from app.plan.models.ties import ActionContributor, ActionPillar, ActionTheme
from app.plan.rules import ActionStatus, TakesPart
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM
from tenants import current_tenant

SOON_DAYS = 14
# So long after it was last heard of an owner is asked, unless it is called silent sooner: before the coordinator has to.
TELL_AFTER_DAYS = 30
# Of what only helps, or does not run, nobody is ever asked; but telling of it stays at hand (todos/rules.py AT_HAND).
NEVER_ASKED = date.max
_FINISHED = (ActionStatus.DONE, ActionStatus.STOPPED)


@says(Action)
def waiting_of_actions() -> Sequence[Select[Any]]:
    """Nothing waits because of a plan that was succeeded; a finished action asks only whether we read it well."""
    asks = [
        _updates(current_tenant().stalled_after_days),
        _tellings(current_tenant().stalled_after_days),
        _deadlines(),
        _milestones(),
        readings(ActionPillar, Action, ActionPillar.action, to=Pillar, through=ActionPillar.pillar),
        readings(ActionTheme, Action, ActionTheme.action, to=Theme, through=ActionTheme.theme),
    ]
    return [query.join(Plan, Plan.id == Action.plan_id).where(Plan.current) for query in asks]


def _updates(after_days: int) -> Select[Any]:
    """As rules.is_stalled: of what runs and was not heard of for longer than so many days."""
    heard = _heard()
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


def _tellings(after_days: int) -> Select[Any]:
    """What each organisation that takes part in an action can tell of it, as long as it is not finished."""
    owns = select(Action.id.label("action_id"), Action.owner_id.label("partner_id"), _way(TakesPart.OWNS))
    helps = select(ActionContributor.action_id, ActionContributor.partner_id, _way(TakesPart.HELPS))
    # An owner that is named among those who help is the owner.
    only_helps = helps.join(ActionContributor.action).where(
        ActionContributor.partner_id.is_distinct_from(Action.owner_id)
    )
    part = union_all(owns.where(Action.owner_id.is_not(None)), only_helps).subquery("part")
    due = _later(_heard(), min(after_days, TELL_AFTER_DAYS))
    asks = and_(Action.status == ActionStatus.RUNNING, part.c.way == TakesPart.OWNS)
    return (
        wanted(
            Kind.TELL,
            Action,
            Action,
            title=Action.title,
            due=case((asks, func.to_char(due, "YYYY-MM-DD"))),
            shows_from=case((asks, due), else_=literal(NEVER_ASKED, Date)),
            organisation=Partner.organisation_id,
            heard=func.to_char(_heard(), "YYYY-MM-DD"),
            status=Action.status,
            light=_last_light(),
            part=part.c.way,
            deadline=type_coerce(Action.deadline, Text),
        )
        .join_from(Action, part, part.c.action_id == Action.id)
        .join(Partner, Partner.id == part.c.partner_id)
        .where(Action.status.not_in(_FINISHED), is_let_in(Partner.organisation_id))
    )


def _way(way: TakesPart) -> ColumnElement[str]:
    return literal(way.value, Text).label("way")


def _heard() -> ColumnElement[date]:
    """On which day somebody last told of an action, or else it came into the plan."""
    newest = (
        select(func.max(ProgressUpdate.at)).where(ProgressUpdate.action_id == Action.id).scalar_subquery()
    )
    return cast(func.timezone(AMSTERDAM.key, func.coalesce(newest, Action.created_at)), Date)


def _last_light() -> ScalarSelect[Any]:
    told = select(ProgressUpdate.light).where(ProgressUpdate.action_id == Action.id)
    return told.order_by(ProgressUpdate.at.desc()).limit(1).scalar_subquery()


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

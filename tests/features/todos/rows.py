"""The rows of a town, and what they should be: worked out from its nouns by the rules, in Python."""

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Membership
from app.pillars.models import Theme
from app.plan.models import Action, ActionContributor, Plan
from app.plan.queries.cards import FINISHED
from app.plan.rules import ActionStatus
from app.todos.models import Todo
from app.todos.rules import Kind
from app.web.clock import AMSTERDAM
from tenants import current_tenant, db


class Open(NamedTuple):
    """What waits: kind, about what, called how, from which day on it shows, and for which organisation (None: for a role)."""

    kind: str
    subject_id: UUID
    title: str
    shows_from: date
    organisation_id: UUID | None = None


def rows() -> dict[UUID, Todo]:
    """Every row of the town of this scope, read anew."""
    return {row.id: row for row in db().scalars(select(Todo).execution_options(populate_existing=True))}


def waits() -> set[Open]:
    """What waits because of the plan and the pillars, according to the rows."""
    mine = {Kind.UPDATE, Kind.TELL, Kind.DEADLINE, Kind.MILESTONE, Kind.READING}
    found = [row for row in rows().values() if row.closed_at is None and row.kind in mine]
    return {Open(row.kind, row.subject_id, row.title, row.shows_from, row.organisation_id) for row in found}


def should_wait() -> set[Open]:
    """What should wait according to the nouns of the town, by the sentences of the rules."""
    db().flush()
    db().expire_all()
    loading = [selectinload(getattr(Action, name)) for name in ("milestones", "updates", "pillars", "themes")]
    loading += [
        joinedload(Action.owner),
        selectinload(Action.contributors).joinedload(ActionContributor.partner),
    ]
    of_plan = select(Action).where(Action.plan_id.in_(select(Plan.id).where(Plan.current))).options(*loading)
    themes = select(Theme).options(selectinload(Theme.pillars), selectinload(Theme.action_lines))
    found: set[Open] = set()
    for action in db().scalars(of_plan):
        found |= _of_action(action)
    for theme in db().scalars(themes):
        found |= _readings(theme.title, [*theme.pillars, *theme.action_lines])
    return found


def _of_action(action: Action) -> set[Open]:
    found = _readings(action.title, [*action.pillars, *action.themes])
    status, day = ActionStatus(action.status), timedelta(days=1)
    if status is ActionStatus.RUNNING:
        silent = _heard(action) + (current_tenant().stalled_after_days + 1) * day
        found.add(Open(Kind.UPDATE, action.id, action.title, silent))
    if status not in FINISHED:
        found |= _tellings(action)
    if status not in FINISHED and action.deadline:
        found.add(Open(Kind.DEADLINE, action.id, action.title, action.deadline.last_day + day))
    for milestone in action.milestones:
        if status not in FINISHED and milestone.due and not milestone.done_on:
            soon = milestone.due.last_day - 14 * day
            found.add(Open(Kind.MILESTONE, milestone.id, milestone.title, soon))
    return found


def _heard(action: Action) -> date:
    return (
        max([update.at for update in action.updates], default=action.created_at).astimezone(AMSTERDAM).date()
    )


def _tellings(action: Action) -> set[Open]:
    """Of each organisation that takes part and was let in; only the owner of what runs is ever asked."""
    let_in = set(db().scalars(select(Membership.organisation_id).where(Membership.is_here())))
    owner = action.owner.organisation_id if action.owner else None
    asked = _heard(action) + timedelta(days=min(30, current_tenant().stalled_after_days))
    return {
        Open(
            Kind.TELL,
            action.id,
            action.title,
            asked if it == owner and action.status == "running" else date.max,
            it,
        )
        for it in {owner, *(tie.partner.organisation_id for tie in action.contributors)} & let_in
        if it
    }


def _readings(title: str, ties: list[Any]) -> set[Open]:
    return {Open(Kind.READING, tie.id, title, date(2000, 1, 1)) for tie in ties if tie.to_confirm}

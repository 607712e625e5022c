"""An action as board, list, document and pillars show it: what it is called, whose it is, and how it stands; one row each."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, and_, func, literal, or_, select, type_coerce

from app.organisations.models import Organisation
from app.partners.models import Partner
from app.periods import PartialDate
from app.pillars.models import Pillar, ThemePillar
from app.plan.models import Action, ActionPillar, ActionTheme, Goal, Plan, ProgressUpdate
from app.plan.queries.progress import Standing, measures, standing_of
from app.plan.rules import ActionStatus, is_stalled
from app.web.clock import AMSTERDAM, start_of

FINISHED = frozenset({ActionStatus.DONE, ActionStatus.STOPPED})


@dataclass(frozen=True, slots=True)
class Card:
    """An action in one line."""

    id: UUID
    number: str
    title: str
    deadline: PartialDate | None
    owner: str | None
    standing: Standing

    @property
    def status(self) -> ActionStatus:
        """Where it stands."""
        return self.standing.status

    def is_late(self, today: date) -> bool:
        """Whether its deadline has passed while it is still to be done."""
        return self.deadline is not None and self.status not in FINISHED and self.deadline.has_passed(today)

    def is_stalled(self, today: date, after_days: int) -> bool:
        """Whether it runs and nobody has told anything for so long."""
        heard = self.standing.last_heard.astimezone(AMSTERDAM).date()
        return is_stalled(self.status, heard, today, after_days)


@cache
def cards() -> Select[Any]:
    """The columns of a card; a screen adds its own conditions and order, and reads the rows with `card_of`."""
    return (
        measures()
        .add_columns(Action.number, Action.title, Action.deadline, Organisation.name.label("owner"))
        .outerjoin(Partner, Partner.id == Action.owner_id)
        .outerjoin(Organisation, Organisation.id == Partner.organisation_id)
    )


def card_of(row: Row[Any]) -> Card:
    """The card in one row of `cards()`."""
    return Card(row.id, row.number, row.title, row.deadline, row.owner, standing_of(row))


def is_unfinished() -> ColumnElement[bool]:
    """Condition: the action is still to be done."""
    return and_(*(Action.status != status.value for status in sorted(FINISHED)))


def in_current_plan() -> ColumnElement[bool]:
    """Condition: the action belongs to the plan that counts now."""
    return Action.plan_id.in_(select(Plan.id).where(Plan.current))


def serves_pillar(number: int) -> ColumnElement[bool]:
    """Condition: the action serves the pillar, by itself or through one of its themes."""
    pillar = select(Pillar.id).where(Pillar.number == number).scalar_subquery()
    through = (
        select(ActionTheme.action_id)
        .join(ThemePillar, ThemePillar.theme_id == ActionTheme.theme_id)
        .where(ThemePillar.pillar_id == pillar)
    )
    directly = select(ActionPillar.action_id).where(ActionPillar.pillar_id == pillar)
    return or_(Action.id.in_(directly), Action.id.in_(through))


def serves_goal(goal_id: UUID) -> ColumnElement[bool]:
    """Condition: the action stands under the goal, or under a goal directly below it."""
    return Action.goal_id.in_(select(Goal.id).where((Goal.id == goal_id) | (Goal.parent_id == goal_id)))


def is_late_on(today: date) -> ColumnElement[bool]:
    """Condition: as `Card.is_late`. A date is text cut off where it is not known, so today is cut off likewise."""
    deadline = type_coerce(Action.deadline, Text)
    today_as_known = func.left(literal(today.isoformat()), func.length(deadline))
    return and_(deadline < today_as_known, is_unfinished())


def is_stalled_on(today: date, after_days: int) -> ColumnElement[bool]:
    """Condition: as `Card.is_stalled`."""
    newest = (
        select(func.max(ProgressUpdate.at)).where(ProgressUpdate.action_id == Action.id).scalar_subquery()
    )
    silent_since = start_of(today - timedelta(days=after_days))
    return and_(
        Action.status == ActionStatus.RUNNING, func.coalesce(newest, Action.created_at) < silent_since
    )

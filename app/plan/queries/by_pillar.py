"""The plan by pillar and by theme: what serves which, how it stands, and what is missing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, null, select
from sqlalchemy.orm import selectinload

from app.partners.models import Partner
from app.pillars.models import Pillar, Theme, ThemePillar
from app.pillars.queries import theme_with_ties
from app.plan.models import Action, ActionPillar, ActionTheme
from app.plan.queries.cards import Card, card_of, cards, in_current_plan, serves_pillar
from app.plan.rules import ActionStatus
from tenants import db


@dataclass(frozen=True, slots=True)
class Tie:
    """That something serves something: stated in the plan, our reading of it, or a reading that somebody confirmed."""

    id: UUID
    to_confirm: bool
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TiedTheme:
    """A theme, and its tie to what is looked at."""

    id: UUID
    label: str
    description: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class TiedAction:
    """An action, its own tie to what is looked at (if it has one), and the themes through which it comes here."""

    card: Card
    tie: Tie | None
    through: list[str]


class Gap(StrEnum):
    """What a pillar can miss."""

    EMPTY = "empty"
    NONE_RUNNING = "none_running"
    NO_LEAD = "no_lead"
    STALLED = "stalled"
    TO_CONFIRM = "to_confirm"


@dataclass
class PillarPage:
    """A pillar with everything that serves it."""

    pillar: Pillar
    themes: list[TiedTheme]
    actions: list[TiedAction]

    @property
    def by_status(self) -> dict[ActionStatus, list[TiedAction]]:
        """The actions by status, what runs first; a status without actions is absent."""
        order = [
            ActionStatus.RUNNING,
            ActionStatus.PLANNED,
            ActionStatus.IDEA,
            ActionStatus.DONE,
            ActionStatus.STOPPED,
        ]
        return {
            status: found for status in order if (found := [tied for tied in self.actions if tied.card.status is status])
        }  # fmt: skip

    @property
    def counts(self) -> dict[str, int]:
        """How many actions stand where."""
        return {status.value: len(found) for status, found in self.by_status.items()}

    @property
    def to_confirm(self) -> int:
        """How many of our readings nobody confirmed yet."""
        ties = [theme.tie for theme in self.themes] + [action.tie for action in self.actions if action.tie]
        return sum(tie.to_confirm for tie in ties)

    def stalled(self, today: date, after_days: int) -> list[Card]:
        """The actions here of which nothing was heard for so long."""
        return [tied.card for tied in self.actions if tied.card.is_stalled(today, after_days)]

    def gaps(self, today: date, after_days: int) -> list[Gap]:
        """What is missing here, the most important first."""
        statuses = {tied.card.status for tied in self.actions}
        waiting = statuses & {ActionStatus.IDEA, ActionStatus.PLANNED}
        found = {
            Gap.EMPTY: not self.actions,
            Gap.NONE_RUNNING: bool(waiting) and ActionStatus.RUNNING not in statuses,
            Gap.STALLED: bool(self.stalled(today, after_days)),
            Gap.NO_LEAD: self.pillar.lead is None,
            Gap.TO_CONFIRM: self.to_confirm > 0,
        }
        return [gap for gap, there in found.items() if there]


def pillar_to_change(number: int) -> Pillar | None:
    """The pillar with who leads it, locked until this change is settled."""
    return _pillar(number, lock=True)


def _pillar(number: int, *, lock: bool = False) -> Pillar | None:
    lead = selectinload(Pillar.lead).joinedload(Partner.organisation)
    statement = select(Pillar).where(Pillar.number == number).options(lead)
    return db().scalars(statement.with_for_update(of=Pillar) if lock else statement).one_or_none()


def pillar_page(number: int) -> PillarPage | None:
    """Everything of one pillar, in three statements; None where there is no such pillar."""
    pillar = _pillar(number)
    if pillar is None:
        return None
    themes = db().execute(
        select(Theme.id, Theme.number, Theme.title, Theme.description, *_tie_columns(ThemePillar))
        .join(ThemePillar, ThemePillar.theme_id == Theme.id)
        .where(ThemePillar.pillar_id == pillar.id)
        .order_by(Theme.position)
    )
    through = (
        select(func.array_agg(Theme.title))
        .join(ActionTheme, ActionTheme.theme_id == Theme.id)
        .join(ThemePillar, ThemePillar.theme_id == Theme.id)
        .where(ActionTheme.action_id == Action.id, ThemePillar.pillar_id == pillar.id)
    )
    actions = (
        cards()
        .add_columns(*_tie_columns(ActionPillar), through.scalar_subquery().label("through"))
        .outerjoin(
            ActionPillar, (ActionPillar.action_id == Action.id) & (ActionPillar.pillar_id == pillar.id)
        )
        .where(in_current_plan(), serves_pillar(number))
        .order_by(Action.position)
    )
    return PillarPage(
        pillar, [_tied_theme(row) for row in themes], [_tied(row) for row in db().execute(actions)]
    )


def theme_page(theme_id: UUID) -> tuple[Theme, list[TiedAction]] | None:
    """A theme with what it serves, and its actions in the current plan, in two statements."""
    theme = theme_with_ties(theme_id)
    if theme is None:
        return None
    actions = (
        cards()
        .add_columns(*_tie_columns(ActionTheme), null().label("through"))
        .join(ActionTheme, ActionTheme.action_id == Action.id)
        .where(ActionTheme.theme_id == theme_id, in_current_plan())
        .order_by(Action.position)
    )
    return theme, [_tied(row) for row in db().execute(actions)]


def _tie_columns(between: type[Any]) -> list[Any]:
    return [
        between.id.label("tie_id"),
        between.reading.label("tie_reading"),
        between.confirmed_by.label("tie_confirmed_by"),
        between.confirmed_at.label("tie_confirmed_at"),
    ]


def _tie(row: Row[Any]) -> Tie:
    to_confirm = row.tie_reading and row.tie_confirmed_at is None
    return Tie(row.tie_id, to_confirm, row.tie_confirmed_by, row.tie_confirmed_at)


def _tied_theme(row: Row[Any]) -> TiedTheme:
    return TiedTheme(row.id, f"{row.number} {row.title}".strip(), row.description, _tie(row))


def _tied(row: Row[Any]) -> TiedAction:
    return TiedAction(card_of(row), _tie(row) if row.tie_id else None, sorted(row.through or []))

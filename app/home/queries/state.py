"""Reads where the coalition stands, in two statements however much there is. Nothing here depends on who looks."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    Select,
    Text,
    bindparam,
    func,
    literal,
    select,
    type_coerce,
    union,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from app.home.state import HORIZON, State
from app.pillars.models import Pillar, ThemePillar
from app.plan.models import Action, ActionPillar, ActionTheme, Goal, Milestone, Plan
from app.plan.queries.cards import card_of, cards, in_current_plan, is_unfinished
from tenants import read, tenant_in_brief


def state(today: date) -> State:
    """The state of the coalition on the day `today`."""
    found = {row.id: card_of(row) for row in read(_cards())}
    around = read(_around(), {"horizon": (today + HORIZON).isoformat()}).one()
    return State(today, tenant_in_brief().stalled_after_days, found, around)


# Both statements are composed once: that takes longer than running them.
@cache
def _cards() -> Select[Any]:
    return cards().where(in_current_plan()).order_by(Action.position, Action.number)


@cache
def _around() -> Select[Any]:
    """Everything but the actions, as one row of lists. Asks for the `horizon`."""
    return select(_goals().label("goals"), _pillars().label("pillars"), _milestones().label("milestones"))


def _list(order: Any, **item: Any) -> Select[Any]:
    """A select of one value: the list of `item`s in `order`, as JSON."""
    pairs = [part for name, value in item.items() for part in (literal(name), value)]
    items = func.jsonb_agg(aggregate_order_by(func.jsonb_build_object(*pairs), order))
    return select(func.coalesce(items, literal([], JSONB)))


def _goals() -> ScalarSelect[Any]:
    return (
        _list(
            Goal.position,
            id=Goal.id,
            parent_id=Goal.parent_id,
            number=Goal.number,
            title=Goal.title,
            weight=Goal.weight,
        )
        .where(Goal.plan_id.in_(select(Plan.id).where(Plan.current)))
        .scalar_subquery()
    )


def _pillars() -> ScalarSelect[Any]:
    """The pillars, each with its actions: tied to it, or to one of its themes."""
    ties = union(
        select(ActionPillar.pillar_id, ActionPillar.action_id),
        select(ThemePillar.pillar_id, ActionTheme.action_id).join(
            ActionTheme, ActionTheme.theme_id == ThemePillar.theme_id
        ),
    ).subquery()
    actions = select(func.jsonb_agg(ties.c.action_id)).where(ties.c.pillar_id == Pillar.id).scalar_subquery()
    return _list(
        Pillar.number,
        number=Pillar.number,
        title=Pillar.title,
        actions=func.coalesce(actions, literal([], JSONB)),
    ).scalar_subquery()


def _milestones() -> ScalarSelect[Any]:
    """The milestones to come, from the oldest on; a date is text, cut off where it is not known, so the day is cut off likewise."""
    due = type_coerce(Milestone.due, Text)
    horizon = func.left(bindparam("horizon", type_=Text), func.length(due))
    return (
        _list(due, id=Milestone.id, action_id=Milestone.action_id, title=Milestone.title, due=due)
        .join(Action, Action.id == Milestone.action_id)
        .where(in_current_plan(), is_unfinished(), Milestone.done_on.is_(None), due <= horizon)
        .scalar_subquery()
    )

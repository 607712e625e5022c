"""Reads where the coalition stands, in two statements however much there is."""

from collections.abc import Iterable
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

from app.accounts.models import Membership, Visit
from app.home.state import HORIZON, State
from app.partners.models import Partner
from app.pillars.models import Pillar, ThemePillar
from app.plan.models import Action, ActionPillar, ActionTheme, Goal, Milestone, Plan
from app.plan.queries.cards import card_of, cards, in_current_plan, is_unfinished
from app.todos.queries import asked_here, lines_here
from tenants import current_scope, read, tenant_in_brief


def state(today: date, roles: Iterable[str]) -> State:
    """The state of the coalition on the day `today`, for whoever acts and holds `roles` here."""
    found = {row.id: card_of(row) for row in read(_cards())}
    known = {"horizon": (today + HORIZON).isoformat(), **asked_here(roles, today)}
    known["viewer"] = current_scope().actor.id
    around = read(_around(), known).one()
    return State(today, tenant_in_brief().stalled_after_days, found, around)


# Both statements are composed once: that takes longer than running them.
@cache
def _cards() -> Select[Any]:
    return cards().where(in_current_plan()).order_by(Action.position, Action.number)


@cache
def _around() -> Select[Any]:
    """Everything but the actions, as one row: lists of small things, and counts. Asks for the `horizon`, the `viewer` and `asked_here`."""
    return select(
        _count(Plan, Plan.current).label("plans"),
        _goals().label("goals"),
        _pillars().label("pillars"),
        _milestones().label("milestones"),
        lines_here().label("waiting"),
        _count(Partner).label("partners"),
        _members().label("members"),
        _visit(Visit.seen_at).label("seen_at"),
        _visit(Visit.previous_at).label("previous_at"),
    )


def _list(order: Any, **item: Any) -> Select[Any]:
    """A select of one value: the list of `item`s in `order`, as JSON."""
    pairs = [part for name, value in item.items() for part in (literal(name), value)]
    items = func.jsonb_agg(aggregate_order_by(func.jsonb_build_object(*pairs), order))
    return select(func.coalesce(items, literal([], JSONB)))


def _count(table: Any, *conditions: Any) -> ScalarSelect[Any]:
    return select(func.count()).select_from(table).where(*conditions).scalar_subquery()


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


def _members() -> ScalarSelect[Any]:
    """How many people hold a role here. Of roles elsewhere row level security shows the viewer's own only: one person, here too."""
    return (
        select(func.count(Membership.person_id.distinct()))
        .where(Membership.ended_at.is_(None))
        .scalar_subquery()
    )


def _visit(moment: Any) -> ScalarSelect[Any]:
    return select(moment).where(Visit.person_id == bindparam("viewer")).scalar_subquery()

"""Reads for the goal page: the goal, and what is under it with how far each part is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.plan.models import Action, Goal
from app.plan.queries.cards import Card, card_of, cards
from app.plan.rules import ActionStatus, Branch, goal_progress
from tenants import db


@dataclass(frozen=True, slots=True)
class SubGoal:
    """A goal directly under the one on the page."""

    id: UUID
    number: str
    title: str
    weight: int
    progress: int | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UnderGoal:
    """What a goal is made of: its computed progress, the goals and actions directly under it, and all actions by status."""

    progress: int | None
    goals: list[SubGoal]
    actions: dict[ActionStatus, list[Card]]
    counts: Mapping[str, int]


def goal(goal_id: UUID) -> Goal:
    """The goal with the one above it and its plan. 404 where it is not here."""
    found = db().scalars(
        select(Goal).where(Goal.id == goal_id).options(joinedload(Goal.parent), joinedload(Goal.plan))
    )
    return found.one_or_none() or abort(404)


def goal_to_change(goal_id: UUID) -> Goal:
    """The goal with the one above it, locked until this change is settled. 404 where it is not here."""
    found = db().scalars(
        select(Goal).where(Goal.id == goal_id).options(selectinload(Goal.parent)).with_for_update(of=Goal)
    )
    return found.one_or_none() or abort(404)


def under(top: Goal) -> UnderGoal:
    """What stands under a goal, in two statements however large the plan is."""
    rows = (
        db()
        .execute(
            select(Goal.id, Goal.parent_id, Goal.weight, Goal.number, Goal.title)
            .where(Goal.plan_id == top.plan_id)
            .order_by(Goal.position, Goal.number)
        )
        .all()
    )
    found = db().execute(
        cards().where(Action.plan_id == top.plan_id, Action.goal_id.is_not(None)).order_by(Action.position)
    )
    by_goal: defaultdict[UUID, list[Card]] = defaultdict(list)
    for card in map(card_of, found):
        by_goal[card.standing.goal_id or top.id].append(card)
    tree = {row.id: Branch(row.parent_id, row.weight) for row in rows}
    progress = goal_progress(
        tree, [(key, card.standing.part) for key, kept in by_goal.items() for card in kept]
    )

    def counts(key: UUID) -> Counter[str]:
        below = (counts(row.id) for row in rows if row.parent_id == key)
        return sum(below, Counter(card.status.value for card in by_goal[key]))

    return UnderGoal(
        progress=progress[top.id],
        goals=[
            SubGoal(row.id, row.number, row.title, row.weight, progress[row.id], counts(row.id))
            for row in rows
            if row.parent_id == top.id
        ],
        actions=_by_status(by_goal[top.id]),
        counts=counts(top.id),
    )


def _by_status(kept: Iterable[Card]) -> dict[ActionStatus, list[Card]]:
    order = (
        ActionStatus.RUNNING,
        ActionStatus.PLANNED,
        ActionStatus.IDEA,
        ActionStatus.DONE,
        ActionStatus.STOPPED,
    )
    groups = {status: [card for card in kept if card.status is status] for status in order}
    return {status: group for status, group in groups.items() if group}

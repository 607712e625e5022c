"""The board: the actions of the current plan by status."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select

from app.plan.models import Action
from app.plan.queries.cards import Card, card_of, cards, in_current_plan, serves_goal, serves_pillar
from app.plan.rules import ActionStatus
from tenants import db

# More cards than a person oversees in one column stand in the list.
CARDS_PER_COLUMN = 40


@dataclass
class Column:
    """The actions of one status: the first ones as cards, and how many there are."""

    status: ActionStatus
    cards: list[Card] = field(default_factory=list)
    count: int = 0


def board(*, pillar: int | None = None, goal: UUID | None = None, owner: UUID | None = None) -> list[Column]:
    """The columns of the board, in the order of a life; only actions that serve `pillar` and `goal` and belong to `owner`, where given."""
    place = func.row_number().over(partition_by=Action.status, order_by=(Action.position, Action.title))
    chosen = cards().where(in_current_plan())
    if pillar is not None:
        chosen = chosen.where(serves_pillar(pillar))
    if goal is not None:
        chosen = chosen.where(serves_goal(goal))
    if owner is not None:
        chosen = chosen.where(Action.owner_id == owner)
    placed = chosen.add_columns(
        place.label("place"), func.count().over(partition_by=Action.status).label("together")
    ).subquery()
    columns = {status: Column(status) for status in ActionStatus}
    for row in db().execute(
        select(placed).where(placed.c.place <= CARDS_PER_COLUMN).order_by(placed.c.place)
    ):
        column = columns[ActionStatus(row.status)]
        column.cards.append(card_of(row))
        column.count = row.together
    return list(columns.values())

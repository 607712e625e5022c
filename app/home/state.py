"""Where the coalition stands: what the Overview shows, worked out from the rows that app/home/queries/state.py reads."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from app.periods import PartialDate
from app.plan.queries.cards import Card
from app.plan.rules import ActionStatus, Branch, goal_progress
from app.web.clock import AMSTERDAM

HORIZON = timedelta(weeks=6)
Counts = Counter[ActionStatus]


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone that is still to come, or should have been there."""

    id: UUID
    action: Card
    title: str
    due: PartialDate


@dataclass(frozen=True, slots=True)
class PillarState:
    """A pillar, and how many actions under it stand where."""

    number: int
    title: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal in the tree (level 1 at the top): how far it is, and how many actions under it stand where."""

    id: UUID
    number: str
    title: str
    level: int
    progress: int | None
    counts: Counts


@dataclass(frozen=True)
class State:
    """Everything at once; each part is worked out when a page asks for it."""

    today: date
    stalled_after_days: int
    cards: dict[UUID, Card]
    around: Row[Any] = field(repr=False)

    @cached_property
    def counts(self) -> Counts:
        """How many actions stand where."""
        return Counter(card.status for card in self.cards.values())

    @cached_property
    def stalled(self) -> list[Card]:
        """What runs without anybody telling how, the longest silent first."""
        found = [card for card in self.cards.values() if card.is_stalled(self.today, self.stalled_after_days)]
        return sorted(found, key=lambda card: card.standing.last_heard)

    @cached_property
    def late(self) -> list[Card]:
        """What should have been done by now, in the order of the plan."""
        return [card for card in self.cards.values() if card.is_late(self.today)]

    @cached_property
    def steps(self) -> list[Step]:
        """The milestones that are not there yet and whose date has passed or comes within six weeks, by date."""
        found = [
            Step(
                UUID(row["id"]),
                self.cards[UUID(row["action_id"])],
                row["title"],
                PartialDate.parse(row["due"]),
            )
            for row in self.around.milestones
        ]
        soon = [step for step in found if step.due.last_day <= self.today + HORIZON]
        return sorted(soon, key=lambda step: step.due.last_day)

    @property
    def coming(self) -> list[Step]:
        """The milestones of the next weeks."""
        return [step for step in self.steps if not step.due.has_passed(self.today)]

    @cached_property
    def pillars(self) -> list[PillarState]:
        """The pillars in order."""
        return [
            PillarState(row["number"], row["title"], self._counts_of(row["actions"]))
            for row in self.around.pillars
        ]

    @cached_property
    def goals(self) -> list[GoalState]:
        """The tree of goals as a list: each goal before what is under it."""
        return _tree(self.around.goals, self.cards.values())

    def silent_days(self, card: Card) -> int:
        """For how many days nobody has told anything about an action."""
        return (self.today - card.standing.last_heard.astimezone(AMSTERDAM).date()).days

    def _counts_of(self, action_ids: Iterable[str]) -> Counts:
        here = (self.cards.get(UUID(action_id)) for action_id in action_ids)
        return Counter(card.status for card in here if card is not None)


def _tree(rows: Sequence[dict[str, Any]], cards: Iterable[Card]) -> list[GoalState]:
    direct: defaultdict[Hashable, list[Card]] = defaultdict(list)
    for card in cards:
        direct[str(card.standing.goal_id)].append(card)
    branches: dict[Hashable, Branch] = {row["id"]: Branch(row["parent_id"], row["weight"]) for row in rows}
    parts = [(key, card.standing.part) for key in branches for card in direct[key]]
    progress = goal_progress(branches, parts)

    def under(parent: str | None, level: int) -> list[GoalState]:
        found = []
        for row in rows:
            if row["parent_id"] == parent:
                below = under(row["id"], level + 1)
                counts = Counter(card.status for card in direct[row["id"]])
                for goal in below:
                    counts += goal.counts if goal.level == level + 1 else Counter()
                found += [
                    GoalState(
                        UUID(row["id"]), row["number"], row["title"], level, progress.get(row["id"]), counts
                    ),
                    *below,
                ]
        return found

    return under(None, 1)

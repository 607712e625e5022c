"""States of an action, and the arithmetic of progress. Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.workflow import Transition, Workflow


class ActionStatus(StrEnum):
    """Where an action stands."""

    IDEA = "idea"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class GoalLevel(StrEnum):
    """A strategic goal is what should change for people; an operational goal (baat) is what we reach for it."""

    STRATEGIC = "strategic"
    OPERATIONAL = "operational"


class Light(StrEnum):
    """How an action goes, in the eyes of who reports."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class ChapterKind(StrEnum):
    """What a chapter of the plan is about."""

    OCCASION = "occasion"
    PROBLEM = "problem"
    COALITION = "coalition"
    VISION = "vision"
    AMBITION = "ambition"
    STRATEGY = "strategy"
    APPROACH = "approach"
    ORGANISATION = "organisation"
    MONITORING = "monitoring"
    COMMUNICATION = "communication"
    RISKS = "risks"
    PRECONDITIONS = "preconditions"
    MEANS = "means"
    EVALUATION = "evaluation"


class PassageKind(StrEnum):
    """What a numbered or bulleted item of the plan is."""

    POINT = "point"
    NEED = "need"
    FIGURE = "figure"
    STRATEGY = "strategy"
    RISK = "risk"
    PRINCIPLE = "principle"
    NETWORK = "network"
    EXAMPLE = "example"
    RESEARCH_QUESTION = "research_question"
    TRAINING_MODULE = "training_module"
    STEP = "step"
    EVENT = "event"
    RESULT = "result"


_ANY = frozenset(ActionStatus)


def _from(*sources: ActionStatus) -> frozenset[ActionStatus]:
    return frozenset(sources)


ACTION_WORKFLOW: Workflow[ActionStatus] = Workflow(
    [
        Transition(_from(ActionStatus.PLANNED, ActionStatus.STOPPED), ActionStatus.IDEA),
        Transition(_from(ActionStatus.IDEA, ActionStatus.RUNNING, ActionStatus.STOPPED), ActionStatus.PLANNED),
        Transition(_ANY - _from(ActionStatus.RUNNING), ActionStatus.RUNNING),
        Transition(_from(ActionStatus.PLANNED, ActionStatus.RUNNING), ActionStatus.DONE),
        Transition(_ANY - _from(ActionStatus.STOPPED, ActionStatus.DONE), ActionStatus.STOPPED, needs_reason=True),
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of something larger: how far it is (percent, or None where it does not count) and how heavily it weighs."""

    percent: int | None
    weight: int = 1


def weighted_mean(parts: Iterable[Part]) -> int | None:
    """The weighted mean of the parts that count, in whole percents (half up); None where nothing counts."""
    counting = [(part.percent, part.weight) for part in parts if part.percent is not None]
    weight = sum(weight for _, weight in counting)
    if weight == 0:
        return None
    total = sum(percent * weight for percent, weight in counting)
    return (2 * total + weight) // (2 * weight)


def action_progress(status: ActionStatus, milestones: Iterable[tuple[bool, int]], reported: int | None) -> int | None:
    """How far an action is, in percent; None where it does not count (stopped).

    `milestones` are (done, weight); `reported` is the percentage of the newest update that gave one, used only where the
    action has no milestones.
    """
    if status is ActionStatus.STOPPED:
        return None
    if status is ActionStatus.DONE:
        return 100
    if status is not ActionStatus.RUNNING:
        return 0
    share = weighted_mean(Part(100 if done else 0, weight) for done, weight in milestones)
    return share if share is not None else reported or 0

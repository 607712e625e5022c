"""The nouns of the plan."""

from app.plan.models.action import Action
from app.plan.models.chapter import Chapter, Passage
from app.plan.models.document import Plan
from app.plan.models.goal import Goal
from app.plan.models.progress import Attachment, Milestone, ProgressUpdate
from app.plan.models.ties import (
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTargetGroup,
    ActionTheme,
    Neighbourhood,
    TargetGroup,
)

__all__ = [
    "Action",
    "ActionContributor",
    "ActionNeighbourhood",
    "ActionPillar",
    "ActionTargetGroup",
    "ActionTheme",
    "Attachment",
    "Chapter",
    "Goal",
    "Milestone",
    "Neighbourhood",
    "Passage",
    "Plan",
    "ProgressUpdate",
    "TargetGroup",
]

"""The nouns of the plan."""

from app.plan import waiting  # noqa: F401 - registers what should wait because of these nouns
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
from app.plan.models.update_request import UpdateRequest

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
    "UpdateRequest",
]

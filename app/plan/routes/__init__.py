"""The addresses of the plan, by noun."""

from app.plan.routes import (
    actions,
    attachments,
    board,
    by_pillar,
    chapters,
    document,
    goals,
    listing,
    milestones,
    updates,
)
from app.plan.routes.blueprint import blueprint

__all__ = [
    "actions",
    "attachments",
    "blueprint",
    "board",
    "by_pillar",
    "chapters",
    "document",
    "goals",
    "listing",
    "milestones",
    "updates",
]

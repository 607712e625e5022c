"""The addresses of the plan, by noun."""

from app.plan.routes import (
    actions,
    answering,
    asking,
    attachments,
    board,
    by_pillar,
    chapters,
    document,
    goals,
    listing,
    milestones,
    telling,
    updates,
    year,
)
from app.plan.routes.blueprint import blueprint

__all__ = [
    "actions",
    "answering",
    "asking",
    "attachments",
    "blueprint",
    "board",
    "by_pillar",
    "chapters",
    "document",
    "goals",
    "listing",
    "milestones",
    "telling",
    "updates",
    "year",
]

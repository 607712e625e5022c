"""The nouns of contributions."""

from app.contributions import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.contributions.models.contribution import Contribution, ContributionAnswer
from app.contributions.models.period import ContributionPeriod, PeriodFacts
from app.contributions.models.pledge import MoneyStep, Pledge
from app.contributions.models.said import Said

__all__ = [
    "Contribution",
    "ContributionAnswer",
    "ContributionPeriod",
    "MoneyStep",
    "PeriodFacts",
    "Pledge",
    "Said",
]

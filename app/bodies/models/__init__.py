"""The nouns of bodies."""

from app.bodies import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.bodies.models.body import Body, BodyFacts
from app.bodies.models.host import ProjectHost
from app.bodies.models.regional import RegionalBody, RegionalBodyFacts
from app.bodies.models.seat import BodyMember, BodyOffice, SeatFacts

__all__ = [
    "Body",
    "BodyFacts",
    "BodyMember",
    "BodyOffice",
    "ProjectHost",
    "RegionalBody",
    "RegionalBodyFacts",
    "SeatFacts",
]

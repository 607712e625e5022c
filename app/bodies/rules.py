"""The words of bodies, and when a seat counts. Values in, values out."""

from datetime import date
from enum import StrEnum

from app.periods import PartialDate


class BodyKind(StrEnum):
    """The bodies that coalitions have. A core group (Almelo's core partners, 7.1) steers where there is no steering group."""

    STEERING_GROUP = "steering_group"
    CORE_GROUP = "core_group"
    PROJECT_TEAM = "project_team"
    WORKING_GROUP = "working_group"
    REGIONAL_BODY = "regional_body"
    COMMITTEE = "committee"


class SeatKind(StrEnum):
    """As what somebody sits in a body."""

    MEMBER = "member"
    EXPERT = "expert"
    INDEPENDENT = "independent"


class Office(StrEnum):
    """What one of those who sit in a body does for it, one at a time."""

    CHAIR = "chair"
    SECRETARY = "secretary"


class Successor(StrEnum):
    """What becomes of a seat that somebody leaves."""

    STAYS = "stays"
    GOES = "goes"
    MISTAKE = "mistake"


class When(StrEnum):
    """Whether a seat or an office counts on a day."""

    EARLIER = "earlier"
    NOW = "now"
    LATER = "later"


def when(starts: PartialDate | None, ends: PartialDate | None, today: date) -> When:
    """Whether what began at `starts` (None: nobody knows) and ended at `ends` (None: it did not) counts on the day `today`.

    On the last day that `ends` can mean somebody else has the place already, so that there are never two.
    """
    if ends is not None and ends.first_day <= today:
        return When.EARLIER
    if starts is not None and starts.first_day > today:
        return When.LATER
    return When.NOW


def is_after(ends: PartialDate | None, starts: PartialDate | None) -> bool:
    """Whether an end can lie at or after a beginning, as far as both are known."""
    return ends is None or starts is None or ends.last_day >= starts.first_day

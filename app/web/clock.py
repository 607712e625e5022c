"""What day it is for people in the Netherlands, wherever the server stands."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """The date of now in Amsterdam."""
    return datetime.now(AMSTERDAM).date()


def start_of(day: date) -> datetime:
    """The moment at which `day` begins in Amsterdam."""
    return datetime.combine(day, time(), AMSTERDAM)

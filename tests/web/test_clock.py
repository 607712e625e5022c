"""Trap 10: a day ends at 23:59 in Amsterdam, in summer and winter, wherever the server stands."""

from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from app.periods import PartialDate
from app.web import clock


@pytest.mark.parametrize(
    ("now", "day"),
    [
        # Winter: Amsterdam is one hour ahead of UTC.
        ("2026-12-31T22:59:59", "2026-12-31"),
        ("2026-12-31T23:00:00", "2027-01-01"),
        # Summer: two hours.
        ("2026-06-30T21:59:59", "2026-06-30"),
        ("2026-06-30T22:00:00", "2026-07-01"),
        # The nights in which the clock goes forward and back.
        ("2026-03-28T22:59:59", "2026-03-28"),
        ("2026-03-29T21:59:59", "2026-03-29"),
        ("2026-10-24T22:00:00", "2026-10-25"),
        ("2026-10-25T22:59:59", "2026-10-25"),
    ],
)
def test_the_last_minute_of_a_deadline_is_that_of_amsterdam(
    monkeypatch: pytest.MonkeyPatch, now: str, day: str
) -> None:
    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromisoformat(now).replace(tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Frozen)
    assert clock.today() == date.fromisoformat(day)
    assert not PartialDate.parse(day).has_passed(clock.today())
    assert PartialDate.parse(str(date.fromisoformat(day) - timedelta(days=1))).has_passed(clock.today())


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_day_on_which_the_clock_changes_has_its_own_length(day: str, hours: int) -> None:
    first = date.fromisoformat(day)
    begins, ends = (clock.start_of(moment).astimezone(UTC) for moment in (first, first + timedelta(days=1)))
    assert ends - begins == timedelta(hours=hours)

"""The clock's table."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from jobs.queue import Job
from jobs.schedule import Clock, Entry, Where, daily
from jobs.task import Task
from tenants import acting_outside, db
from tests.jobs.conftest import Workplace

QUARTER_PAST_THREE = daily(3, 15)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-01-10T02:15:00+00:00", "2026-01-10T03:15:00+01:00"),
        ("2026-01-10T02:14:59+00:00", "2026-01-09T03:15:00+01:00"),
        ("2026-07-10T01:15:00+00:00", "2026-07-10T03:15:00+02:00"),
        ("2026-03-29T01:20:00+00:00", "2026-03-29T03:15:00+02:00"),  # the night that summer time begins
        ("2026-10-25T01:30:00+00:00", "2026-10-24T03:15:00+02:00"),  # the night that it ends
        ("2026-10-25T02:30:00+00:00", "2026-10-25T03:15:00+01:00"),
    ],
)
def test_a_daily_moment_is_at_the_same_time_in_summer_and_winter(now: str, slot: str) -> None:
    assert QUARTER_PAST_THREE(datetime.fromisoformat(now)).isoformat() == slot


def _asked(workplace: Workplace, town: str) -> int:
    with workplace.world.inside(town):
        return db().scalar(select(func.count()).select_from(Task)) or 0


def test_a_slot_is_written_once_for_every_tenant_and_the_next_day_again(
    workplace: Workplace, new_job: Callable[[Callable[[], None]], Job[Any]]
) -> None:
    schedule = [Entry("greet", QUARTER_PAST_THREE, new_job(lambda: None), Where.EVERY_TENANT)]
    morning = datetime(2026, 1, 10, 8, tzinfo=UTC)
    clock = Clock(schedule)
    clock.tick(morning)
    clock.tick(morning + timedelta(minutes=1))
    Clock(schedule).tick(morning + timedelta(minutes=2))
    assert [_asked(workplace, town) for town in ("hengelo", "enschede")] == [1, 1]
    clock.tick(morning + timedelta(days=3))
    assert [_asked(workplace, town) for town in ("hengelo", "enschede")] == [2, 2]


def test_the_clock_goes_on_while_redis_is_away(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", f"unix://{workplace.folder}/nobody-listens.sock")
    workplace.forget_surroundings()
    with acting_outside():
        db().execute(
            text(
                "insert into task (id, actor_name, name, created_at) values (:id, '', 'probe', now() - interval '1 hour')"
            ),
            {"id": uuid4()},
        )
    Clock([]).tick(datetime.now(UTC))

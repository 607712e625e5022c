"""The clock's table, and what the product forgets by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, func, select, text

from app.accounts.models import Invitation, SignIn
from jobs.accounts import forget_expired_doors, forget_old_invitations
from jobs.cleaning import forget_old_tasks
from jobs.probe import probe
from jobs.queue import Job
from jobs.schedule import Clock, Entry, Where, daily
from jobs.task import Task
from tenants import Actor, acting_outside, db
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


def test_a_door_that_was_closed_for_a_month_is_forgotten_and_an_open_one_is_not(workplace: Workplace) -> None:
    person = workplace.world.people["reader@hengelo"]
    owner = create_engine(workplace.world.database.url("owner"))
    ages = {"seen": "40 days", "recent": "1 day"}
    with acting_outside(actor=Actor(person, "")):
        for name in (*ages, "ended"):
            db().add(SignIn(person_id=person, token_hash=name))
    with owner.begin() as connection_of_owner:
        for name, age in ages.items():
            connection_of_owner.execute(
                text("update sign_in set seen_at = now() - cast(:age as interval) where token_hash = :name"),
                {"age": age, "name": name},
            )
        connection_of_owner.execute(
            text("update sign_in set ended_at = now() - interval '40 days' where token_hash = 'ended'")
        )
        connection_of_owner.execute(
            text("""insert into password_reset (id, person_id, token_hash, expires_at)
                    values (gen_random_uuid(), :person, 'old', now() - interval '40 days'),
                           (gen_random_uuid(), :person, 'new', now() + interval '1 hour')"""),
            {"person": person},
        )
    with acting_outside():
        forget_expired_doors()
    with owner.connect() as connection_of_owner:
        left = connection_of_owner.scalars(
            text(
                "select token_hash from sign_in where person_id = :person union all select token_hash from password_reset"
            ),
            {"person": person},
        ).all()
    owner.dispose()
    assert sorted(left) == ["new", "recent"]


def test_an_old_invitation_and_an_old_task_are_forgotten_in_this_town_only(workplace: Workplace) -> None:
    for town in ("hengelo", "enschede"):
        with workplace.world.inside(town):
            task_id = probe.later(seconds=0)
            db().get_one(Task, task_id).finished_at = datetime.now(UTC) - timedelta(days=100)
            for invitation in db().scalars(select(Invitation)):
                invitation.expires_at = datetime.now(UTC) - timedelta(days=100)
    with workplace.world.inside("hengelo"):
        forget_old_invitations()
        forget_old_tasks()
    left = {}
    for town in ("hengelo", "enschede"):
        with workplace.world.inside(town):
            left[town] = (len(db().scalars(select(Invitation)).all()), len(db().scalars(select(Task)).all()))
    assert left == {"hengelo": (0, 0), "enschede": (1, 1)}

"""A task is written with the change that asks for it, or not at all; Redis is only the bell."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from jobs.probe import probe
from jobs.queue import queued
from jobs.sweeper import sweep
from jobs.task import Task
from tenants import acting_outside, db
from tests.jobs.conftest import Workplace


def _count(workplace: Workplace, town: str) -> int:
    with workplace.world.inside(town):
        return db().scalar(select(func.count()).select_from(Task)) or 0


def test_a_task_of_a_change_that_failed_was_never_asked_for(workplace: Workplace) -> None:
    with pytest.raises(ZeroDivisionError), workplace.world.inside("hengelo"):  # noqa: PT012 - the commit is what is tried
        probe.later(seconds=0)
        raise ZeroDivisionError
    assert _count(workplace, "hengelo") == 0
    assert queued() == set()


def test_the_bell_rings_after_the_commit_and_not_when_a_savepoint_is_released(workplace: Workplace) -> None:
    """Trap 3: SQLAlchemy's after_commit also fires for a savepoint."""
    with workplace.world.inside("hengelo"):
        with db().begin_nested():
            task_id = probe.later(seconds=0)
        assert queued() == set()
    assert queued() == {task_id}


def test_what_a_savepoint_took_back_is_not_done(workplace: Workplace) -> None:
    with workplace.world.inside("hengelo"):
        savepoint = db().begin_nested()
        taken_back = probe.later(seconds=0)
        savepoint.rollback()
        kept = probe.later(seconds=0)
    assert kept in queued()
    workplace.do_all()
    assert workplace.state(kept, "hengelo") == "done"
    assert workplace.state(taken_back, "hengelo") == ""


def test_asking_twice_with_one_key_is_one_task_in_each_town(workplace: Workplace) -> None:
    tasks: dict[str, set[UUID]] = {}
    for town in ("hengelo", "enschede"):
        for _ in range(2):
            with workplace.world.inside(town):
                tasks.setdefault(town, set()).add(probe.later(seconds=0, key="maandbericht"))
    with acting_outside():
        tasks["outside"] = {
            probe.later(seconds=0, key="maandbericht"),
            probe.later(seconds=0, key="maandbericht"),
        }
    assert [len(ids) for ids in tasks.values()] == [1, 1, 1]
    assert len(set.union(*tasks.values())) == 3


def test_tasks_without_a_key_are_never_the_same(workplace: Workplace) -> None:
    with workplace.world.inside("hengelo"):
        assert probe.later(seconds=0) != probe.later(seconds=0)


def test_arguments_that_do_not_fit_are_refused_when_asking(workplace: Workplace) -> None:
    with workplace.world.inside("hengelo"):
        with pytest.raises(TypeError, match="seconds"):
            probe.later(minutes=1)
        with pytest.raises(TypeError, match="JSON"):
            probe.later(seconds=datetime.now(UTC))


def test_a_town_sees_its_own_tasks_only_and_outside_one_sees_those_of_none(workplace: Workplace) -> None:
    asked: dict[str | None, UUID] = {}
    for town in ("hengelo", "enschede"):
        with workplace.world.inside(town):
            asked[town] = probe.later(seconds=0)
    with acting_outside():
        asked[None] = probe.later(seconds=0)
    for viewer in asked:
        seen = {place for place, task_id in asked.items() if workplace.task(task_id, viewer)}
        assert seen == {viewer}


def test_the_sweepers_function_tells_ids_and_nothing_else(workplace: Workplace) -> None:
    with workplace.world.inside("hengelo"):
        task_id = probe.later(seconds=0)
    with workplace.world.inside("enschede"):
        rows = db().execute(text("select * from open_tasks(interval '0')")).all()
    assert [tuple(row) for row in rows] == [(task_id, workplace.world.tenant("hengelo"))]


def test_while_redis_is_away_saving_goes_on_and_the_sweeper_rings_later(
    workplace: Workplace, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"unix://{workplace.folder}/nobody-listens.sock")
    workplace.forget_surroundings()
    with workplace.world.inside("hengelo"):
        task_id = probe.later(seconds=0)
    assert workplace.state(task_id, "hengelo") == "waiting"
    monkeypatch.setenv("REDIS_URL", redis_url)
    workplace.forget_surroundings()
    assert sweep(timedelta(minutes=1)) == 0, "whoever asked still has time to ring"
    assert sweep(timedelta(0)) == 1
    assert queued() == {task_id}
    assert sweep(timedelta(0)) == 0, "it is in the queue already"


def test_a_task_for_later_is_rung_for_when_its_moment_has_come(workplace: Workplace) -> None:
    with workplace.world.inside("hengelo"):
        task_id = probe.later(seconds=0, due=datetime.now(UTC) + timedelta(hours=1))
    assert queued() == set()
    workplace.do_all()
    assert sweep(timedelta(0)) == 0
    with workplace.world.inside("hengelo"):
        db().get_one(Task, task_id).due_at = datetime.now(UTC) - timedelta(seconds=1)
    assert sweep(timedelta(0)) == 1

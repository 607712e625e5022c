"""One attempt: the scope is emptied, the tenant entered, the work and its end are one transaction."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.plan.models import Goal
from jobs.queue import JOBS, Job, queued
from jobs.running import progress, run, running
from jobs.task import MOST_ATTEMPTS, Task
from tenants import Actor, current_scope, current_tenant, db, in_scope
from tests.jobs.conftest import Workplace, wait_until

NewJob = Callable[[Callable[..., None]], Job[Any]]


def _run(workplace: Workplace, task_id: UUID, town: str = "hengelo") -> None:
    run(str(task_id), str(workplace.world.tenant(town)))


def _make_due(workplace: Workplace, task_id: UUID) -> None:
    with workplace.world.inside("hengelo"):
        db().get_one(Task, task_id).due_at = datetime.now(UTC) - timedelta(seconds=1)


def test_a_job_acts_as_who_asked_within_the_town_whatever_scope_is_open_around(
    workplace: Workplace, new_job: NewJob
) -> None:
    seen: list[tuple[str, Actor]] = []

    @new_job
    def look() -> None:
        seen.append((current_tenant().slug, current_scope().actor))

    with workplace.world.inside("hengelo", "coordinator@hengelo"):
        task_id = look.later()
    with workplace.world.inside("enschede", "coordinator@enschede"):
        _run(workplace, task_id)
        assert current_tenant().slug == "enschede"
    assert seen == [("hengelo", workplace.world.actor("coordinator@hengelo"))]
    assert not in_scope()


def test_a_task_of_hengelo_cannot_touch_enschede(workplace: Workplace, new_job: NewJob) -> None:
    world = workplace.world
    goal = world.row("enschede", "goal", "operationeel")
    found: list[Goal | None] = []

    @new_job
    def reach(goal_id: str) -> None:
        found.append(db().get(Goal, UUID(goal_id)))
        db().execute(update(Goal).values(title="Van Hengelo"))

    with world.inside("hengelo"):
        task_id = reach.later(goal_id=str(goal))
    _run(workplace, task_id, "enschede")
    assert found == [], "under another town's name there is no such task"
    _run(workplace, task_id)
    assert found == [None]
    with world.inside("enschede"):
        assert db().get_one(Goal, goal).title == "Meer mensen aan tafel"
    with world.inside("hengelo"):
        assert set(db().scalars(select(Goal.title))) == {"Van Hengelo"}


def test_a_task_that_was_rung_for_twice_is_done_once(workplace: Workplace, new_job: NewJob) -> None:
    done: list[bool] = []
    count = new_job(lambda: done.append(True))
    with workplace.world.inside("hengelo"):
        task_id = count.later()
    for _ in range(2):
        _run(workplace, task_id)
    assert done == [True]


def test_while_one_worker_is_at_a_task_a_second_leaves_it_alone(
    workplace: Workplace, new_job: NewJob
) -> None:
    began, may_end, done = threading.Event(), threading.Event(), []

    @new_job
    def slow() -> None:
        done.append(True)
        began.set()
        assert may_end.wait(30)

    with workplace.world.inside("hengelo"):
        task_id = slow.later()
    first = threading.Thread(target=_run, args=(workplace, task_id))
    first.start()
    assert began.wait(30)
    _run(workplace, task_id)
    assert workplace.state(task_id, "hengelo") == "running"
    may_end.set()
    first.join()
    assert done == [True]
    assert workplace.state(task_id, "hengelo") == "done"


def test_progress_is_seen_by_others_while_the_work_itself_is_not(
    workplace: Workplace, new_job: NewJob
) -> None:
    began, may_end = threading.Event(), threading.Event()

    @new_job
    def slow() -> None:
        db().execute(update(Goal).values(title="Half werk"))
        progress(1, 4, "1 van 4 brieven")
        began.set()
        assert may_end.wait(30)

    with workplace.world.inside("hengelo"):
        task_id = slow.later()
    worker = threading.Thread(target=_run, args=(workplace, task_id))
    worker.start()
    assert began.wait(30)
    shown = workplace.task(task_id, "hengelo")
    with workplace.world.inside("hengelo"):
        assert "Half werk" not in set(db().scalars(select(Goal.title)))
    may_end.set()
    worker.join()
    assert shown is not None
    assert (shown.progress.percentage, shown.progress.sentence, shown.progress.ended) == (
        25,
        "1 van 4 brieven",
        False,
    )
    ended = wait_until(lambda: workplace.task(task_id, "hengelo"))
    assert (ended.progress.percentage, ended.progress.ended, ended.progress.failed) == (100, True, False)


def test_a_job_that_is_simply_called_shows_no_progress_and_needs_no_task(new_job: NewJob) -> None:
    @new_job
    def plain() -> None:
        progress(1, 2)
        assert running() is None

    plain()


def test_what_failed_is_undone_and_tried_again_five_times_with_growing_waits(
    workplace: Workplace, new_job: NewJob
) -> None:
    @new_job
    def fail() -> None:
        db().execute(update(Goal).values(title="Half werk"))
        message = "Het adres mevrouw@voorbeeld.example bestaat niet."
        raise ValueError(message)

    with workplace.world.inside("hengelo"):
        task_id = fail.later()
    waits = []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        _run(workplace, task_id)
        _run(workplace, task_id)
        row = workplace.task(task_id, "hengelo")
        assert row is not None
        assert row.attempts == attempt, "what is not due yet is left alone"
        assert "mevrouw" not in row.error
        if row.state == "waiting":
            waits.append(row.due_at - datetime.now(UTC))
        _make_due(workplace, task_id)
    assert workplace.state(task_id, "hengelo") == "failed"
    assert all(longer > shorter for shorter, longer in pairwise(waits))
    with workplace.world.inside("hengelo"):
        assert "Half werk" not in set(db().scalars(select(Goal.title)))


def test_an_attempt_that_another_worker_took_over_notes_no_failure(
    workplace: Workplace, new_job: NewJob
) -> None:
    @new_job
    def cut_off() -> None:
        with workplace.world.inside("hengelo"):
            db().execute(update(Task).values(attempts=Task.attempts + 1))
        raise ConnectionError

    with workplace.world.inside("hengelo"):
        task_id = cut_off.later()
    _run(workplace, task_id)
    row = workplace.task(task_id, "hengelo")
    assert row is not None
    assert (row.state, row.attempts, row.error) == ("running", 2, "")


def test_a_task_that_takes_its_worker_down_every_time_is_given_up(
    workplace: Workplace, new_job: NewJob
) -> None:
    harmless = new_job(lambda: None)
    with workplace.world.inside("hengelo"):
        task_id = harmless.later()
    with workplace.world.inside("hengelo"):
        row = db().get_one(Task, task_id)
        row.state, row.attempts = "running", MOST_ATTEMPTS
    _run(workplace, task_id)
    ended = workplace.task(task_id, "hengelo")
    assert ended is not None
    assert (ended.state, ended.error, ended.progress.failed) == ("failed", ended.progress.sentence, True)


def test_a_kind_of_task_that_no_longer_exists_fails_with_a_sentence(
    workplace: Workplace, new_job: NewJob
) -> None:
    gone = new_job(lambda: None)
    with workplace.world.inside("hengelo"):
        task_id = gone.later()
    del JOBS[gone.name]
    _run(workplace, task_id)
    ended = workplace.task(task_id, "hengelo")
    assert ended is not None
    assert ended.state == "failed"
    assert ended.error


def test_two_jobs_of_one_name_are_refused(new_job: NewJob) -> None:
    def same() -> None: ...

    new_job(same)
    with pytest.raises(ValueError, match="two jobs"):
        new_job(same)


def test_a_job_that_asks_for_another_rings_when_it_is_done(workplace: Workplace, new_job: NewJob) -> None:
    second = new_job(lambda: None)
    asked: list[UUID] = []

    @new_job
    def first() -> None:
        asked.append(second.later())
        assert asked[0] not in queued()

    with workplace.world.inside("hengelo"):
        task_id = first.later()
    _run(workplace, task_id)
    assert asked[0] in queued()

"""Doing one task: enter its tenant again, do the work and mark it done in one transaction.

Who holds the task's advisory lock is doing it. The lock ends with the transaction, also when its process is killed, so a task is never
done by two at once, and a `running` task that nobody holds has lost its worker. The row itself stays unlocked meanwhile: progress is
written to it from a transaction of its own.
"""

import logging
import time
from contextlib import AbstractContextManager
from contextvars import Context, ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update

from jobs.queue import JOBS
from jobs.task import MOST_ATTEMPTS, State, Task
from tenants import SYSTEM, acting_in, acting_outside, current_scope, db
from tenants.boundary import Scope

log = logging.getLogger("samenkracht.jobs")
FIRST_WAIT = timedelta(seconds=30)
STOPPED = "De verwerking is steeds halverwege gestopt."
UNKNOWN = "Deze soort taak bestaat niet meer."
WENT_WRONG = "Er ging iets mis bij de verwerking."

# The migration's function `open_tasks` computes the same number to see who is still at work.
_LOCK = text("select pg_try_advisory_xact_lock(hashtextextended(cast(:task as text), 0))")


@dataclass(frozen=True, slots=True)
class Running:
    """The task that is being done here: `key` is the same at every attempt, so what leaves the house can carry it."""

    id: UUID
    key: str
    attempt: int


_running: ContextVar[Running | None] = ContextVar("running_task", default=None)


def running() -> Running | None:
    """The task that is being done here, or None where a job was simply called."""
    return _running.get()


def progress(done: int, total: int, sentence: str = "") -> None:
    """Show how far the running task is, at once: written in a transaction of its own. Does nothing where a job was simply called."""
    task = running()
    if task is not None:
        with _scope(current_scope().tenant_id):
            changes = {"steps_done": done, "steps_total": total, "sentence": sentence}
            db().execute(update(Task).where(Task.id == task.id).values(changes))


def run(task_id: str, tenant_id: str | None) -> None:
    """Do the task, if it is still to be done and nobody else is at it. What a worker calls; the arguments come from Redis.

    Runs in an empty context: whatever scope is open around it does not exist for the job. Never raises for what the job does wrong.
    """
    Context().run(_run, UUID(task_id), UUID(tenant_id) if tenant_id else None)


def _run(task_id: UUID, tenant_id: UUID | None) -> None:
    task: Task | None = None
    began = time.perf_counter()
    try:
        with _scope(tenant_id) as scope:
            if not db().scalar(_LOCK, {"task": str(task_id)}):
                return
            task = _claim(task_id, tenant_id)
            if task is not None and task.state == State.RUNNING:
                scope.identify(task.actor)
                _do(task)
                _log(task, "done", began)
    except Exception as error:
        if task is None:
            raise
        _log(task, type(error).__name__, began)
        _fail(task, error)


def _log(task: Task, result: str, began: float) -> None:
    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    log.info(
        "task",
        extra={
            "task": task.id,
            "job": task.name,
            "result": result,
            "attempt": task.attempts,
            "milliseconds": milliseconds,
            "tenant": task.tenant_id,
            "actor": task.actor_id,
        },
    )


def _claim(task_id: UUID, tenant_id: UUID | None) -> Task | None:
    """Note, visible to all, that an attempt begins; None where there is nothing to do (any more, or yet)."""
    still_open = Task.state.in_((State.WAITING, State.RUNNING))
    is_due = Task.due_at <= func.clock_timestamp()
    with _scope(tenant_id):
        task = db().scalars(select(Task).where(Task.id == task_id, still_open, is_due)).one_or_none()
        if task is None:
            return None
        if task.attempts >= MOST_ATTEMPTS:
            _end(task, State.FAILED, STOPPED)
        elif task.name not in JOBS:
            _end(task, State.FAILED, UNKNOWN)
        else:
            task.state = State.RUNNING
            task.attempts += 1
            task.started_at = datetime.now(UTC)
        return task


def _do(task: Task) -> None:
    token = _running.set(Running(task.id, task.key or str(task.id), task.attempts))
    try:
        JOBS[task.name](**task.arguments)
    finally:
        _running.reset(token)
    # The claim left `task` in a session of its own, so this is the row's own statement, in the transaction of the work.
    remembered = JOBS[task.name].remembered(task.arguments)
    ended = {"state": State.DONE, "error": "", "arguments": remembered, "finished_at": func.clock_timestamp()}
    db().execute(update(Task).where(Task.id == task.id).values(ended))


def _fail(task: Task, error: Exception) -> None:
    """Note the failure in a transaction of its own, unless another worker took the task over meanwhile."""
    log.error("task failed", exc_info=error, extra={"task": task.id, "job": task.name})
    with _scope(task.tenant_id):
        same_attempt = select(Task).where(
            Task.id == task.id, Task.attempts == task.attempts, Task.state == State.RUNNING
        )
        row = db().scalars(same_attempt.with_for_update()).one_or_none()
        if row is None:
            return
        sentence = f"{WENT_WRONG} ({type(error).__name__})"
        if row.attempts >= MOST_ATTEMPTS:
            _end(row, State.FAILED, sentence)
        else:
            row.state, row.error = State.WAITING, sentence
            row.due_at = datetime.now(UTC) + FIRST_WAIT * 4 ** (row.attempts - 1)


def _end(task: Task, state: State, error: str) -> None:
    task.state, task.error, task.finished_at = state, error, datetime.now(UTC)
    if task.name in JOBS:
        task.arguments = JOBS[task.name].remembered(task.arguments)


def _scope(tenant_id: UUID | None) -> AbstractContextManager[Scope]:
    return acting_in(tenant_id, actor=SYSTEM) if tenant_id else acting_outside(actor=SYSTEM)

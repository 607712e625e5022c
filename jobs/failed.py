"""What failed, as the operator sees it: of whichever coalition, and without what it was about."""

import importlib
import logging
import pkgutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

import jobs
from app.refusals import Refusal
from jobs.queue import JOBS
from jobs.task import State, Task
from tenants import acting_in, acting_outside, current_scope, db
from tenants.boundary import Scope

log = logging.getLogger("samenkracht.jobs")
_PROCESSES = frozenset({"worker", "schedule"})
_FAILED = text("select * from failed_tasks()")


def know_all_jobs() -> None:
    """Import every module of this package, so that each `@job` is known by its name."""
    for module in pkgutil.iter_modules(jobs.__path__):
        if module.name not in _PROCESSES:
            importlib.import_module(f"jobs.{module.name}")


def failed_tasks() -> Sequence[Row[Any]]:
    """The tasks that failed and were not put aside, newest first: id, slug (None outside all), name, error, attempts, finished_at."""
    return db().execute(_FAILED).all()


def is_repeatable(name: str) -> bool:
    """Whether a failed task of this kind can be done again: not where its content was forgotten, as that of a mail."""
    know_all_jobs()
    return name in JOBS and JOBS[name].is_repeatable


def failed_task(task_id: UUID) -> Row[Any] | None:
    """One of them; None where it is not, or no longer, among them."""
    return next((row for row in failed_tasks() if row.id == task_id), None)


def do_again(task_id: UUID) -> None:
    """Let a failed task wait once more, as if it was never tried; the sweeper pushes it within half a minute.

    Raises Refusal where what it needs was not kept: a mail is forgotten once it cannot leave, because it may hold a link that opens a door.
    """
    with _scope_of(task_id):
        task = _still_failed(task_id)
        if not is_repeatable(task.name) or not JOBS[task.name].fits(task.arguments):
            raise Refusal(
                "Wat voor deze taak nodig is, is niet bewaard. Laat het opnieuw aanvragen en leg deze terzijde."
            )
        task.state, task.attempts, task.error = State.WAITING, 0, ""
        task.due_at, task.finished_at = datetime.now(UTC), None


def put_aside(task_id: UUID, reason: str) -> None:
    """Say why nobody needs to look at a failed task any more."""
    actor = current_scope().actor
    with _scope_of(task_id):
        task = _still_failed(task_id)
        task.aside_at, task.aside_by, task.aside_reason = datetime.now(UTC), actor.name, reason


def _scope_of(task_id: UUID) -> AbstractContextManager[Scope]:
    """A transaction of its own, where the task is."""
    row, actor = failed_task(task_id), current_scope().actor
    if row is None:
        raise Refusal("Deze taak staat niet meer bij wat mislukte.")
    log.info("failed task looked after", extra={"task": task_id, "tenant": row.tenant_id, "actor": actor.id})
    return acting_in(row.tenant_id, actor=actor) if row.tenant_id else acting_outside(actor=actor)


def _still_failed(task_id: UUID) -> Task:
    task = db().get(Task, task_id, with_for_update=True)
    if task is None or task.state != State.FAILED or task.aside_at is not None:
        raise Refusal("Deze taak staat niet meer bij wat mislukte.")
    return task

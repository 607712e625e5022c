"""`@job` and `.later()`: write a task in the current transaction, push its id to Redis once that transaction has committed.

Redis is only the bell: a task whose bell was not heard (Redis away, process killed after the commit) is pushed again by the sweeper.
"""

import inspect
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, ParamSpec
from uuid import UUID, uuid4

from redis import ConnectionError, Redis, RedisError  # noqa: A004 - Redis's own
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import event, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.settings import settings
from jobs.task import Task
from tenants import current_scope, db

P = ParamSpec("P")
Arguments = dict[str, Any]

NAME = "tasks"
RUN = "jobs.running.run"
_PENDING = "tasks to push after the commit"
_UNHEARD = "the queue was away after the commit"
_SECONDS_FOR_REDIS = 2
_LONGEST_SECONDS = 3600
log = logging.getLogger("samenkracht.jobs")


def _everything(arguments: Arguments) -> Arguments:
    return arguments


class Job(Generic[P]):
    """A function that can be done later. Calling it does it now, in the caller's own transaction."""

    def __init__(
        self, name: str, function: Callable[P, None], remembered: Callable[[Arguments], Arguments]
    ) -> None:
        self.name = name
        self.remembered = remembered
        self._function = function
        self._signature = inspect.signature(function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it now."""
        self._function(*args, **kwargs)

    @property
    def is_repeatable(self) -> bool:
        """Whether a task that failed still holds what it needs: otherwise it was forgotten on purpose."""
        return self.remembered is _everything

    def fits(self, arguments: Arguments) -> bool:
        """Whether the job can be done with these."""
        try:
            self._signature.bind(**arguments)
        except TypeError:
            return False
        return True

    def later(self, *, due: datetime | None = None, key: str | None = None, **arguments: Any) -> UUID:
        """Write a task in the current transaction; returns its id. It is done after the commit, or from `due` on.

        `arguments` are those of the function, by name, and must be JSON: ids as text, never rows. Asking again with the same `key` in the
        same coalition makes no second task and returns the id of the first. Raises TypeError where the arguments do not fit.
        """
        self._signature.bind(**arguments)
        json.dumps(arguments)
        scope, task_id = current_scope(), uuid4()
        asked = {
            "id": task_id,
            "actor_id": scope.actor.id,
            "actor_name": scope.actor.name,
            "name": self.name,
            "arguments": arguments,
            "key": key,
            "due_at": due or func.now(),
        }
        made = db().scalar(insert(Task).values(asked).on_conflict_do_nothing().returning(Task.id))
        if made is None:
            return db().scalars(select(Task.id).where(Task.key == key)).one()
        if due is None or due <= datetime.now(UTC):
            db().info.setdefault(_PENDING, []).append((task_id, scope.tenant_id))
        return task_id


JOBS: dict[str, Job[Any]] = {}


def job(
    name: str, *, remembered: Callable[[Arguments], Arguments] = _everything
) -> Callable[[Callable[P, None]], Job[P]]:
    """Make a function a job: `@job("mail.send")`. The name is stored in the task, so it never changes once it was used.

    `remembered` says what is kept of the arguments when the task has ended: secrets are not.
    """

    def make(function: Callable[P, None]) -> Job[P]:
        if name in JOBS:
            message = f"There are two jobs called {name!r}."
            raise ValueError(message)
        made = JOBS[name] = Job(name, function, remembered)
        return made

    return make


@cache
def connection() -> Redis:
    """This process's connection to Redis; it connects when it is first used. Raises RedisError where none is configured."""
    if not settings().redis_url:
        raise ConnectionError("REDIS_URL is not set.")
    return Redis.from_url(
        settings().redis_url, socket_timeout=_SECONDS_FOR_REDIS, socket_connect_timeout=_SECONDS_FOR_REDIS
    )


def queue(redis: Redis | None = None) -> Queue:
    """The one queue, through this connection or the process's own. JSON: with pickle, who writes to Redis could run code."""
    return Queue(NAME, connection=redis or connection(), serializer=JSONSerializer)


def push(task_id: UUID, tenant_id: UUID | None) -> None:
    """Ring for a worker. Ringing twice is harmless: the row decides. Raises RedisError while Redis is away."""
    queue().enqueue_call(
        RUN,
        args=(str(task_id), str(tenant_id) if tenant_id else None),
        # The sweeper reads from this id which tasks are in the queue already.
        job_id=f"{task_id}_{uuid4().hex[:8]}",
        description=f"task {task_id}",
        timeout=_LONGEST_SECONDS,
        result_ttl=0,
        failure_ttl=_LONGEST_SECONDS,
    )


def queued() -> set[UUID]:
    """The tasks whose id is in the queue now. Raises RedisError while Redis is away."""
    return {UUID(name.partition("_")[0]) for name in queue().job_ids}


def is_postponed(session: Session) -> bool:
    """Whether a task of the last commit of `session` could not be pushed: it is kept, and the sweeper pushes it once Redis is back."""
    return bool(session.info.pop(_UNHEARD, False))


@event.listens_for(Session, "after_commit")
def _push_what_was_written(session: Session) -> None:
    # SQLAlchemy also calls this when a savepoint is released; the rows are then not there yet for anyone else (design, trap 3).
    if session.in_nested_transaction():
        return
    for task_id, tenant_id in session.info.pop(_PENDING, []):
        try:
            push(task_id, tenant_id)
        except RedisError:
            log.warning("queue away; the sweeper pushes later", extra={"task": task_id, "tenant": tenant_id})
            # Whoever waits for the answer does not wait for each task in turn.
            session.info[_UNHEARD] = True
            return


@event.listens_for(Session, "after_rollback")
def _forget_what_was_not_written(session: Session) -> None:
    session.info.pop(_PENDING, None)

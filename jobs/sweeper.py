"""The sweeper: pushes again what should be in the queue and is not.

A waiting task whose bell was not heard (Redis was away, the web process was killed after its commit), a task whose moment came, and a
task whose worker died. Pushing once too often is harmless.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from jobs.queue import push, queued
from tenants import acting_outside, db

GRACE = timedelta(seconds=30)
_OPEN = text("select id, tenant_id from open_tasks(:grace)")


def open_tasks(grace: timedelta = GRACE) -> list[tuple[UUID, UUID | None]]:
    """The (task, tenant) pairs, of every tenant, that should be in the queue; `grace` is what a new task's own push gets."""
    with acting_outside():
        return [(row.id, row.tenant_id) for row in db().execute(_OPEN, {"grace": grace})]


def sweep(grace: timedelta = GRACE) -> int:
    """Push what should be in the queue and is not; returns how many. Raises RedisError while Redis is away."""
    found = open_tasks(grace)
    if not found:
        return 0
    already = queued()
    missing = [pair for pair in found if pair[0] not in already]
    for task_id, tenant_id in missing:
        push(task_id, tenant_id)
    return len(missing)

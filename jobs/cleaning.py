"""What the queue forgets by itself: tasks that ended long ago."""

from datetime import timedelta

from sqlalchemy import delete, func

from jobs.queue import job
from jobs.task import Task
from tenants import db

# Longer than any slot of the schedule, whose key must not return.
TERM = timedelta(days=90)


@job("tasks.forget_old")
def forget_old_tasks() -> None:
    """Remove the tasks of this coalition (or those outside all) that ended long ago."""
    db().execute(delete(Task).where(Task.finished_at < func.now() - TERM))

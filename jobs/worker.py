"""`python -m jobs.worker`: takes tasks from the queue, each in a process of its own that ends with the task, or with the worker.

Stopping means at once: a task that is cut off is simply done again (jobs/running.py). The worker itself holds no connection to the
database; each child makes its own.
"""

import ctypes
import logging
import os
import signal
import sys
import time
from types import FrameType
from typing import Any

from redis import Redis, RedisError
from rq import Worker
from rq.serializers import JSONSerializer

from app.settings import settings
from app.web import logs
from jobs.failed import know_all_jobs
from jobs.mail import renderer
from jobs.queue import queue
from tenants.database import connect, engine
from tenants.policies import weaknesses

# Loaded before any fork: a child should not load libraries.
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
# An idle worker says at least so often that it lives. One that was killed is missed after two minutes (RQ adds one).
_SECONDS_BETWEEN_SIGNS = 60
log = logging.getLogger("samenkracht.jobs")


class TaskWorker(Worker):
    """RQ's worker, whose child never outlives it, and which ends at the first signal."""

    # Seconds between two attempts while Redis is away; RQ would grow to a minute.
    max_connection_wait_time = 5

    def setup_work_horse_signals(self) -> None:
        """In the child, first of all: die when the worker dies (also by kill -9), and use a database connection of its own."""
        super().setup_work_horse_signals()  # type: ignore[no-untyped-call]  # RQ's, half typed
        if sys.platform == "linux":
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self.pid:
            os._exit(1)
        connect(settings().database_url)

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Say that it lives; also where Redis has forgotten that it was born: restarted empty, or a machine that slept for minutes."""
        if not self.connection.exists(self.key):
            self.register_birth()  # type: ignore[no-untyped-call]  # RQ's, half typed
        super().heartbeat(timeout, pipeline)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a signal handler
        """On SIGINT and SIGTERM: end now, the task too. RQ would wait for the task and ask for a second signal."""
        if self.horse_pid:
            self.kill_horse()
        # Not an exception: one that is raised while an object is being finalised gets lost.
        os._exit(0)


def refuse_what_is_unsafe() -> None:
    """Do not work with a database role that could cross the boundary. Leaves no connection open."""
    connect(settings().database_url)
    with engine().connect() as connection:
        found = weaknesses(connection)
    engine().dispose()
    if found:
        message = "The worker refuses to start:\n- " + "\n- ".join(found)
        raise RuntimeError(message)


def main() -> None:
    """Work until a signal ends it."""
    logs.configure(settings().log_level)
    know_all_jobs()
    refuse_what_is_unsafe()
    renderer()
    while True:
        try:
            take_tasks()
        except RedisError as error:
            log.warning("queue away; the worker begins again", extra={"away": type(error).__name__})
        time.sleep(1)


def take_tasks() -> None:
    """Take tasks one by one. Returns, or raises RedisError, where Redis went away at a moment that RQ has no patience for."""
    redis = Redis.from_url(settings().redis_url)
    worker = TaskWorker(
        [queue(redis)], connection=redis, serializer=JSONSerializer, worker_ttl=_SECONDS_BETWEEN_SIGNS
    )
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    main()

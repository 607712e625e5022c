"""How gunicorn serves: `gunicorn --config python:app.web.gunicorn "app.factory:create_app()"`. Each choice was measured.

One worker per core, the application loaded once before they are forked, and the garbage collector told to leave what was loaded
alone: the slowest percent of the pages became three times as fast, and the workers share their memory.
"""

import gc
import os
from pathlib import Path
from typing import Any

from app.settings import settings
from tenants.database import engine

_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes an unlinked file in it

bind = f"{settings().listen}:{settings().port}"
workers = int(os.environ.get("WEB_CONCURRENCY", _CORES))
# In production a proxy stands before us that buffers slow visitors, and threads only make pages wait for each other. Without a
# proxy a browser that connects ahead of time would occupy a whole worker: there a thread more costs less.
worker_class = "sync" if settings().in_production else "gthread"
threads = 1 if settings().in_production else 4
preload_app = True
timeout = 30
graceful_timeout = 10
# A worker that has grown is replaced; not all at the same moment.
max_requests = 2000
max_requests_jitter = 200
# The sign of life is a file: in memory, so that a slow disk kills no worker.
worker_tmp_dir = str(_SHARED_MEMORY) if _SHARED_MEMORY.is_dir() else None
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Before the workers are forked: what is loaded now stays, so the collector need not look at it again."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """In each worker: connections of its own, and a collector that looks less often, because a request makes much that dies young."""
    # Not closed: the sockets belong to the parent.
    engine().dispose(close=False)
    gc.set_threshold(20_000, 50, 100)

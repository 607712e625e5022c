"""The product's web, that dies by kill -9 at the worst of moments: after the commit, before it could ring for a worker."""

import os
import signal
from uuid import UUID

from app.factory import Samenkracht, create_app
from jobs import queue


def _die(task_id: UUID, tenant_id: UUID | None) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fragile_app() -> Samenkracht:
    """The application, with that fault in it."""
    queue.push = _die
    return create_app()

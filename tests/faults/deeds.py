"""Work that can be counted: `python -m tests.faults.deeds` is the product's worker, which knows one job more.

Each deed leaves an event with its name: none is a deed lost, two is a deed doubled.
"""

import time
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from app.history.models import Event, record
from app.plan.models import Plan
from jobs import worker
from jobs.queue import job
from jobs.running import progress
from tenants import db

PROGRESS_AFTER = 0.02


@job("test.deed")
def deed(name: str, seconds: float) -> None:
    """Leave an event called `name`, and be busy for a while before the commit: time to be killed in."""
    record("plan.edited", db().scalars(select(Plan)).one(), note=name)
    db().flush()
    time.sleep(PROGRESS_AFTER)
    progress(1, 2)
    time.sleep(seconds)


def ask_for(names: Iterable[str], seconds: float) -> None:
    """Write the tasks, in the coalition of the current scope."""
    for name in names:
        deed.later(name=name, seconds=seconds)


def done() -> Counter[str]:
    """How often each deed was done, in the coalition of the current scope."""
    return Counter(db().scalars(select(Event.note).where(Event.kind == "plan.edited", Event.note != "")))


if __name__ == "__main__":
    worker.main()

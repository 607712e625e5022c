"""`python -m jobs.schedule`: the clock. Writes the tasks of the schedule when their moment has come, and lets the sweeper sweep.

Any number of clocks may run: a moment becomes a task with the key (name, moment), and PostgreSQL keeps keys unique. A moment that passed
while no clock ran is caught up with once.
"""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from types import FrameType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from redis import RedisError
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from app.platform.models import Heartbeat, Pulse
from app.settings import settings
from app.web import logs
from jobs import agreements, audit, digest, joining, retention, todos
from jobs.queue import Job
from jobs.sweeper import sweep
from tenants import Tenant, acting_in, acting_outside, db
from tenants.database import connect

log = logging.getLogger("samenkracht.jobs")
_SECONDS_BETWEEN_SWEEPS = 15
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Where(Enum):
    """For whom a scheduled job runs."""

    OUTSIDE = "once, outside every coalition"
    EVERY_TENANT = "once for every tenant"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the schedule. `latest` says, for a moment, which slot came last; the name never changes once it was used."""

    name: str
    latest: Callable[[datetime], datetime]
    job: Job[Any]
    where: Where


def daily(hour: int, minute: int = 0) -> Callable[[datetime], datetime]:
    """Every day at this time in the Netherlands, summer and winter."""

    def latest(now: datetime) -> datetime:
        local = now.astimezone(_AMSTERDAM)
        slot = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
        return slot if slot <= local else slot - timedelta(days=1)

    return latest


# Between two and three at night the clock is changed twice a year; nothing is planned then.
SCHEDULE = (
    Entry("retention", daily(3, 15), retention.remove_expired, Where.EVERY_TENANT),
    Entry("retention-outside", daily(3, 25), retention.remove_expired, Where.OUTSIDE),
    Entry("check-chain", daily(4, 10), audit.check_chain, Where.EVERY_TENANT),
    Entry("agreements", daily(4, 15), agreements.every_night, Where.EVERY_TENANT),
    Entry("catch-up-todos", daily(4, 20), todos.catch_up_at_night, Where.EVERY_TENANT),
    Entry("remind-invited", daily(7, 20), joining.remind, Where.EVERY_TENANT),
    Entry("digest", daily(7), digest.ask_for_all, Where.OUTSIDE),
)


class Clock:
    """Remembers which slots it has written, so that an idle tick asks the database only what there is to sweep."""

    def __init__(self, schedule: Iterable[Entry] = SCHEDULE) -> None:
        self._schedule = tuple(schedule)
        self._written: dict[str, datetime] = {}

    def tick(self, now: datetime) -> None:
        """Write the tasks of the slots that came, then sweep. Never raises for a database or queue that is away: the next tick comes."""
        try:
            _say_alive()
            for entry in self._schedule:
                slot = entry.latest(now)
                if self._written.get(entry.name) != slot:
                    _write(entry, slot)
                    log.info("slot", extra={"job": entry.name, "slot": slot})
                    self._written[entry.name] = slot
            sweep()
        except (SQLAlchemyError, RedisError) as error:
            log.warning("clock", extra={"away": type(error).__name__})


def _say_alive() -> None:
    beat = insert(Heartbeat).values(name=Pulse.CLOCK, at=func.clock_timestamp())
    with acting_outside():
        db().execute(beat.on_conflict_do_update(index_elements=["name"], set_={"at": beat.excluded.at}))


def _write(entry: Entry, slot: datetime) -> None:
    key = f"schedule:{entry.name}:{slot.isoformat()}"
    if entry.where is Where.OUTSIDE:
        with acting_outside():
            entry.job.later(key=key)
        return
    for tenant_id in _tenants():
        with acting_in(tenant_id):
            entry.job.later(key=key)


def _tenants() -> list[UUID]:
    with acting_outside():
        return list(db().scalars(select(Tenant.id).order_by(Tenant.id)))


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Not an exception: one that is raised while an object is being finalised gets lost. What was not committed did not happen.
    os._exit(0)


def main() -> None:
    """Tick until a signal ends it."""
    # Set here, also where we inherited "ignore": a script's `make run &` starts us with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    logs.configure(settings().log_level)
    connect(settings().database_url)
    clock = Clock()
    while True:
        clock.tick(datetime.now(UTC))
        time.sleep(_SECONDS_BETWEEN_SWEEPS)


if __name__ == "__main__":
    main()

"""The state of the house as figures for Prometheus, read from the database at each scrape.

gunicorn has several processes, and each would count only its own requests: requests, with their durations, are in the logs (one JSON
line each). What is here is the same whichever process answers.
"""

from collections.abc import Iterable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from app.platform.queries import house, number_of_workers
from app.platform.rules import House, Matter
from tenants import acting_outside

TEXT = CONTENT_TYPE_LATEST


def figures() -> bytes:
    """What Prometheus reads. Also while the database or Redis is away: then it says so."""
    registry = CollectorRegistry()
    registry.register(_Figures())
    return generate_latest(registry)


class _Figures(Collector):
    def collect(self) -> Iterable[Gauge]:
        """Every figure, with the database's answer where it gives one."""
        try:
            with acting_outside():
                found = house()
        except SQLAlchemyError:
            yield Gauge("samenkracht_database_up", "Whether the database answers.", 0)
            yield from _queue_is_up(number_of_workers())
            return
        yield Gauge("samenkracht_database_up", "Whether the database answers.", 1)
        yield from _queue_is_up(found.workers)
        yield from _of_tasks(found)
        yield from _of_chains(found)
        yield from _moments(found)
        wrong = Gauge("samenkracht_attention", "1 for what the operator's page shows red.", labels=["matter"])
        for matter in Matter:
            wrong.add_metric([matter], matter in found.wrong)
        yield wrong


def _queue_is_up(workers: int | None) -> Iterator[Gauge]:
    yield Gauge("samenkracht_redis_up", "Whether Redis answers.", workers is not None)
    if workers is not None:
        yield Gauge("samenkracht_workers", "Workers that say that they live.", workers)


def _of_tasks(house: House) -> Iterator[Gauge]:
    tasks = Gauge("samenkracht_tasks", "Tasks by state; put aside ones are left out.", labels=["state"])  # fmt: skip
    for state, count in (("waiting", house.waiting), ("running", house.running), ("failed", house.failed)):
        tasks.add_metric([state], count)
    yield tasks
    yield Gauge(
        "samenkracht_task_oldest_waiting_seconds",
        "For how long the oldest waiting task could have been done.",
        house.longest_wait.total_seconds(),
    )


def _of_chains(house: House) -> Iterator[Gauge]:
    yield Gauge("samenkracht_coalitions", "Coalitions.", house.coalitions)
    head = Gauge("samenkracht_chain_head", "The number of the newest event of a coalition.", labels=["slug"])
    sound = Gauge("samenkracht_chain_sound", "Whether its history was found as written.", labels=["slug"])
    checked = Gauge("samenkracht_chain_checked_timestamp_seconds", "When that was last verified.", labels=["slug"])  # fmt: skip
    for chain in house.chains:
        head.add_metric([chain.slug], chain.number)
        if chain.checked_at is not None:
            sound.add_metric([chain.slug], not chain.broken)
            checked.add_metric([chain.slug], chain.checked_at.timestamp())
    yield from (head, sound, checked)


def _moments(house: House) -> Iterator[Gauge]:
    if house.backup_at is not None:
        yield Gauge(
            "samenkracht_backup_last_timestamp_seconds",
            "When the last backup was finished.",
            house.backup_at.timestamp(),
        )
        yield Gauge("samenkracht_backup_last_bytes", "Its size.", house.backup_size)
    if house.clock_at is not None:
        silent = (house.now - house.clock_at).total_seconds()
        yield Gauge("samenkracht_clock_silent_seconds", "Since the clock last ticked.", silent)

"""When the one who runs the product must do something: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_WAIT = timedelta(minutes=5)
LONGEST_SILENCE = timedelta(minutes=2)
# A day, and the time that the nightly work itself may take.
A_NIGHT_MISSED = timedelta(hours=26)


class Matter(StrEnum):
    """What is watched; in the order in which it is looked at."""

    QUEUE = "queue"
    FAILED = "failed"
    WORKERS = "workers"
    CLOCK = "clock"
    REDIS = "redis"
    CHAIN = "chain"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the history of a coalition ends, and what its last verification found; `fault` is empty where it was sound."""

    slug: str
    opened_at: datetime
    number: int
    checked_at: datetime | None
    fault: str
    fault_number: int | None
    fault_at: datetime | None

    @property
    def broken(self) -> bool:
        """Whether the last verification found something that does not fit."""
        return bool(self.fault)

    def overdue(self, now: datetime) -> bool:
        """Whether a night went by in which it was not verified."""
        return now - (self.checked_at or self.opened_at) > A_NIGHT_MISSED


@dataclass(frozen=True, slots=True)
class House:
    """How the whole house is, at the moment `now`. `workers` is None while Redis, which knows them, is away."""

    now: datetime
    waiting: int
    running: int
    failed: int
    oldest_waiting: datetime | None
    coalitions: int
    chains: Sequence[Chain]
    backup_at: datetime | None
    backup_size: int | None
    clock_at: datetime | None
    workers: int | None

    @property
    def longest_wait(self) -> timedelta:
        """For how long the task that waits longest could have been done."""
        return max(self.now - self.oldest_waiting, timedelta()) if self.oldest_waiting else timedelta()

    @property
    def _unsaved_since(self) -> datetime | None:
        """From when on nothing is saved elsewhere: the last backup, or else the first coalition; None where there is nothing to lose."""
        return self.backup_at or min((chain.opened_at for chain in self.chains), default=None)

    @property
    def wrong(self) -> frozenset[Matter]:
        """What asks for attention."""
        red = {
            Matter.QUEUE: self.longest_wait > LONGEST_WAIT,
            Matter.FAILED: self.failed > 0,
            Matter.WORKERS: self.workers == 0,
            Matter.CLOCK: _long_ago(self.clock_at, self.now, LONGEST_SILENCE),
            Matter.REDIS: self.workers is None,
            Matter.CHAIN: any(chain.broken or chain.overdue(self.now) for chain in self.chains),
            Matter.BACKUP: self._unsaved_since is not None
            and _long_ago(self._unsaved_since, self.now, A_NIGHT_MISSED),
        }
        return frozenset(matter for matter, is_red in red.items() if is_red)


def _long_ago(at: datetime | None, now: datetime, longest: timedelta) -> bool:
    return at is None or now - at > longest

"""The chain of history: whether every event of a coalition is as it was written, and where it is not.

Everything that migration 0004 computed in SQL is computed here once more, from what stands in the rows. What an attacker with the
owner's rights rewrites consistently to the end shows only against a head that was kept elsewhere: `ChainCheck` keeps the head of every
night, and `samenkracht audit verify` prints it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, cast, literal, select, true

from app.history.models import ChainCheck, ChainHead, Event
from tenants import current_tenant_id, db

BEFORE_THE_FIRST = bytes(32)
ERASED = "erased"
PERSON_ERASED = "person.erased"
NOBODY = UUID(int=0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROWS_AT_A_TIME = 500


class Fault(StrEnum):
    """What does not fit."""

    WHO = "who"
    WHAT = "what"
    ROW = "row"
    MISSING = "missing"
    CUT = "cut"
    END = "end"
    BEYOND = "beyond"
    OUTSIDE = "outside"
    ERASED = "erased"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that does not fit: in or at the event with this number, of this moment (None where there is no such event)."""

    fault: Fault
    number: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: the number of the last event that fits, its hash, and what is broken, if anything."""

    number: int
    hash: bytes
    broken: Broken | None = None


class _BrokenChain(Exception):  # noqa: N818 - the name is what it says
    def __init__(self, fault: Fault, number: int | None = None, at: datetime | None = None) -> None:
        super().__init__(fault)
        self.broken = Broken(fault, number, at)


def verify() -> Verdict:
    """Verify the chain of the coalition of this scope, event by event; one statement, so others may go on writing meanwhile."""
    walk = _Walk(current_tenant_id(), *_last_sound_head())
    try:
        with db().execute(_rows(), execution_options={"yield_per": _ROWS_AT_A_TIME}) as rows:
            for row in rows:
                walk.step(row)
        walk.arrive()
    except _BrokenChain as found:
        return Verdict(walk.number, walk.hash, found.broken)
    return Verdict(walk.number, walk.hash)


def keep(verdict: Verdict) -> ChainCheck:
    """Keep what a verification of the coalition of this scope found."""
    broken = verdict.broken
    check = ChainCheck(number=verdict.number, hash=verdict.hash)
    if broken is not None:
        check.fault, check.fault_number, check.fault_at = broken.fault, broken.number, broken.at
    db().add(check)
    return check


def _last_sound_head() -> tuple[int, bytes]:
    sound = select(ChainCheck.number, ChainCheck.hash).where(ChainCheck.fault == "")
    row = db().execute(sound.order_by(ChainCheck.at.desc()).limit(1)).one_or_none()
    return (row.number, row.hash) if row else (0, BEFORE_THE_FIRST)


def _rows() -> Any:
    """Every event by its number, those without one last; at least one row, for where the chain should end."""
    here = select(literal(1)).subquery()
    return (
        select(
            ChainHead.number.label("head_number"), ChainHead.hash.label("head_hash"),
            Event.id, Event.number, Event.at, Event.previous_hash, Event.hash,
            Event.who_salt, Event.who_hash, Event.actor_id, Event.actor_name,
            Event.what_salt, Event.what_hash, Event.kind, Event.subject_table, Event.subject_id, Event.subject_label,
            cast(Event.changes, Text).label("changes"), Event.note,
        )
        .select_from(here)
        .outerjoin(ChainHead, true())
        .outerjoin(Event, true())
        .order_by(Event.number)
    )  # fmt: skip


def part(value: object | None) -> bytes:
    """A part as it is hashed: its length goes before it, and absence has a sign of its own. The migration's `event_part`."""
    if value is None:
        return b"\x00"
    written = str(value).encode()
    return b"\x01" + len(written).to_bytes(8) + written


def link_of(tenant: UUID, previous: bytes, event: Any) -> bytes:
    """The hash of `event` after the one whose hash is `previous`, as the migration's `event_hash` computes it.

    Of `event` are needed: id, number, at, who_hash and what_hash.
    """
    microseconds = (event.at - _EPOCH) // timedelta(microseconds=1)
    linked = b"".join(
        (
            b"samenkracht event 1",
            previous,
            tenant.bytes,
            event.id.bytes,
            event.number.to_bytes(8),
            microseconds.to_bytes(8, signed=True),
            event.who_hash,
            event.what_hash,
        )
    )
    return sha256(linked).digest()


class _Walk:
    """One walk along a chain: where it is, and what must still be accounted for."""

    def __init__(self, tenant: UUID | None, known_number: int, known_hash: bytes) -> None:
        self.number, self.hash = 0, BEFORE_THE_FIRST
        self._tenant = tenant
        self._known = (known_number, known_hash)
        self._head: tuple[int, bytes] = (0, BEFORE_THE_FIRST)
        self._at: datetime | None = None
        # Per part the events that were erased and of which no erasure told yet.
        self._erased: dict[str, dict[int, datetime]] = {"who": {}, "what": {}}

    def step(self, row: Row[Any]) -> None:
        """Take the next event."""
        if row.head_number is not None:
            self._head = (row.head_number, row.head_hash)
        if row.id is None:
            return
        self._must_be_next(row)
        self._must_hold_what_it_held(row)
        self._must_link(row)
        self.number, self.hash, self._at = row.number, row.hash, row.at
        if self.number == self._known[0] and self.hash != self._known[1]:
            raise _BrokenChain(Fault.REWRITTEN, row.number, row.at)

    def arrive(self) -> None:
        """Say whether the end of the events is the end of the chain, and whether every erasure was told."""
        last, end = self._head
        if self.number < max(last, self._known[0]):
            raise _BrokenChain(Fault.END, self.number + 1)
        if (self.number, self.hash) != (last, end):
            raise _BrokenChain(Fault.BEYOND, self.number, self._at)
        untold = self._erased["who"] | self._erased["what"]
        if untold:
            raise _BrokenChain(Fault.ERASED, min(untold), untold[min(untold)])

    def _must_be_next(self, row: Row[Any]) -> None:
        if row.number is None:
            # One that should stand at the end may have lost its number.
            raise _BrokenChain(Fault.OUTSIDE, None, row.at)
        if row.number != self.number + 1:
            raise _BrokenChain(Fault.MISSING, self.number + 1, row.at)
        if row.previous_hash != self.hash:
            raise _BrokenChain(Fault.CUT, row.number, row.at)

    def _must_hold_what_it_held(self, row: Row[Any]) -> None:
        who = (row.actor_id, row.actor_name)
        if row.who_salt is None:
            self._must_be_blank("who", row, who, (None, ""))
        elif _hash(row.who_salt, who) != row.who_hash:
            raise _BrokenChain(Fault.WHO, row.number, row.at)
        what = (row.kind, row.subject_table, row.subject_id, row.subject_label, row.changes, row.note)
        if row.what_salt is None:
            self._must_be_blank("what", row, what, (ERASED, "", NOBODY, "", "{}", ""))
        elif _hash(row.what_salt, what) != row.what_hash:
            raise _BrokenChain(Fault.WHAT, row.number, row.at)
        elif row.kind == PERSON_ERASED:
            changes = json.loads(row.changes)
            for name, untold in self._erased.items():
                for number in numbers_in(str(changes.get(f"erased_{name}", ["", ""])[1])):
                    untold.pop(number, None)

    def _must_be_blank(
        self, name: str, row: Row[Any], found: tuple[Any, ...], blank: tuple[Any, ...]
    ) -> None:
        if found != blank:
            raise _BrokenChain(Fault(name), row.number, row.at)
        self._erased[name][row.number] = row.at

    def _must_link(self, row: Row[Any]) -> None:
        if link_of(self._tenant or NOBODY, row.previous_hash, row) != row.hash:
            raise _BrokenChain(Fault.ROW, row.number, row.at)


def _hash(salt: bytes, parts: Iterable[object | None]) -> bytes:
    return sha256(salt + b"".join(part(each) for each in parts)).digest()


def as_ranges(numbers: Iterable[int]) -> str:
    """Numbers as people write them: "3, 7-9"; `numbers_in` reads it back."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def numbers_in(ranges: str) -> Iterator[int]:
    """The numbers of "3, 7-9"."""
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", ranges):
        yield from range(int(first), int(last or first) + 1)

"""The lines of promises and gifts, and what each adds to the totals. Every total is a sum of lines: none counts twice, or not at all.

A line carries whole cents, whole minutes or a number of things; a total of one kind adds nothing to that of another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from app.contributions.rules.hours import worth
from app.contributions.rules.words import ContributionKind, Side, Standing, Step, Verdict

# What fills one promise can fill no other: of one partner, in one period, in one kind.
Pot = tuple[UUID, UUID, ContributionKind]


@dataclass(frozen=True, slots=True)
class Entry:
    """A promise as it was said last, or something that was given, as it was noted.

    `quantity` is in cents, in minutes, or 1 for something in kind (below zero where it takes back another); `value` is what the partner
    estimates something in kind to be worth, in cents. `promise_id` is the promise (its first row), or of a gift the one that it answers to.
    """

    id: UUID
    is_promise: bool
    promise_id: UUID | None
    partner_id: UUID
    partner: str
    sector: str
    circle: str
    period_id: UUID
    period: str
    rate: int | None
    kind: ContributionKind
    quantity: int
    value: int | None
    day: date
    what: str
    unit: str
    side: Side
    noted_by: str
    noted_at: datetime
    reason: str = ""
    verdict: Verdict | None = None
    answered_by: str = ""
    answered_at: datetime | None = None
    sentence: str = ""
    corrects_id: UUID | None = None
    corrected: bool = False
    withdrawn: bool = False
    step: Step | None = None
    step_day: date | None = None
    step_number: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Promised, and what became of it, in the unit of one kind."""

    promised: int = 0
    confirmed: int = 0
    awaiting: int = 0
    disputed: int = 0
    open: int = 0

    def __add__(self, other: Self) -> "Figures":
        """Both together."""
        return Figures(
            self.promised + other.promised,
            self.confirmed + other.confirmed,
            self.awaiting + other.awaiting,
            self.disputed + other.disputed,
            self.open + other.open,
        )

    def each(self, change: Callable[[int], int]) -> "Figures":
        """Every figure, changed."""
        figures = (self.promised, self.confirmed, self.awaiting, self.disputed, self.open)
        return Figures(*(change(figure) for figure in figures))

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self != Figures()


class Column(StrEnum):
    """The figures by name, as the address calls them."""

    PROMISED = "toegezegd"
    CONFIRMED = "bevestigd"
    AWAITING = "wacht"
    DISPUTED = "betwist"
    OPEN = "open"

    def of(self, figures: Figures) -> int:
        """That figure."""
        found: int = getattr(figures, self.name.lower())
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with what it adds. `worth` is in cents: hours at the rate of the coalition, or things at the estimate of the partner."""

    entry: Entry
    standing: Standing | None
    figures: Figures
    worth: Figures = field(default_factory=Figures)


def booked(entries: Iterable[Entry]) -> list[Line]:
    """What each entry adds. Of a partner and a period all entries must be there: what is still open of a promise hangs on the others."""
    entries = list(entries)
    standings = standings_of(entries)
    still_open = _open_of(entries, standings)
    return [_line(entry, standings.get(entry.id), still_open.get(entry.id, 0)) for entry in entries]


def standings_of(entries: Iterable[Entry]) -> dict[UUID, Standing]:
    """Where each thing given stands, by id; promises are absent."""
    given = {entry.id: entry for entry in entries if not entry.is_promise}
    return {entry.id: _standing(entry, given.get(entry.corrects_id)) for entry in given.values()}  # type: ignore[arg-type]


def _standing(entry: Entry, corrected: Entry | None) -> Standing:
    # Taken back before both had confirmed it: the two lines together are nothing.
    of = corrected or (entry if entry.corrected else None)
    if of is not None and of.verdict is not Verdict.CONFIRMED:
        return Standing.VOID
    return Standing(entry.verdict) if entry.verdict is not None else Standing.AWAITING


def _open_of(entries: Sequence[Entry], standings: dict[UUID, Standing]) -> dict[UUID, int]:
    """What is still open of each promise: gifts fill their own promise, and what is beyond it the oldest of its kind."""
    left = {entry.id: entry.quantity for entry in entries if _stands(entry)}
    promises: dict[Pot, list[Entry]] = defaultdict(list)
    for entry in sorted((e for e in entries if _stands(e)), key=lambda e: (e.day, e.noted_at, str(e.id))):
        promises[_pot(entry)].append(entry)
    loose: dict[Pot, int] = defaultdict(int)
    for pot, promise_id, quantity in _given(entries, standings):
        named = next((promise for promise in promises[pot] if promise.promise_id == promise_id), None)
        taken = min(left[named.id], max(0, quantity)) if named is not None else 0
        if named is not None:
            left[named.id] -= taken
        if pot[2] is not ContributionKind.KIND:
            loose[pot] += quantity - taken
    for pot, quantity in loose.items():
        _fill(left, promises[pot], quantity)
    return left


def _given(
    entries: Sequence[Entry], standings: dict[UUID, Standing]
) -> Iterator[tuple[Pot, UUID | None, int]]:
    """Per pot and promise how much was given, whether both confirmed it already or one of them."""
    sums: dict[tuple[Pot, UUID | None], int] = defaultdict(int)
    for entry in entries:
        if standings.get(entry.id) in (Standing.AWAITING, Standing.CONFIRMED):
            sums[_pot(entry), entry.promise_id] += entry.quantity
    for (pot, promise_id), quantity in sums.items():
        yield pot, promise_id, quantity


def _fill(left: dict[UUID, int], promises: Sequence[Entry], quantity: int) -> None:
    for promise in promises:
        taken = min(left[promise.id], max(0, quantity))
        left[promise.id] -= taken
        quantity -= taken


def _stands(entry: Entry) -> bool:
    return entry.is_promise and not entry.withdrawn


def _pot(entry: Entry) -> Pot:
    return entry.partner_id, entry.period_id, entry.kind


def _line(entry: Entry, standing: Standing | None, still_open: int) -> Line:
    if entry.withdrawn or standing is Standing.VOID:
        figures = Figures()
    elif standing is None:
        figures = Figures(promised=entry.quantity, open=still_open)
    else:
        figures = Figures(**{standing.value: entry.quantity})
    return Line(entry, standing, figures, _worth(entry, figures))


def _worth(entry: Entry, figures: Figures) -> Figures:
    rate, value = entry.rate, entry.value
    if entry.kind is ContributionKind.HOURS and rate is not None:
        return figures.each(lambda minutes: worth(minutes, rate))
    if entry.kind is ContributionKind.KIND and value is not None:
        return figures.each(lambda number: number * value)
    return Figures()


@dataclass(frozen=True, slots=True)
class Total:
    """What lines of one kind come to; `without` is how much of it has no rate or no estimate, in its own unit."""

    kind: ContributionKind
    figures: Figures = field(default_factory=Figures)
    worth: Figures = field(default_factory=Figures)
    without: Figures = field(default_factory=Figures)

    def plus(self, line: Line) -> "Total":
        """With this line."""
        valued = (
            line.entry.rate is not None
            if self.kind is ContributionKind.HOURS
            else line.entry.value is not None
        )
        without = self.without if valued else self.without + line.figures
        return Total(self.kind, self.figures + line.figures, self.worth + line.worth, without)


def totals(lines: Iterable[Line]) -> dict[ContributionKind, Total]:
    """The total of each kind; of every kind there is one."""
    found = {kind: Total(kind) for kind in ContributionKind}
    for line in lines:
        found[line.entry.kind] = found[line.entry.kind].plus(line)
    return found

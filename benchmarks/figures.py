"""From rounds to a table: medians over the rounds, and ratios to `one` within the same round."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.load import Measured
from benchmarks.pages import Subject, Weight

FLOOR = "one"
_HEAD = [
    "page",
    "p50 ms",
    "p95 ms",
    "p99 ms",
    "p50 ÷ one",
    "p99 ÷ p50",
    "requests/s",
    "÷ one",
    "SQL",
    "KB",
    "KB sent",
]


@dataclass(frozen=True, slots=True)
class Figures:
    """One subject in one round: milliseconds on one connection, and requests per second on many."""

    p50: float
    p95: float
    p99: float
    rate: float


Round = dict[str, Figures]


def figures(alone: Measured, together: Measured) -> Figures:
    """What a round says of a subject, from asking on one connection and on many."""
    # cut[n - 1] is the n-th percentile.
    cut = [1000 * seconds for seconds in statistics.quantiles(alone.durations, n=100, method="inclusive")]
    return Figures(cut[49], cut[94], cut[98], len(together.durations) / together.elapsed)


def middle(rounds: Sequence[Round], of: Callable[[Round], float]) -> float:
    """The median over the rounds of what `of` makes of each."""
    return statistics.median(of(each) for each in rounds)


def table(subjects: Sequence[Subject], rounds: Sequence[Round], weights: dict[str, Weight]) -> str:
    """Everything as a table in Markdown; readable as plain text too."""
    rows = [_HEAD, *(_row(subject.name, rounds, weights.get(subject.name)) for subject in subjects)]
    return _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a table in Markdown, the first row its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    rule = "|".join(["", "-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:]), ""])
    return "\n".join([lines[0], rule, *lines[1:]])


def growth(grown: dict[int, Sequence[Round]], names: Sequence[str]) -> str:
    """How pages take longer with more coalitions: p50 as ratio to `one` in the same round, and that as ratio to the fewest coalitions.

    The database only grows, so these rounds cannot be interleaved: `one` says how busy the machine was meanwhile.
    """
    counts = sorted(grown)
    head = ["p50 ÷ one", *(f"{count} coalitions" for count in counts)]
    return _aligned([head, *([name, *_growing(name, [grown[count] for count in counts])] for name in names)])


def _growing(name: str, steps: Sequence[Sequence[Round]]) -> list[str]:
    ratios = [middle(rounds, lambda each: each[name].p50 / each[FLOOR].p50) for rounds in steps]
    return [f"{ratio:.1f} (× {ratio / ratios[0]:.2f})" for ratio in ratios]


def _row(name: str, rounds: Sequence[Round], weight: Weight | None) -> list[str]:
    speed = [
        f"{middle(rounds, lambda each: each[name].p50):.2f}",
        f"{middle(rounds, lambda each: each[name].p95):.2f}",
        f"{middle(rounds, lambda each: each[name].p99):.2f}",
        f"{middle(rounds, lambda each: each[name].p50 / each[FLOOR].p50):.1f}",
        f"{middle(rounds, lambda each: each[name].p99 / each[name].p50):.2f}",
        f"{middle(rounds, lambda each: each[name].rate):.0f}",
        f"{middle(rounds, lambda each: each[name].rate / each[FLOOR].rate):.3f}",
    ]
    if weight is None:
        return [name, *speed, "", "", ""]
    return [
        name,
        *speed,
        f"{weight.statements}",
        f"{weight.plain / 1000:.1f}",
        f"{weight.compressed / 1000:.1f}",
    ]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"| {cells[0]:<{len(name)}} | {' | '.join(numbers)} |"

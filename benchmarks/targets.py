"""What the Overview is to reach, and whether it does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.figures import FLOOR, Round
from benchmarks.pages import KEPT, OVERVIEW, UNCHANGED


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on what `of` makes of a round for the subject `name`; from above, or with `least` from below."""

    name: str
    what: str
    bound: float
    of: Callable[[Round, str], float]
    least: bool = False

    def verdict(self, rounds: Sequence[Round]) -> str:
        """The median over the rounds, and whether the target is reached."""
        value = median(self.of(each, self.name) for each in rounds)
        return _verdict(f"{self.name}: {self.what}", value, self.bound, least=self.least)


def _p50(each: Round, name: str) -> float:
    return each[name].p50 / each[FLOOR].p50


def _tail(each: Round, name: str) -> float:
    return each[name].p99 / each[name].p50


def _rate(each: Round, name: str) -> float:
    return each[name].rate / each[FLOOR].rate


_P50, _TAIL, _RATE = "p50 ÷ one", "p99 ÷ p50", "requests/s ÷ one"
TARGETS = [
    *(Target(name, _P50, 7, _p50) for name in (OVERVIEW, KEPT)),
    *(Target(name, _TAIL, 1.6, _tail) for name in (OVERVIEW, KEPT)),
    Target(UNCHANGED, _RATE, 0.5, _rate, least=True),
    *(Target(name, f"{_RATE} (to aim for)", 0.15, _rate, least=True) for name in (OVERVIEW, KEPT)),
]
# Of p50 ÷ one with so many coalitions, what it may be times that with the fewest.
GROWTH = {342: 1.5, 2000: 2.0}


def verdicts(rounds: Sequence[Round], grown: Mapping[int, Sequence[Round]]) -> str:
    """A line for each target that these rounds say something about."""
    measured = rounds[0].keys()
    lines = [target.verdict(rounds) for target in TARGETS if target.name in measured]
    ratios = {count: median(_p50(each, OVERVIEW) for each in steps) for count, steps in grown.items()}
    lines += [
        _verdict(
            f"{OVERVIEW}: with {count} coalitions × that with {min(ratios)}",
            ratio / ratios[min(ratios)],
            GROWTH[count],
        )
        for count, ratio in ratios.items()
        if count in GROWTH
    ]
    return "\n".join(lines)


def _verdict(what: str, value: float, bound: float, *, least: bool = False) -> str:
    reached = value >= bound if least else value <= bound
    said = "at least" if least else "at most"
    return f"- {'reached' if reached else 'NOT reached'}: {what} {value:.2f}, {said} {bound:g}"

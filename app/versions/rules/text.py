"""Two texts side by side: which lines are new, gone or changed, and within a changed line which words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Two lines with fewer words in common are two lines, not one that changed.
_ALIKE = 0.4
# So far ahead one looks for what a line became.
_LINES_AHEAD = 40
# Unchanged words on each side of a change that stay visible in a long line.
_WORDS_AROUND = 24


class Mark(StrEnum):
    """What became of a line or a word."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row of which the same became; FOLDED leaves out `count` unchanged words."""

    mark: Mark
    text: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of either text, in pieces; FOLDED leaves out `count` unchanged lines."""

    mark: Mark
    pieces: tuple[Piece, ...] = ()
    count: int = 0


@dataclass
class Effort:
    """How much comparing is left: matching is quadratic in what differs, so a page has a limit, and says where it stopped."""

    left: int = 800_000

    def spend(self, steps: int) -> bool:
        """Take so many steps, or refuse where too few are left."""
        affordable = steps <= self.left
        if affordable:
            self.left -= steps
        return affordable


def words(before: str, after: str, effort: Effort) -> tuple[Piece, ...] | None:
    """One line that became another, in pieces; None where that would take too long."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    begin, end = _shared(old, new)
    middle, changed = old[begin : len(old) - end], new[begin : len(new) - end]
    if not effort.spend(len(middle) * len(changed)):
        return None
    pieces = [Piece(Mark.SAME, "".join(old[:begin]))]
    matches = SequenceMatcher(_is_space, middle, changed, autojunk=False).get_opcodes()
    for kind, i, j, k, m in _without_lone_spaces(matches, middle):
        gone, added = "".join(middle[i:j]), "".join(changed[k:m])
        marks = [(Mark.SAME, gone)] if kind == "equal" else [(Mark.GONE, gone), (Mark.NEW, added)]
        pieces += [Piece(mark, text) for mark, text in marks if text]
    pieces.append(Piece(Mark.SAME, "".join(old[len(old) - end :])))
    return tuple(_joined(pieces))


def lines(before: str, after: str, effort: Effort) -> list[Line] | None:
    """Two texts line by line, blank lines set aside; None where they differ too much to be matched in reasonable time."""
    old = [line.rstrip() for line in before.splitlines() if line.strip()]
    new = [line.rstrip() for line in after.splitlines() if line.strip()]
    begin, end = _shared(old, new)
    middle, changed = old[begin : len(old) - end], new[begin : len(new) - end]
    if not effort.spend(len(middle) * len(changed)):
        return None
    found = [_same(line) for line in old[:begin]]
    for kind, i, j, k, m in SequenceMatcher(None, middle, changed, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [_same(line) for line in middle[i:j]]
        else:
            found += _paired(middle[i:j], changed[k:m], effort)
    return found + [_same(line) for line in old[len(old) - end :]]


def folded(compared: Sequence[Line], around: int = 1) -> list[Line]:
    """The same with long unchanged stretches left out and counted: of lines, and of words within a changed line."""
    changed = [place for place, line in enumerate(compared) if line.mark is not Mark.SAME]
    near = {place + step for place in changed for step in range(-around, around + 1)}
    shown: list[Line] = []
    for place, line in enumerate(compared):
        if place in near:
            shown.append(Line(line.mark, tuple(_shortened(line.pieces))))
        elif shown and shown[-1].mark is Mark.FOLDED:
            shown[-1] = Line(Mark.FOLDED, count=shown[-1].count + 1)
        else:
            shown.append(Line(Mark.FOLDED, count=1))
    return shown


def _is_space(token: str) -> bool:
    return token.isspace()


def _shared(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are the same at the beginning, and how many of the rest at the end: what is not in between needs no matching."""
    shortest = min(len(old), len(new))
    begin = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    rest = shortest - begin
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return begin, end


def _without_lone_spaces(
    matches: Iterable[tuple[str, int, int, int, int]], old: Sequence[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    """The matches, in which only a space between two changes belongs to the changes: "the old man" reads better in one piece."""
    steps = list(matches)
    for place, (kind, i, j, k, m) in enumerate(steps):
        inside = 0 < place < len(steps) - 1
        lone = kind == "equal" and inside and all(token.isspace() for token in old[i:j])
        yield ("replace" if lone else kind), i, j, k, m


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What is gone in a row before what is new in a row: "a b" became "c d", not a c b d."""
    gone, new = "", ""
    for piece in [*pieces, Piece(Mark.SAME, "")]:
        if piece.mark is Mark.GONE:
            gone += piece.text
        elif piece.mark is Mark.NEW:
            new += piece.text
        else:
            yield from (Piece(mark, text) for mark, text in ((Mark.GONE, gone), (Mark.NEW, new)) if text)
            gone = new = ""
            if piece.text:
                yield piece


def _same(line: str) -> Line:
    return Line(Mark.SAME, (Piece(Mark.SAME, line),))


def _paired(old: Sequence[str], new: Sequence[str], effort: Effort) -> Iterator[Line]:
    """Lines that were replaced: each old one with the first new one that resembles it, the others by themselves."""
    said = [set(line.split()) for line in new]
    partner_of: dict[int, int] = {}
    at = 0
    for place, line in enumerate(old):
        near = range(at, min(at + _LINES_AHEAD, len(new)))
        partner = next((other for other in near if _are_alike(set(line.split()), said[other])), None)
        if partner is not None:
            partner_of[place], at = partner, partner + 1
    told = 0
    for place, line in enumerate(old):
        partner = partner_of.get(place)
        changed = words(line, new[partner], effort) if partner is not None else None
        if partner is None or changed is None:
            yield Line(Mark.GONE, (Piece(Mark.GONE, line),))
            continue
        yield from (Line(Mark.NEW, (Piece(Mark.NEW, added),)) for added in new[told:partner])
        yield Line(Mark.CHANGED, changed)
        told = partner + 1
    yield from (Line(Mark.NEW, (Piece(Mark.NEW, added),)) for added in new[told:])


def _are_alike(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) >= _ALIKE * (len(one) + len(other))


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A changed line with its long unchanged stretches left out; a line that stayed as it was keeps only its beginning."""
    for place, piece in enumerate(pieces):
        tokens = piece.text.split(" ")
        if piece.mark is not Mark.SAME or len(tokens) <= 3 * _WORDS_AROUND:
            yield piece
            continue
        first = tokens[:_WORDS_AROUND] if place > 0 or len(pieces) == 1 else []
        last = tokens[-_WORDS_AROUND:] if place < len(pieces) - 1 else []
        left_out = len(tokens) - len(first) - len(last)
        if first:
            yield Piece(Mark.SAME, " ".join(first))
        yield Piece(Mark.FOLDED, "", left_out)
        if last:
            yield Piece(Mark.SAME, " ".join(last))

"""The life of an agreement with one partner, what a hash is taken of, periods, and which file is welcome. Values in, values out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from app.refusals import Refusal
from app.workflow import Transition, Workflow


class AgreementKind(StrEnum):
    """What the coalition calls it."""

    COVENANT = "covenant"
    COOPERATION = "cooperation"
    DECLARATION = "declaration"
    OTHER = "other"


class PartyState(StrEnum):
    """Where the agreement with one partner stands (docs/partners.md, Agreements)."""

    SENT = "sent"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    EXPIRED = "expired"


class Way(StrEnum):
    """How it was signed: here, by a member who may, or on paper, of which the coalition keeps a copy."""

    HERE = "here"
    PAPER = "paper"


_S = PartyState

# A signature is never undone: a signed agreement ends by its date, or because another came in its place.
SIGNING: Workflow[PartyState] = Workflow(
    [
        Transition(frozenset({_S.SENT}), _S.SIGNED),
        Transition(frozenset({_S.SENT}), _S.DECLINED, needs_reason=True),
        Transition(frozenset({_S.SENT}), _S.WITHDRAWN, needs_reason=True),
        Transition(frozenset({_S.SENT, _S.SIGNED}), _S.REPLACED),
        Transition(frozenset({_S.SENT, _S.SIGNED}), _S.EXPIRED),
    ]
)
# With these the partner has a question open, or an agreement.
STANDING = (PartyState.SENT, PartyState.SIGNED)


def closed(state: PartyState) -> Refusal:
    """Why nothing can be signed, declined or taken back where this is the state: the sentence for who tries."""
    return {
        PartyState.SIGNED: Refusal("Deze overeenkomst is al ondertekend."),
        PartyState.DECLINED: Refusal(
            "Deze organisatie heeft de overeenkomst afgewezen. De coalitie kan haar opnieuw versturen."
        ),
        PartyState.WITHDRAWN: Refusal(
            "De coalitie heeft deze vraag ingetrokken. Er is niets meer te ondertekenen."
        ),
        PartyState.REPLACED: Refusal("Er is een nieuwere tekst in plaats van deze gekomen."),
    }.get(state, Refusal("De periode van deze overeenkomst is voorbij. Vraag de coalitie om een nieuwe."))


# Days before the end of an agreement at which both are reminded (the first is also when it begins to wait).
REMINDERS = (60, 14)
# Who is asked to sign is asked to do so within so many days, unless the coalition says another day.
ANSWER_WITHIN = timedelta(days=30)
LARGEST_FILE = 10 * 1024 * 1024
_LONGEST_YEARS = 15
_TAIL = 1024
_IN_EVERY_MONTH = 28


def text_hash(title: str, text: str) -> str:
    """SHA-256 of a text as people can check it: the title, an empty line, the text, in UTF-8. The database computes the same."""
    return sha256(f"{title}\n\n{text}".encode()).hexdigest()


def hash_of(statement: Mapping[str, str]) -> str:
    """SHA-256 of what was signed: its parts as JSON, sorted by name, without spaces, in UTF-8."""
    return sha256(written(statement).encode()).hexdigest()


def written(statement: Mapping[str, str]) -> str:
    """What the hash of a signature is taken of: JSON, sorted by name, without spaces."""
    return json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def one_line_ends(text: str) -> str:
    """The text with the line ends that a browser sends made those that we keep, so that its hash depends on no browser."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def guard_period(first: date, last: date) -> None:
    """Refuse a period that ends before it begins, or that lasts longer than anybody means."""
    if last < first:
        raise Refusal("Het einde ligt vóór het begin.", about="valid_until")
    if last.year - first.year > _LONGEST_YEARS:
        raise Refusal(
            "Kies een einde binnen %(years)s jaar na het begin.", about="valid_until", years=_LONGEST_YEARS
        )


def next_period(first: date, last: date) -> tuple[date, date]:
    """The period that follows on this one and lasts as long: so many whole months where it does, otherwise so many days."""
    begins = last + timedelta(days=1)
    months = (begins.year - first.year) * 12 + begins.month - first.month
    # Of a day that not every month has, months cannot be counted.
    if begins.day == first.day <= _IN_EVERY_MONTH and months > 0:
        after = begins.year * 12 + begins.month - 1 + months
        return begins, date(after // 12, after % 12 + 1, begins.day) - timedelta(days=1)
    return begins, begins + (last - first)


def reminder_due(last: date, today: date) -> int | None:
    """Which reminder is due on this day, as its days before the end; None where none is (yet), or where it has ended.

    Where a clock stood still, or the agreement is shorter than that, only the nearest is sent.
    """
    left = (last - today).days
    due = [days for days in REMINDERS if 0 <= left <= days]
    return min(due) if due else None


def guard_pdf(content: bytes) -> None:
    """Refuse what is no PDF by its content, whatever it calls itself, or is too large."""
    if not content:
        raise Refusal("Dit bestand is leeg.", about="file")
    if len(content) > LARGEST_FILE:
        raise Refusal("Dit bestand is te groot. Kies een bestand van ten hoogste 10 MB.", about="file")
    # Both ends: the first signs alone are easily put before something else, and a file cut short has no end.
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-_TAIL:]:
        raise Refusal(
            "De inhoud van dit bestand is geen hele pdf. Sla het opnieuw op en kies het nog eens.",
            about="file",
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand where, of one agreement."""

    counts: Mapping[str, int]

    @property
    def asked(self) -> int:
        """How many were ever asked and were not taken back."""
        return sum(number for state, number in self.counts.items() if state != PartyState.WITHDRAWN)

    def of(self, *states: PartyState) -> int:
        """How many are in these states."""
        return sum(self.counts.get(state, 0) for state in states)


def tally(states: Iterable[str]) -> Tally:
    """Count them."""
    counts: dict[str, int] = {}
    for state in states:
        counts[state] = counts.get(state, 0) + 1
    return Tally(counts)

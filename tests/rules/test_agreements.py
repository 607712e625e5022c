"""What can follow on what in an agreement with a partner, what a hash is taken of, and when people are reminded."""

import re
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agreements.rules import (
    LARGEST_FILE,
    REMINDERS,
    SIGNING,
    PartyState,
    closed,
    guard_pdf,
    guard_period,
    hash_of,
    next_period,
    one_line_ends,
    reminder_due,
    tally,
    text_hash,
)
from app.refusals import Refusal

SENT, SIGNED, DECLINED, WITHDRAWN, REPLACED, EXPIRED = PartyState
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "partners.md"
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def test_what_waits_can_be_answered_and_a_signature_only_ends() -> None:
    assert set(SIGNING.choices(SENT)) == {SIGNED, DECLINED, WITHDRAWN, REPLACED, EXPIRED}
    assert set(SIGNING.choices(SIGNED)) == {REPLACED, EXPIRED}
    for state in (DECLINED, WITHDRAWN, REPLACED, EXPIRED):
        assert SIGNING.choices(state) == []


def test_the_document_for_people_holds_the_same_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]*) \| (yes|no) \|", _agreements(), re.MULTILINE)
    assert [state for state, _, _ in rows] == list(PartyState)
    for state, sources, reason in rows:
        row = next((row for row in SIGNING.transitions if row.target == state), None)
        assert set(re.findall(r"`(\w+)`", sources)) == (row.sources if row else set()), state
        assert (reason == "yes") == bool(row and row.needs_reason), state


def _agreements() -> str:
    return DOCUMENT.read_text(encoding="utf-8").partition("## Agreements")[2]


@pytest.mark.parametrize("state", [DECLINED, WITHDRAWN])
def test_no_is_said_with_a_reason(state: PartyState) -> None:
    with pytest.raises(Refusal, match="reden"):
        SIGNING.guard(SENT, state, reason=" ")
    SIGNING.guard(SENT, state, reason="Omdat.")


def test_of_each_state_in_which_nothing_can_be_signed_people_hear_why() -> None:
    assert len({closed(state).sentence for state in PartyState if state is not SENT}) == 5


def test_the_hash_is_what_anybody_computes_of_the_file() -> None:
    assert text_hash("Titel", "Tekst é") == sha256("Titel\n\nTekst é".encode()).hexdigest()
    assert text_hash("Titel", "Tekst") != text_hash("Titel ", "Tekst")
    assert one_line_ends(" a\r\nb\rc\n ") == "a\nb\nc"


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1))
def test_the_hash_of_a_signature_depends_on_every_part_and_on_no_order(statement: dict[str, str]) -> None:
    whole = hash_of(statement)
    assert hash_of(dict(reversed(statement.items()))) == whole
    for name, value in statement.items():
        assert hash_of(statement | {name: value + "x"}) != whole


@given(first=DAYS, days=st.integers(min_value=0, max_value=2000))
def test_a_next_period_begins_the_day_after_and_is_about_as_long(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    begins, ends = next_period(first, last)
    assert begins == last + timedelta(days=1)
    assert abs((ends - begins).days - days) <= 6


@pytest.mark.parametrize(
    ("first", "last", "ends"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), date(2028, 12, 31)),
        (date(2027, 3, 1), date(2028, 2, 29), date(2029, 2, 28)),
        (date(2026, 10, 1), date(2027, 12, 31), date(2029, 3, 31)),
        (date(2026, 11, 22), date(2026, 12, 31), date(2027, 2, 9)),
    ],
)
def test_a_year_is_followed_by_a_year(first: date, last: date, ends: date) -> None:
    assert next_period(first, last)[1] == ends


def test_an_impossible_period_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refusal, match="vóór het begin"):
        guard_period(date(2027, 1, 2), date(2027, 1, 1))
    with pytest.raises(Refusal, match="15 jaar"):
        guard_period(date(2027, 1, 1), date(2047, 1, 1))


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (59, 60), (15, 60), (14, 14), (1, 14), (0, 14), (-1, None)]
)
def test_people_are_reminded_sixty_and_fourteen_days_before(left: int, due: int | None) -> None:
    day = date(2027, 1, 1)
    assert reminder_due(day + timedelta(days=left), day) == due
    assert due is None or due in REMINDERS


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"<script>", "geen hele pdf"),
        (b"%PDF-1.7 half", "geen hele pdf"),
        (b"x%PDF-1.7 %%EOF", "geen hele pdf"),
        (b"%PDF-" + b"0" * LARGEST_FILE + b"%%EOF", "te groot"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        guard_pdf(content)
    guard_pdf(b"%PDF-1.7 goed %%EOF\n")


def test_what_was_taken_back_counts_as_not_asked() -> None:
    found = tally(["signed", "sent", "sent", "withdrawn"])
    assert (found.asked, found.of(SIGNED), found.of(SENT, SIGNED)) == (3, 1, 3)

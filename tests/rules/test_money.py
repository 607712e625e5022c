"""Euros as people type and read them; inside, whole cents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import Euro
from app.refusals import Refusal


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("500", 50_000),
        ("1.234,50", 123_450),
        ("€ 40,-", 4_000),
        ("40,--", 4_000),
        ("40.-", 4_000),
        ("€1.000.000", 100_000_000),
        ("1.234", 123_400),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("1,234.50", 123_450),
        (" 1 234,50 euro ", 123_450),
        ("0", 0),
        ("0,05", 5),
    ],
)
def test_an_amount_is_read_as_people_here_type_it(typed: str, cents: int) -> None:
    assert Euro.parse(typed) == Euro(cents)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("vijfhonderd", "Vul een bedrag in"),
        ("", "Vul een bedrag in"),
        ("€", "Vul een bedrag in"),
        ("1.23.45", "Vul een bedrag in"),
        ("=1+1", "Vul een bedrag in"),
        ("-5", "onder nul"),
        ("−5", "onder nul"),
        ("12,345", "twee cijfers"),
        ("0.125", "twee cijfers"),
        ("99999999999999", "te groot"),
    ],
)
def test_what_is_no_amount_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        Euro.parse(typed)


@given(st.integers(0, 10**12))
def test_what_is_written_can_be_typed_again(cents: int) -> None:
    assert Euro.parse(str(Euro(cents))) == Euro.parse(Euro(cents).typed) == Euro(cents)


def test_an_amount_below_zero_is_written_with_its_sign() -> None:
    assert (str(Euro(-1_234_50)), Euro(-50).typed) == ("-€ 1.234,50", "-0,50")
    assert Euro(1) < Euro(2)

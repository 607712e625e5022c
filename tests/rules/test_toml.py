"""What we write as TOML is read back as it was."""

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants import toml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
MOMENTS = st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1))  # noqa: DTZ001 - hypothesis adds the zone
PLAIN = st.one_of(
    TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), MOMENTS, st.dates(date(1900, 1, 1))
)  # fmt: skip
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_whatever_a_row_holds_comes_back(fields: dict[str, object]) -> None:
    assert tomllib.loads(toml.entry("action", fields))["action"] == [fields]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(st.sampled_from('"\\\n\r\t\x00\x7fé'), max_size=12))
def test_quotes_and_line_ends_come_back_as_they_were(text: str) -> None:
    assert tomllib.loads(f"a = {toml.value(text)}") == {"a": text}


def test_a_text_of_more_lines_is_written_as_people_read_it() -> None:
    assert (
        toml.entry("plan", {"summary": "Een.\nTwee."}, one=True) == '[plan]\nsummary = """\nEen.\nTwee."""\n'
    )


def test_what_toml_has_no_room_for_is_said() -> None:
    with pytest.raises(TypeError, match="no room for Decimal"):
        toml.value(Decimal(1))

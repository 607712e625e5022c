"""Dates as plans know them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.periods import PartialDate


@pytest.mark.parametrize(
    ("written", "precision", "first", "last"),
    [
        ("2020", "year", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", "month", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-04-11", "day", date(2019, 4, 11), date(2019, 4, 11)),
        ("2026-12", "month", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_says_how_exactly_it_is_known(written: str, precision: str, first: date, last: date) -> None:
    moment = PartialDate.parse(written)
    assert (moment.precision, moment.first_day, moment.last_day) == (precision, first, last)
    assert str(moment) == moment.isoformat() == written


@pytest.mark.parametrize(
    "written", ["", "maart 2020", "2020-13", "2020-02-30", "20-02-2020", "2020-00-01", "2020-1"]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence for people stands in the form
        PartialDate.parse(written)


def test_a_deadline_of_this_year_has_not_passed_before_new_year() -> None:
    assert not PartialDate(2026).has_passed(date(2026, 12, 31))
    assert PartialDate(2026).has_passed(date(2027, 1, 1))
    assert PartialDate.of(date(2026, 11, 21)).has_passed(date(2026, 11, 22))


def test_what_is_known_less_exactly_sorts_before_what_lies_within_it() -> None:
    assert sorted([PartialDate(2020, 3, 1), PartialDate(2020, 3), PartialDate(2020)]) == [
        PartialDate(2020),
        PartialDate(2020, 3),
        PartialDate(2020, 3, 1),
    ]


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_every_date_is_read_as_it_was_written_and_text_sorts_like_time(day: date, precision: str) -> None:
    parts = {"day": (day.year, day.month, day.day), "month": (day.year, day.month), "year": (day.year,)}[
        precision
    ]
    moment = PartialDate(*parts)
    assert PartialDate.parse(moment.isoformat()) == moment
    assert moment.first_day <= day <= moment.last_day
    earlier = PartialDate.of(day.replace(year=day.year - 1, day=1)) if day.year > 1900 else moment
    assert (earlier < moment) == (earlier.isoformat() < moment.isoformat())

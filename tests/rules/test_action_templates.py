"""Weeks become dates and dates become weeks, and what ships can be used as it is."""

from datetime import date

import pytest

from app.action_templates.queries import shipped
from app.action_templates.rules import (
    Outline,
    Step,
    guard_outline,
    length_of,
    shifted,
    steps_from,
    weeks_until,
)
from app.refusals import Refusal

MONDAY = date(2027, 1, 4)


def outline(*weeks: int | None, length: int = 10) -> Outline:
    return Outline("Lunch", "", length, tuple(Step("Zaal", week) for week in weeks))


def test_every_step_is_so_many_weeks_after_the_start_and_the_end_too() -> None:
    assert outline(0, 4, None).dates(MONDAY, 10) == [MONDAY, date(2027, 2, 1), None]
    assert outline().ends(MONDAY, 10) == date(2027, 3, 15)


@pytest.mark.parametrize(("length", "weeks"), [(20, [0, 8, 20]), (5, [0, 2, 5]), (1, [0, 0, 1])])
def test_in_a_longer_or_shorter_action_the_steps_move_along(length: int, weeks: list[int]) -> None:
    found = outline(0, 4, 10).dates(MONDAY, length)
    assert [(day - MONDAY).days / 7 for day in found if day] == weeks


def test_a_date_that_somebody_chose_stays_where_it_is() -> None:
    own = date(2027, 5, 5)
    before, after = [MONDAY, MONDAY], [own, own]
    assert shifted([MONDAY, date(2026, 1, 1), None], before, after) == [own, date(2026, 1, 1), None]


def test_dates_become_weeks_from_a_day_and_none_may_lie_before_it() -> None:
    moments = [("Zaal", date(2027, 1, 20), 1), ("Gasten", None, 3)]
    assert steps_from(MONDAY, moments) == [Step("Zaal", 2), Step("Gasten", None, 3)]
    with pytest.raises(Refusal, match="vóór deze dag"):
        steps_from(MONDAY, [("Zaal", date(2027, 1, 3), 1)])


@pytest.mark.parametrize(("day", "weeks"), [(4, 0), (7, 0), (8, 1), (11, 1), (18, 2)])
def test_half_a_week_or_more_is_a_week(day: int, weeks: int) -> None:
    assert weeks_until(MONDAY, date(2027, 1, day)) == weeks


def test_it_takes_until_its_end_or_its_last_step_and_a_week_at_least() -> None:
    assert length_of(MONDAY, date(2027, 3, 15), [Step("Zaal", 4)]) == 10
    assert length_of(MONDAY, None, [Step("Zaal", 4), Step("Gasten", None)]) == 4
    assert length_of(MONDAY, None, []) == 1
    assert length_of(MONDAY, date(2099, 1, 1), []) == 520


def test_a_template_has_a_name_and_a_length_that_a_plan_can_have() -> None:
    guard_outline("Lunch", 520)
    for name, weeks in ((" ", 4), ("Lunch", 0), ("Lunch", 521)):
        with pytest.raises(Refusal):
            guard_outline(name, weeks)


def test_what_ships_is_a_small_set_of_which_every_step_falls_within_its_length() -> None:
    assert 8 <= len(shipped()) <= 10
    for template in shipped().values():
        weeks = [step.week for step in template.steps]
        assert len(weeks) >= 3
        assert weeks == sorted(week for week in weeks if week)
        assert weeks[-1] == template.weeks or (weeks[-1] or 0) < template.weeks
        guard_outline(template.name, template.weeks)

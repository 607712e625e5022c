"""Bars claim no more than the plan says, and quarters name what is known of them."""

from datetime import date
from uuid import uuid4

import pytest

from app.periods import PartialDate, Quarter, quarters
from app.plan.rules import ActionStatus
from app.plan.timeline.bar import Sharpness, Term, Window
from app.plan.timeline.calendar import Calendar, calendar
from app.plan.timeline.drawing import Dated, Grouping, Moment, draw, grouped

TODAY = date(2026, 5, 20)
YEAR = Window(range(2026, 2027))


def term(
    starts: str = "", ends: str = "", deadline: str = "", status: ActionStatus = ActionStatus.PLANNED
) -> Term:
    begin, end, last = (
        PartialDate.parse(written) if written else None for written in (starts, ends, deadline)
    )
    return Term(begin, end, last, status)


def action(of: Term, *milestones: Moment) -> Dated:
    return Dated(uuid4(), "", "Koffie", of, list(milestones), {kind: [] for kind in Grouping})


def drawn(of: Term) -> list[tuple[str, str, str]]:
    return [
        (one.sharpness.value, one.first.isoformat(), one.last.isoformat())
        for one in of.stretches(YEAR, TODAY)
    ]


def test_a_quarter_knows_its_days() -> None:
    assert [quarter.first_day.month for quarter in quarters([2026])] == [1, 4, 7, 10]
    assert Quarter(2026, 1).last_day == date(2026, 3, 31)
    assert quarters([2026, 2027])[-1] == Quarter(2027, 4)


@pytest.mark.parametrize(
    ("of", "pieces"),
    [
        (term("2026-02-03", "2026-04-01"), [("sure", "2026-02-03", "2026-04-01")]),
        (
            term("2026-02", "2026-04-01"),
            [("vague", "2026-02-01", "2026-02-28"), ("sure", "2026-03-01", "2026-04-01")],
        ),
        (
            term("2025", "2027"),
            [
                ("vague", "2025-01-01", "2025-12-31"),
                ("sure", "2026-01-01", "2026-12-31"),
                ("vague", "2027-01-01", "2027-12-31"),
            ],
        ),
        (term("2026", "2026"), [("vague", "2026-01-01", "2026-12-31")]),
        (term("2026-03", "2026"), [("vague", "2026-03-01", "2026-12-31")]),
        (
            term("2026-02-03"),
            [("sure", "2026-02-03", "2026-02-03"), ("open", "2026-02-04", "2026-12-31")],
        ),
        (
            term("2026-02-03", status=ActionStatus.RUNNING),
            [
                ("sure", "2026-02-03", "2026-02-03"),
                ("sure", "2026-02-04", "2026-05-20"),
                ("open", "2026-05-21", "2026-12-31"),
            ],
        ),
        (
            term("2026-02-03", status=ActionStatus.DONE),
            [("sure", "2026-02-03", "2026-02-03"), ("open", "2026-02-04", "2026-05-20")],
        ),
        (
            term("2026-02", deadline="2026-09-01"),
            [("vague", "2026-02-01", "2026-02-28"), ("open", "2026-03-01", "2026-09-01")],
        ),
        (term(ends="2026-06"), [("open", "2026-01-01", "2026-05-31"), ("vague", "2026-06-01", "2026-06-30")]),
        (term(deadline="2026"), [("vague", "2026-01-01", "2026-12-31")]),
        (term(), []),
    ],
)
def test_a_bar_is_no_sharper_than_its_dates(of: Term, pieces: list[tuple[str, str, str]]) -> None:
    assert drawn(of) == pieces


def test_places_are_shares_of_the_years_and_stay_within_them() -> None:
    assert YEAR.place(date(2026, 1, 1)) == 0
    assert YEAR.extent(date(2020, 1, 1), date(2030, 1, 1)) == (0, 100)
    assert Window(range(2025, 2027)).place(date(2026, 1, 1)) == 50


def test_milestones_of_one_year_stand_beside_each_other_and_tell_how_they_stand() -> None:
    known = PartialDate.parse("2026")
    moments = [Moment("Zaal", known, None), Moment("Flyer", known, None)]
    row = draw(action(term("2026"), *moments), YEAR, TODAY)
    assert row is not None
    assert [place for _, place in row.marks] == [33.33, 66.67]
    late = Moment("Training", PartialDate.parse("2026-04"), None)
    done = Moment("Training", PartialDate.parse("2026-04"), PartialDate.parse("2026-03-01"))
    assert [one.standing(TODAY) for one in (moments[0], late, done)] == ["open", "late", "done"]


@pytest.mark.parametrize(
    ("of", "here"),
    [
        (term("2024", "2025"), False),
        (term("2024"), True),
        (term("2024", status=ActionStatus.DONE), False),
        (term(deadline="2027"), False),
        (term("2027"), False),
        (term("2024", deadline="2026-02"), True),
    ],
)
def test_an_action_is_drawn_in_the_years_of_which_something_is_known(of: Term, *, here: bool) -> None:
    assert (draw(action(of), YEAR, TODAY) is not None) is here


def test_rows_stand_with_their_group_and_the_others_last() -> None:
    pillar = Grouping.PILLAR
    alone, second, first = (action(term("2026")) for _ in range(3))
    second.groups[pillar] = [(2, "2 Signaleren")]
    first.groups[pillar] = [(1, "1 Bestuur"), (2, "2 Signaleren")]
    rows = [row for one in (alone, second, first) if (row := draw(one, YEAR, TODAY))]
    assert [(name, [row.action for row in group]) for name, group in grouped(rows, pillar)] == [
        ("1 Bestuur", [first]),
        ("2 Signaleren", [second, first]),
        (None, [alone]),
    ]


def told(found: Calendar) -> dict[str, list[str]]:
    kinds = ("begins", "runs", "ends", "deadlines", "milestones")
    return {
        f"{part.year}/{part.quarter or '?'}": [kind for kind in kinds if getattr(part, kind)]
        for part in found.parts
        if not part.is_empty
    }


def test_every_quarter_says_what_begins_goes_on_ends_and_is_reached() -> None:
    moment = Moment("Zaal", PartialDate.parse("2026-08"), None)
    found = calendar([action(term("2026-02", "2026-11-30"), moment)], YEAR, TODAY)
    assert told(found) == {
        "2026/1": ["begins"],
        "2026/2": ["runs"],
        "2026/3": ["runs", "milestones"],
        "2026/4": ["ends"],
    }
    assert len(found.parts) == 4


def test_quarters_in_which_nothing_happens_are_told_together() -> None:
    moment = Moment("Zaal", PartialDate.parse("2026-11"), None)
    first, last = calendar([action(term(), moment)], YEAR, TODAY).parts
    assert (first.quarter, first.until and first.until.quarter, first.is_empty) == (1, 3, True)
    assert (last.quarter, last.until) == (4, None)


def test_what_is_known_to_the_year_stands_with_the_year() -> None:
    found = calendar([action(term("2026", "2027", deadline="2026-12"))], YEAR, TODAY)
    assert told(found) == {"2026/?": ["begins"], "2026/4": ["deadlines"]}


def test_nothing_that_is_drawn_is_left_out_of_the_words() -> None:
    begun_before = action(term("2024"))
    assert calendar([begun_before], YEAR, TODAY).loose == [begun_before]
    runs = action(term("2024", "2027"))
    assert [link for part in calendar([runs], YEAR, TODAY).parts for _, link in part.runs] == [
        True,
        False,
        False,
        False,
    ]


def test_equally_sharp_neighbours_are_one() -> None:
    (bar,) = term("2026-01-01", "2026-01-02").stretches(YEAR, TODAY)
    assert bar.sharpness is Sharpness.SURE

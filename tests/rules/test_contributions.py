"""What counts of promises and gifts, and that no total invents or loses a cent, a minute or a thing."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contributions.rules.grouping import Grouping, Selection, grouped
from app.contributions.rules.hours import in_clock, minutes_of, worth
from app.contributions.rules.ledger import Column, Entry, Figures, Line, booked, totals
from app.contributions.rules.promising import guard_amount, lacks
from app.contributions.rules.words import MONEY, ContributionKind, Side, Standing, Step, Verdict
from app.refusals import Refusal

PARTNERS = [UUID(int=number) for number in range(1, 4)]
PERIODS = [UUID(int=number) for number in range(10, 12)]
HOURS, KIND = ContributionKind.HOURS, ContributionKind.KIND
HOUR = 60


def entry(quantity: int, **said: Any) -> Entry:
    """Hours that Welzijn promised or gave, unless said otherwise."""
    facts: dict[str, Any] = {
        "id": uuid4(),
        "is_promise": False,
        "promise_id": None,
        "partner_id": PARTNERS[0],
        "partner": "Welzijn",
        "sector": "welfare",
        "circle": "core",
        "period_id": PERIODS[0],
        "period": "Plan",
        "rate": None,
        "kind": HOURS,
        "value": None,
        "day": date(2026, 3, 1),
        "what": "",
        "unit": "",
        "side": Side.PARTNER,
        "noted_by": "Iemand",
        "noted_at": datetime(2026, 3, 1, tzinfo=UTC),
    }
    return Entry(quantity=quantity, **{**facts, **said})


def promise(quantity: int, **said: Any) -> Entry:
    """A promise; its own first row."""
    key = uuid4()
    return entry(quantity, **{"is_promise": True, "id": key, "promise_id": key, **said})


def figures(*entries: Entry, kind: ContributionKind = HOURS) -> Figures:
    return totals(booked(entries))[kind].figures


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("6", 360), ("1,5", 90), ("1.5", 90), ("1:30", 90), ("1u30", 90), ("6 uur", 360), ("1 uur 15", 75),
     ("45 min", 45), ("2½", 150), ("½", 30), ("¾ uur", 45), ("1 uur 30 minuten", 90), ("1,33", 80), ("25", 1500)],
)  # fmt: skip
def test_hours_are_read_as_people_type_them(typed: str, minutes: int) -> None:
    assert minutes_of(typed) == minutes
    assert minutes_of(in_clock(minutes)) == minutes


@pytest.mark.parametrize("typed", ["zes", "", "1:75", "-2", "1,234", "6 dagen", "9999999999"])
def test_what_are_no_hours_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Refusal, match=r"\.$"):
        minutes_of(typed)


def test_an_hour_is_worth_the_rate_and_half_a_cent_goes_up() -> None:
    assert (worth(90, 2_250), worth(-90, 2_250), worth(1, 30), in_clock(-90)) == (3_375, -3_375, 1, "-1:30")


def test_six_of_forty_hours_confirmed_and_two_waiting_leave_thirty_two_open() -> None:
    forty = promise(40 * HOUR)
    given_ = {"promise_id": forty.id}
    lines = [forty, entry(6 * HOUR, verdict=Verdict.CONFIRMED, **given_), entry(2 * HOUR, **given_)]
    assert figures(*lines) == Figures(40 * HOUR, 6 * HOUR, 2 * HOUR, 0, 32 * HOUR)


def test_what_is_disputed_is_not_given_and_stays_open() -> None:
    lines = [promise(40 * HOUR), entry(6 * HOUR, verdict=Verdict.DISPUTED)]
    assert figures(*lines) == Figures(40 * HOUR, 0, 0, 6 * HOUR, 40 * HOUR)


def test_a_line_taken_back_before_both_confirmed_it_was_never_given() -> None:
    wrong = entry(60 * HOUR, corrected=True)
    lines = booked([promise(40 * HOUR), wrong, entry(-60 * HOUR, corrects_id=wrong.id)])
    assert [line.standing for line in lines] == [None, Standing.VOID, Standing.VOID]
    assert totals(lines)[HOURS].figures == Figures(promised=40 * HOUR, open=40 * HOUR)


def test_a_correction_of_what_both_confirmed_waits_for_the_other_side_too() -> None:
    forty, sure = promise(40 * HOUR), {"verdict": Verdict.CONFIRMED}
    wrong = entry(6 * HOUR, corrected=True, promise_id=forty.id, **sure)
    back = {"corrects_id": wrong.id, "promise_id": forty.id}
    assert figures(forty, wrong, entry(-6 * HOUR, **back)) == Figures(2400, 360, -360, 0, 2400)
    assert figures(forty, wrong, entry(-6 * HOUR, **back, **sure)) == Figures(2400, 0, 0, 0, 2400)


def test_of_two_promises_the_oldest_is_filled_first_unless_the_gift_names_one() -> None:
    old, new = promise(10 * HOUR, day=date(2026, 1, 1)), promise(10 * HOUR)
    loose = {line.entry.id: line.figures.open for line in booked([new, old, entry(4 * HOUR)])}
    assert (loose[old.id], loose[new.id]) == (6 * HOUR, 10 * HOUR)
    named = {
        line.entry.id: line.figures.open for line in booked([new, old, entry(14 * HOUR, promise_id=new.id)])
    }
    assert (named[old.id], named[new.id]) == (6 * HOUR, 0)


def test_a_promise_taken_back_counts_for_nothing_and_takes_nothing() -> None:
    gone = promise(10 * HOUR, withdrawn=True, day=date(2026, 1, 1))
    assert figures(gone, promise(8 * HOUR), entry(3 * HOUR)) == Figures(promised=480, awaiting=180, open=300)


def test_something_in_kind_fills_only_the_promise_that_it_was_given_for() -> None:
    room, van = promise(1, kind=KIND, value=60_000), promise(1, kind=KIND)
    evening = entry(1, kind=KIND, promise_id=room.id, value=15_000)
    total = totals(booked([room, van, evening, entry(1, kind=KIND)]))[KIND]
    assert total.figures == Figures(promised=2, awaiting=2, open=1)
    assert total.worth == Figures(promised=60_000, awaiting=15_000)
    assert total.without == Figures(promised=1, awaiting=1, open=1)


def test_hours_have_a_value_only_where_the_coalition_set_a_rate() -> None:
    total = totals(booked([promise(40 * HOUR, rate=2_250), promise(2 * HOUR, period_id=PERIODS[1])]))[HOURS]
    assert (total.worth.promised, total.without.promised) == (90_000, 2 * HOUR)


@pytest.mark.parametrize(
    ("state", "step"), [(Step.PROMISED, Step.INVOICED), (Step.ASKED, Step.ASKED), (Step.INVOICED, Step.ASKED)]
)
def test_money_is_asked_for_before_it_is_invoiced_and_once(state: Step, step: Step) -> None:
    with pytest.raises(Refusal):
        MONEY.guard(state, step)


def test_money_goes_from_promise_to_bank_in_parts() -> None:
    for state, step in ((Step.PROMISED, Step.ASKED), (Step.ASKED, Step.INVOICED), (Step.INVOICED, Step.RECEIVED),
                        (Step.RECEIVED, Step.RECEIVED), (Step.RECEIVED, Step.INVOICED), (Step.PROMISED, Step.RECEIVED)):  # fmt: skip
        MONEY.guard(state, step)


def test_what_lacks_to_the_minimum() -> None:
    assert (lacks(30_000, 50_000), lacks(50_000, 50_000), lacks(0, None)) == (20_000, 0, 0)
    for kind in ContributionKind:
        with pytest.raises(Refusal):
            guard_amount(kind, 0)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Promises and gifts of three partners in two periods, some answered, some taken back."""
    entries: list[Entry] = []
    for _ in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(ContributionKind))
        number = draw(st.integers(0, 2))
        said: dict[str, Any] = {
            "kind": kind,
            "partner_id": PARTNERS[number],
            "sector": ("welfare", "care", "welfare")[number],
            "circle": ("core", "core", "wider")[number],
            "period_id": draw(st.sampled_from(PERIODS)),
            "rate": draw(st.sampled_from([None, 2_250])),
            "value": draw(st.sampled_from([None, 12_345])) if kind is KIND else None,
            "day": date(draw(st.integers(2024, 2026)), 3, 1),
        }
        quantity = 1 if kind is KIND else draw(st.integers(1, 100_000))
        if draw(st.booleans()):
            entries.append(promise(quantity, **said))
            continue
        named = [
            e.id
            for e in entries
            if e.is_promise
            and (e.kind, e.partner_id, e.period_id) == (kind, said["partner_id"], said["period_id"])
        ]
        said["promise_id"] = draw(st.sampled_from([None, *named]))
        answers = st.sampled_from([None, *Verdict])
        back = draw(st.booleans())
        gift = entry(quantity, verdict=draw(answers), corrected=back, **said)
        entries += (
            [gift, entry(-quantity, verdict=draw(answers), corrects_id=gift.id, **said)] if back else [gift]
        )
    return entries


def columns(lines: list[Line]) -> dict[Any, int]:
    """Every number of the totals: per kind and column, its figure, its worth, and what has none."""
    found: dict[Any, int] = {}
    for kind, total in totals(lines).items():
        for column in Column:
            found[kind, column] = column.of(total.figures)
            found[kind, column, "worth"] = column.of(total.worth)
            found[kind, column, "without"] = column.of(total.without)
    return found


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_in_every_grouping_the_sums_of_the_lines_are_the_totals(entries: list[Entry]) -> None:
    lines = booked(entries)
    whole = columns(lines)
    for by in Grouping:
        groups = [columns(group.lines) for group in grouped(lines, by)]
        assert {name: sum(group[name] for group in groups) for name in whole} == whole
    for kind in ContributionKind:
        for column in Column:
            behind = Selection(kind=kind, column=column).of(lines)
            assert sum(column.of(line.figures) for line in behind) == whole[kind, column]
            assert all(isinstance(column.of(line.worth), int) for line in behind)


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_what_is_open_is_never_more_than_promised_nor_below_zero(entries: list[Entry]) -> None:
    for line in booked(entries):
        assert 0 <= line.figures.open <= max(0, line.entry.quantity)

"""How far is it? Progress is computed, never typed in passing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.periods import PartialDate
from app.plan.rules import (
    ActionStatus,
    Branch,
    Light,
    Part,
    action_progress,
    goal_progress,
    guard_period,
    guard_report,
    guard_weight,
    is_stalled,
    weighted_mean,
)
from app.refusals import Refusal

PARTS = some.builds(Part, some.none() | some.integers(0, 100), some.integers(1, 100))
MILESTONES = some.lists(some.tuples(some.booleans(), some.integers(1, 100)))


def test_an_idea_and_a_planned_action_are_at_the_beginning_whatever_was_ticked_off() -> None:
    for status in (ActionStatus.IDEA, ActionStatus.PLANNED):
        assert action_progress(status, [(True, 1)], 80) == 0


def test_a_finished_action_is_complete_whatever_is_still_open() -> None:
    assert action_progress(ActionStatus.DONE, [(False, 1)], 10) == 100


def test_a_stopped_action_does_not_count() -> None:
    assert action_progress(ActionStatus.STOPPED, [(True, 1)], 50) is None
    assert weighted_mean([Part(None, 100), Part(40)]) == 40


def test_a_running_action_is_as_far_as_the_weight_of_its_milestones() -> None:
    assert action_progress(ActionStatus.RUNNING, [(True, 3), (False, 1)], 10) == 75


def test_a_running_action_without_milestones_is_as_far_as_was_last_reported() -> None:
    assert action_progress(ActionStatus.RUNNING, [], 35) == 35
    assert action_progress(ActionStatus.RUNNING, [], None) == 0


def test_a_half_percent_is_rounded_up() -> None:
    assert weighted_mean([Part(100, 1), Part(0, 7)]) == 13


def test_nothing_that_counts_has_no_progress() -> None:
    assert weighted_mean([]) is None
    assert weighted_mean([Part(None)]) is None


def test_a_goal_is_the_weighted_mean_of_what_is_under_it_from_the_leaves_up() -> None:
    goals = {"top": Branch(None), "left": Branch("top", 3), "right": Branch("top", 1)}
    actions = [("left", Part(100, 1)), ("left", Part(50, 1)), ("right", Part(None)), ("right", Part(15))]
    assert goal_progress(goals, actions) == {"left": 75, "right": 15, "top": 60}


def test_a_goal_under_which_everything_stopped_does_not_pull_the_goal_above_it_down() -> None:
    goals = {"top": Branch(None), "stopped": Branch("top"), "empty": Branch("top"), "done": Branch("top")}
    progress = goal_progress(goals, [("stopped", Part(None)), ("done", Part(100))])
    assert progress == {"top": 100, "stopped": None, "empty": None, "done": 100}


def test_actions_of_a_goal_stand_beside_the_goals_under_it() -> None:
    assert goal_progress({1: Branch(None), 2: Branch(1)}, [(1, Part(0)), (2, Part(100))])[1] == 50


@given(some.lists(PARTS))
def test_a_mean_lies_between_the_least_and_the_furthest(parts: list[Part]) -> None:
    mean = weighted_mean(parts)
    counting = [part.percent for part in parts if part.percent is not None]
    assert (mean is None) == (not counting)
    assert mean is None or min(counting) <= mean <= max(counting)


@given(some.sampled_from(ActionStatus), MILESTONES, some.none() | some.integers(0, 100))
def test_progress_is_a_percentage_or_does_not_count(
    status: ActionStatus, milestones: list[tuple[bool, int]], reported: int | None
) -> None:
    progress = action_progress(status, milestones, reported)
    assert (progress is None) == (status is ActionStatus.STOPPED)
    assert progress is None or 0 <= progress <= 100


@given(MILESTONES, some.data())
def test_ticking_a_milestone_off_never_brings_an_action_back(
    milestones: list[tuple[bool, int]], data: some.DataObject
) -> None:
    milestones = [*milestones, (False, data.draw(some.integers(1, 100)))]
    after = [*milestones[:-1], (True, milestones[-1][1])]
    before_progress = action_progress(ActionStatus.RUNNING, milestones, None) or 0
    assert before_progress <= (action_progress(ActionStatus.RUNNING, after, None) or 0)


@given(some.lists(some.tuples(some.integers(0, 4), PARTS), max_size=12))
def test_every_goal_of_a_tree_gets_its_number(actions: list[tuple[int, Part]]) -> None:
    goals = {0: Branch(None), 1: Branch(0), 2: Branch(0), 3: Branch(1), 4: Branch(None)}
    progress = goal_progress(goals, actions)
    assert set(progress) == set(goals)
    assert progress[3] == weighted_mean(part for key, part in actions if key == 3)


def test_only_a_running_action_can_fall_silent() -> None:
    heard, today = date(2026, 9, 1), date(2026, 11, 1)
    assert is_stalled(ActionStatus.RUNNING, heard, today, 60)
    assert not is_stalled(ActionStatus.RUNNING, heard, today, 61)
    assert not is_stalled(ActionStatus.PLANNED, heard, today, 60)


def test_a_period_may_not_end_before_it_can_have_begun() -> None:
    year, march = PartialDate(2026), PartialDate(2026, 3)
    guard_period(year, march)
    guard_period(march, year)
    guard_period(None, march)
    guard_period(march, None)
    with pytest.raises(Refusal) as refused:
        guard_period(year, PartialDate(2025, 12))
    assert refused.value.about == "ends"


@pytest.mark.parametrize("weight", [0, 101, -1])
def test_a_weight_is_one_to_a_hundred(weight: int) -> None:
    guard_weight(1)
    guard_weight(100)
    with pytest.raises(Refusal):
        guard_weight(weight)


def test_a_report_says_why_it_does_not_go_well() -> None:
    guard_report(Light.GREEN, "", None, has_milestones=True)
    guard_report(Light.RED, "Geen geld.", 40, has_milestones=False)
    with pytest.raises(Refusal) as refused:
        guard_report(Light.AMBER, "  ", None, has_milestones=False)
    assert refused.value.about == "light_reason"


def test_a_percentage_is_not_typed_over_milestones_and_is_one() -> None:
    with pytest.raises(Refusal) as refused:
        guard_report(Light.GREEN, "", 10, has_milestones=True)
    assert refused.value.about == "percent"
    for percent in (-1, 101):
        with pytest.raises(Refusal):
            guard_report(Light.GREEN, "", percent, has_milestones=False)

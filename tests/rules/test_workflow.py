"""Where can an action go? The table that buttons, guard and tests read alike."""

import pytest

from app.plan.rules import ACTION_WORKFLOW, ActionStatus
from app.refusals import Refusal

IDEA, PLANNED, RUNNING, DONE, STOPPED = ActionStatus
FROM = {
    IDEA: {PLANNED, RUNNING, STOPPED},
    PLANNED: {IDEA, RUNNING, DONE, STOPPED},
    RUNNING: {PLANNED, DONE, STOPPED},
    DONE: {RUNNING},
    STOPPED: {IDEA, PLANNED, RUNNING},
}


@pytest.mark.parametrize("status", ActionStatus)
def test_from_each_status_an_action_goes_where_the_table_says(status: ActionStatus) -> None:
    assert set(ACTION_WORKFLOW.choices(status)) == FROM[status]


@pytest.mark.parametrize("status", ActionStatus)
def test_the_guard_agrees_with_the_buttons(status: ActionStatus) -> None:
    for target in ActionStatus:
        if target in FROM[status]:
            ACTION_WORKFLOW.guard(status, target, reason="Omdat.")
        else:
            with pytest.raises(Refusal) as refused:
                ACTION_WORKFLOW.guard(status, target, reason="Omdat.")
            assert refused.value.about == "status"


def test_only_stopping_asks_a_reason() -> None:
    ACTION_WORKFLOW.guard(RUNNING, DONE)
    with pytest.raises(Refusal) as refused:
        ACTION_WORKFLOW.guard(RUNNING, STOPPED, reason=" ")
    assert refused.value.about == "reason"

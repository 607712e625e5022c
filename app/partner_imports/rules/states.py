"""Where a list stands. Values in, values out."""

from enum import StrEnum

from app.workflow import Transition, Workflow


class ImportState(StrEnum):
    """Looked at and corrected; waiting for the computer; done."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"


IMPORTING = Workflow(
    [
        Transition(frozenset({ImportState.OPEN}), ImportState.WAITING),
        Transition(frozenset({ImportState.WAITING}), ImportState.DONE),
        Transition(frozenset({ImportState.WAITING}), ImportState.OPEN),
    ]
)

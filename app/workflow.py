"""A state machine is a table, read by guard, buttons, tests and docs alike. The standard library and refusals only."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.refusals import Refusal

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[State]):
    """One row of the table: from which states, to which, whether a reason is asked."""

    sources: frozenset[State]
    target: State
    needs_reason: bool = False


class Workflow(Generic[State]):
    """The table as a whole."""

    def __init__(self, transitions: Iterable[Transition[State]]) -> None:
        self.transitions = tuple(transitions)

    def choices(self, state: State) -> list[State]:
        """The states that can follow `state`, in the order of the table."""
        return [row.target for row in self.transitions if state in row.sources]

    def guard(self, state: State, target: State, *, reason: str = "") -> None:
        """Do nothing when `state` may become `target`; otherwise raise Refusal with a sentence."""
        row = next((row for row in self.transitions if state in row.sources and row.target == target), None)
        if row is None:
            raise Refusal("Deze stap kan niet vanuit de huidige status.", about="status")
        if row.needs_reason and not reason.strip():
            raise Refusal("Geef een reden: die staat straks in de geschiedenis.", about="reason")

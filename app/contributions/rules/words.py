"""The words of contributions, and the steps of money."""

from enum import StrEnum

from app.workflow import Transition, Workflow


class ContributionKind(StrEnum):
    """In what something is promised and given. The three are never added up."""

    MONEY = "money"
    HOURS = "hours"
    KIND = "kind"


class Side(StrEnum):
    """The two that must agree on what was given."""

    COALITION = "coalition"
    PARTNER = "partner"

    @property
    def other(self) -> "Side":
        """The one that answers what this one noted."""
        return Side.PARTNER if self is Side.COALITION else Side.COALITION


class Verdict(StrEnum):
    """What the other side says of a line."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class Standing(StrEnum):
    """Where a line of what was given stands. `void`: it was taken back before both had confirmed it, and so was never given."""

    AWAITING = "awaiting"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    VOID = "void"


class Step(StrEnum):
    """How far promised money is. The first follows from the promise, the last from what was received; the two between are rows."""

    PROMISED = "promised"
    ASKED = "asked"
    INVOICED = "invoiced"
    RECEIVED = "received"


_S = Step

# Not every coalition sends an invoice, and of what is left after a part came in another can be sent. Each is a row of its own.
MONEY = Workflow(
    [
        Transition(frozenset({_S.PROMISED}), _S.ASKED),
        Transition(frozenset({_S.ASKED, _S.INVOICED, _S.RECEIVED}), _S.INVOICED),
        Transition(frozenset({_S.PROMISED, _S.ASKED, _S.INVOICED, _S.RECEIVED}), _S.RECEIVED),
    ]
)

"""The words of partnership. Values in, values out."""

from enum import StrEnum

from app.workflow import Transition, Workflow


class Circle(StrEnum):
    """How close an organisation stands to the coalition (Almelo's plan: core partners and the wider coalition)."""

    CORE = "core"
    WIDER = "wider"


class PartnerState(StrEnum):
    """Where the partnership stands: docs/partners.md. `mentioned`: the plan names the organisation as one to work with."""

    MENTIONED = "mentioned"
    INVITED = "invited"
    APPLIED = "applied"
    ACTIVE = "active"
    PAUSED = "paused"
    DECLINED = "declined"
    REFUSED = "refused"
    ENDED = "ended"


_S = PartnerState

# The life of a partnership (docs/partners.md holds the same table with who does it).
PARTNERSHIP = Workflow(
    [
        Transition(frozenset({_S.MENTIONED, _S.DECLINED, _S.REFUSED, _S.ENDED}), _S.INVITED),
        Transition(frozenset({_S.MENTIONED, _S.DECLINED, _S.REFUSED, _S.ENDED}), _S.APPLIED),
        Transition(
            frozenset({_S.MENTIONED, _S.INVITED, _S.APPLIED, _S.PAUSED, _S.DECLINED, _S.REFUSED, _S.ENDED}),
            _S.ACTIVE,
        ),
        Transition(frozenset({_S.ACTIVE}), _S.PAUSED, needs_reason=True),
        Transition(frozenset({_S.INVITED}), _S.DECLINED),
        Transition(frozenset({_S.APPLIED}), _S.REFUSED, needs_reason=True),
        Transition(frozenset({_S.MENTIONED, _S.INVITED, _S.ACTIVE, _S.PAUSED}), _S.ENDED, needs_reason=True),
    ]
)


class Belonging(StrEnum):
    """How a partner belongs to the coalition: its circle while it takes part, otherwise its state."""

    CORE = "core"
    WIDER = "wider"
    MENTIONED = "mentioned"
    INVITED = "invited"
    APPLIED = "applied"
    PAUSED = "paused"
    DECLINED = "declined"
    REFUSED = "refused"
    ENDED = "ended"


def belonging(state: PartnerState, circle: Circle) -> Belonging:
    """The one word for both."""
    return Belonging(circle) if state is PartnerState.ACTIVE else Belonging(state)

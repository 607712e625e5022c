"""Invitations and applications: how long their links work and what can become of them. Values in, values out."""

from datetime import datetime, timedelta
from enum import StrEnum

INVITATION_LASTS = timedelta(days=30)
# Who did not answer by then is reminded, once.
REMIND_AFTER = timedelta(days=14)
# The link that proves an address of who applies: until it is opened the coalition sees nothing.
CONFIRM_WITHIN = timedelta(days=3)


class Answer(StrEnum):
    """How an invitation ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class InvitationState(StrEnum):
    """Whether an invitation can be answered, and if not, why."""

    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What the coalition answered to an application."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class ApplicationState(StrEnum):
    """Where an application stands. The coalition sees it once its address is confirmed."""

    UNCONFIRMED = "unconfirmed"
    LAPSED = "lapsed"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


def invitation_state(answer: str | None, expires_at: datetime, now: datetime) -> InvitationState:
    """The answer, or without one whether there is still time to give it."""
    if answer is not None:
        return InvitationState(answer)
    return InvitationState.OPEN if expires_at > now else InvitationState.EXPIRED


def application_state(
    decision: str | None, confirmed_at: datetime | None, expires_at: datetime, now: datetime
) -> ApplicationState:
    """The decision; before it, whether the address was confirmed, and otherwise whether it still can be."""
    if decision is not None:
        return ApplicationState(decision)
    if confirmed_at is not None:
        return ApplicationState.WAITING
    return ApplicationState.UNCONFIRMED if expires_at > now else ApplicationState.LAPSED

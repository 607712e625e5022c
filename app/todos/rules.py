"""Which things can wait, for whom, who stands in for whom, and where each is done. Values in, values out."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.access import Role


class Kind(StrEnum):
    """What somebody is asked to do: noun, and the deed that ends the waiting."""

    UPDATE = "action.update"
    TELL = "action.tell"
    DEADLINE = "action.deadline"
    MILESTONE = "milestone.complete"
    READING = "reading.confirm"
    INVITATION = "invitation.answer"
    SUGGESTION = "suggestion.answer"
    ANSWER_INVITATION = "partner_invitation.answer"
    INVITED_PARTNER = "partner_invitation.expired"
    APPLICATION = "partner_application.decide"
    CONTACT = "contact.choose"
    SEAT = "seat.fill"
    AGREEMENT_SIGN = "agreement.sign"
    AGREEMENT_ENDS = "agreement.ends"
    AGREEMENT_RENEW = "agreement.renew"
    CONTRIBUTION_OF_PARTNER = "contribution.confirm"
    CONTRIBUTION_OF_COALITION = "contribution.confirm_own"
    INVOICE = "pledge.invoice"
    PROMISE = "pledge.begin"


class Ended(StrEnum):
    """How the waiting ended: it was done, or nothing needs to be done any more."""

    DONE = "done"
    LAPSED = "lapsed"


# For whom it waits, where it waits for a role and not for a person or an organisation.
ADDRESSED_TO = {
    Kind.UPDATE: Role.COORDINATOR,
    Kind.DEADLINE: Role.COORDINATOR,
    Kind.MILESTONE: Role.COORDINATOR,
    Kind.READING: Role.COORDINATOR,
    Kind.INVITATION: Role.ADMINISTRATOR,
    Kind.SUGGESTION: Role.COORDINATOR,
    Kind.INVITED_PARTNER: Role.COORDINATOR,
    Kind.APPLICATION: Role.COORDINATOR,
    Kind.CONTACT: Role.COORDINATOR,
    Kind.SEAT: Role.COORDINATOR,
    Kind.AGREEMENT_RENEW: Role.COORDINATOR,
    Kind.CONTRIBUTION_OF_PARTNER: Role.COORDINATOR,
    Kind.INVOICE: Role.COORDINATOR,
    Kind.PROMISE: Role.COORDINATOR,
}

# Who sees what waits for another role too. The policy `addressed` of migration 0005 repeats it.
STANDS_IN_FOR = {Role.OFFICER: frozenset({Role.COORDINATOR})}

# Where it is done, within its coalition: by the ids of the thing itself, of the noun at whose page it is done, and of the organisation.
_PATHS = {
    Kind.UPDATE: "acties/{place}#update",
    Kind.TELL: "acties/{place}/updates/{organisation}",
    Kind.DEADLINE: "acties/{place}",
    Kind.MILESTONE: "acties/{place}#mijlpaal-{subject}",
    Kind.READING: "pijlers",
    Kind.INVITATION: "mensen",
    Kind.SUGGESTION: "profielvoorstellen/{subject}",
    Kind.ANSWER_INVITATION: "meedoen/uitnodiging/{subject}",
    Kind.INVITED_PARTNER: "partners/uitnodigingen#uitnodiging-{subject}",
    Kind.APPLICATION: "partners/aanmeldingen/{subject}",
    Kind.CONTACT: "partners/{place}#contacten",
    Kind.SEAT: "partners/zetels/{subject}/einde",
    Kind.AGREEMENT_SIGN: "overeenkomsten/{place}",
    Kind.AGREEMENT_ENDS: "overeenkomsten/{place}",
    Kind.AGREEMENT_RENEW: "partners/overeenkomsten/verlenging",
    Kind.CONTRIBUTION_OF_PARTNER: "partners/bijdragen/regels?stand=wacht",
    Kind.CONTRIBUTION_OF_COALITION: "bijdrage",
    Kind.INVOICE: "partners/bijdragen/toezeggingen/{subject}",
    Kind.PROMISE: "partners/bijdragen/regels?stand=open",
}

# Of these one line tells how many there are, wherever they are done; of the others, how many there are at one place.
TOGETHER = frozenset(
    {
        Kind.READING,
        Kind.AGREEMENT_RENEW,
        Kind.CONTRIBUTION_OF_PARTNER,
        Kind.CONTRIBUTION_OF_COALITION,
        Kind.PROMISE,
    }
)

# These stand ready from the beginning, also before the day that they are asked for: what an organisation can tell of its actions.
AT_HAND = frozenset({Kind.TELL})


def roles_addressed(roles: Iterable[str]) -> frozenset[Role]:
    """The roles whose things somebody with these roles sees: the own ones, and those that they stand in for."""
    held = frozenset(Role(role) for role in roles)
    return held.union(*(STANDS_IN_FOR.get(role, frozenset()) for role in held))


def path_of(kind: Kind, *, place: UUID, subject: UUID, organisation: UUID | None = None) -> str:
    """Where it is done, as a path within its coalition, without a slash in front; `organisation` is for which it waits."""
    return _PATHS[kind].format(place=place, subject=subject, organisation=organisation)


def is_new(opened_at: datetime, shows_since: datetime, told_at: datetime | None) -> bool:
    """Whether somebody who was told at `told_at` what waits did not hear of this: it came, or began to show, afterwards.

    Who was never told anything reads no list in which all is marked.
    """
    return told_at is not None and max(opened_at, shows_since) > told_at

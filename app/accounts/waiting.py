"""What should wait because of an invitation: a new one, when its link has expired without an answer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Integer, Select, cast, func, literal

from app.accounts.models.invitation import Invitation
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM


@says(Invitation)
def waiting_of_invitations() -> Sequence[Select[Any]]:
    """From the day after the link stopped working."""
    last = cast(func.timezone(AMSTERDAM.key, Invitation.expires_at), Date)
    return [
        wanted(
            Kind.INVITATION,
            Invitation,
            Invitation,
            title=Invitation.name,
            due=func.to_char(last, "YYYY-MM-DD"),
            shows_from=last + literal(1, Integer),
        ).where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    ]

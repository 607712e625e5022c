"""The mails that accounts asks for: each is sent after the commit, and its link is forgotten once it has left."""

from collections.abc import Iterable

from flask_babel import force_locale

from app.accounts.models import Invitation, Person
from app.accounts.wording import ROLE_NAMES
from jobs.mail import send
from tenants import current_tenant


def mail_invitation(invitation: Invitation, token: str) -> None:
    """Send the link of `invitation`."""
    send.later(
        to=invitation.email,
        template="mail/invitation",
        context={
            "invited_by": invitation.invited_by,
            "roles": _called(invitation.roles),
            "municipality": current_tenant().municipality,
            "path": path_of(token),
        },
    )


def path_of(token: str) -> str:
    """Where an invitation of this coalition is taken, from the root of the product."""
    return f"{current_tenant().slug}/uitnodiging/{token}"


def mail_changed_password(person: Person) -> None:
    """Tell that the password has changed: who did not do that must know."""
    send.later(to=person.email, template="mail/password_changed", context={}, language=person.language)


def _called(roles: Iterable[str]) -> list[str]:
    # The mail is Dutch, whatever the language in which somebody invites.
    with force_locale("nl"):
        return [str(ROLE_NAMES[role]).lower() for role in roles]

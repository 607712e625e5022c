"""The link with which somebody chooses a new password."""

from typing import Any

from app.accounts.models import PasswordReset
from app.accounts.queries import person_with_email
from jobs.mail import masked, send
from jobs.queue import job
from tenants import Actor, current_scope


def _remembered(arguments: dict[str, Any]) -> dict[str, Any]:
    return {"email": masked(arguments["email"])}


@job("passwords.send_link", remembered=_remembered)
def send_password_link(email: str) -> None:
    """Mail a link to the person with this address; do nothing where there is none.

    Asked for whatever address was typed, so that neither the answer nor its time tells whether the address is known. The token is made
    here and is in no task row. Runs outside every coalition.
    """
    person = person_with_email(email)
    if person is None or person.ended_at is not None:
        return
    current_scope().identify(Actor(person.id, person.name))
    _, token = PasswordReset.of(person)
    send(
        to=person.email,
        template="mail/password_link",
        context={"path": f"wachtwoord/{token}"},
        language=person.language,
    )

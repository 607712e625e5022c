"""The mail with which a colleague is asked to come in; its link is forgotten once it has left."""

from app.organisations.models import ColleagueInvitation
from jobs.mail import send


def mail_colleague_invitation(invitation: ColleagueInvitation, token: str) -> None:
    """Send the link of `invitation`."""
    send.later(
        to=invitation.email,
        template="mail/colleague_invitation",
        context={
            "invited_by": invitation.invited_by,
            "organisation": invitation.organisation,
            "path": f"mijn/uitnodiging/{token}",
        },
    )

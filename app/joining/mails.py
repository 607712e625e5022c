"""The mails of joining: each is sent after the commit, and its link is forgotten once it has left."""

from collections.abc import Iterable

from flask_babel import force_locale, format_date

from app.accounts.models import Person
from app.joining.models import PartnerApplication, PartnerInvitation
from app.web.clock import AMSTERDAM
from jobs.mail import send
from tenants import current_tenant


def mail_invitation(invitation: PartnerInvitation, token: str) -> None:
    """Send the link of `invitation` (with its partner loaded) to the person that it is for."""
    send.later(
        to=invitation.email,
        template="mail/partner_invitation",
        context=told_of(invitation, path=f"{current_tenant().slug}/meedoen/{token}"),
    )


def told_of(invitation: PartnerInvitation, *, path: str) -> dict[str, object]:
    """What the mail about `invitation` says; `path` is where it is answered."""
    # The mail is Dutch, whatever the language in which somebody invites.
    with force_locale("nl"):
        until = format_date(invitation.expires_at.astimezone(AMSTERDAM).date(), "d MMMM")
    return {
        "name": invitation.name,
        "invited_by": invitation.sent_by,
        "organisation": invitation.partner.label,
        "municipality": current_tenant().municipality,
        "message": invitation.message,
        "reminder": invitation.reminded_at is not None,
        "for_accounts": invitation.is_for_accounts,
        "until": until,
        "path": path,
    }


def mail_answer(invitation: PartnerInvitation, people: Iterable[Person]) -> None:
    """Tell `people` of the coalition how the organisation answered."""
    for person in people:
        send.later(
            to=person.email,
            template="mail/partner_answered",
            context={
                "organisation": invitation.partner.label,
                "accepted": invitation.answer == "accepted",
                "by": invitation.answered_by,
                "reason": invitation.reason,
                "path": f"{current_tenant().slug}/partners/{invitation.partner_id}",
            },
            language=person.language,
        )


def mail_confirmation(application: PartnerApplication, token: str) -> None:
    """Ask who applied to show that the address is theirs."""
    send.later(
        to=application.contact_email,
        template="mail/application_confirm",
        context={
            "organisation": application.name,
            "path": f"{current_tenant().slug}/coalitie/aanmelding/{token}",
        },
    )


def mail_decision(application: PartnerApplication, *, token: str | None = None) -> None:
    """Tell who applied what the coalition answered; with `token`, the link to make the account of the organisation."""
    slug = current_tenant().slug
    send.later(
        to=application.contact_email,
        template="mail/application_decided",
        context={
            "name": application.contact_name,
            "organisation": application.name,
            "accepted": application.decision == "accepted",
            "reason": application.reason,
            "path": f"{slug}/meedoen/{token}" if token else None,
        },
    )

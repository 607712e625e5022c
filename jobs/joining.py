"""What joining leaves for later: the mail to who keeps an organisation, and the one reminder of an invitation."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, text

from app.joining.mails import mail_invitation, told_of
from app.joining.models import PartnerInvitation
from app.joining.queries import invitation_to_mail
from app.joining.rules import REMIND_AFTER, InvitationState
from jobs.mail import renderer, send
from jobs.queue import job
from tenants import current_tenant, db

_KEEPERS = text("select email, language from organisation_keepers(:organisation)")


@job("joining.tell_keepers")
def tell_keepers(invitation_id: str) -> None:
    """Mail the administrators of an organisation that has accounts: the coalition that invites it never sees their addresses."""
    invitation = invitation_to_mail(UUID(invitation_id))
    if invitation is None or invitation.state is not InvitationState.OPEN:
        return
    path = f"{current_tenant().slug}/meedoen/uitnodiging/{invitation.id}"
    with renderer().app_context():
        context = told_of(invitation, path=path)
    for keeper in db().execute(_KEEPERS, {"organisation": invitation.partner.organisation_id}):
        send.later(
            to=keeper.email, template="mail/partner_invitation", context=context, language=keeper.language
        )


@job("joining.remind")
def remind() -> None:
    """Remind, once, each organisation that did not answer its invitation within fourteen days."""
    now = datetime.now(UTC)
    quiet = select(PartnerInvitation.id).where(
        PartnerInvitation.answer.is_(None),
        PartnerInvitation.reminded_at.is_(None),
        PartnerInvitation.sent_at < now - REMIND_AFTER,
        PartnerInvitation.expires_at > now,
    )
    for invitation_id in db().scalars(quiet).all():
        invitation = invitation_to_mail(invitation_id)
        if invitation is None or invitation.state is not InvitationState.OPEN or invitation.reminded_at:
            continue
        token = invitation.remind()
        if token is None:
            tell_keepers.later(invitation_id=str(invitation.id))
        else:
            with renderer().app_context():
                mail_invitation(invitation, token)

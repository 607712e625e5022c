"""What the accounts feature forgets by itself: doors that have long been closed, and invitations that nobody took."""

from datetime import timedelta

from sqlalchemy import delete, func

from app.accounts.models import Invitation, PasswordReset, SignIn
from jobs.queue import job
from tenants import db

# GDPR, article 5(1)(e): no longer than is needed. After this time nobody asks any more who was invited.
INVITATION_TERM = timedelta(days=90)


@job("accounts.forget_expired_doors")
def forget_expired_doors() -> None:
    """Remove sessions and password links that have opened nothing for 30 days. Runs outside every coalition.

    Without a condition on purpose: the database lets only such rows be deleted (the policy `expired_rows` of migration 0003) and shows
    none of them, so there is nothing here to compare with.
    """
    db().execute(delete(SignIn))
    db().execute(delete(PasswordReset))


@job("accounts.forget_old_invitations")
def forget_old_invitations() -> None:
    """Remove this coalition's invitations that ended long ago: they hold a name and an address. History keeps that somebody was invited."""
    db().execute(delete(Invitation).where(Invitation.expires_at < func.now() - INVITATION_TERM))

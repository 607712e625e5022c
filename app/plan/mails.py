"""The mail that the plan asks for: the link with which somebody without an account tells how an action goes."""

from flask_babel import force_locale, format_date

from app.plan.models import Action, UpdateRequest
from app.web.clock import AMSTERDAM
from jobs.mail import send
from tenants import current_tenant


def mail_request(request: UpdateRequest, action: Action, token: str) -> None:
    """Send the link of `request`, about `action` (loaded with its updates), once what was done is saved."""
    newest = action.updates[0] if action.updates else None
    # The mail is Dutch, whatever the language in which somebody asks.
    with force_locale("nl"):
        last = newest and {
            "who": newest.author_name,
            "when": format_date(newest.at.astimezone(AMSTERDAM).date(), "long"),
            "happened": newest.happened,
        }
        until = format_date(request.expires_at.astimezone(AMSTERDAM).date(), "d MMMM")
    send.later(
        to=request.email,
        template="mail/update_request",
        context={
            "name": request.name,
            "asked_by": request.asked_by,
            "action": action.label,
            "note": request.note,
            "last": last,
            "until": until,
            "path": f"{current_tenant().slug}/update/{token}",
        },
    )

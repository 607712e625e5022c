"""Telling of an action in the name of an organisation: from the line in the partner's room, or on a page of its own."""

from datetime import datetime
from uuid import UUID

from flask import Response, flash, request
from flask_babel import format_datetime, gettext

from app.access import Permission
from app.accounts.session import me
from app.partners.models import Partner
from app.plan.forms.request import TellForm
from app.plan.models import Action
from app.plan.queries.telling import action_to_tell
from app.plan.routes.blueprint import blueprint
from app.plan.rules import Light
from app.refusals import Refusal
from app.web.answered import say_in_place
from app.web.clock import AMSTERDAM
from app.web.door import needs
from app.web.page import page, see_view, wants_fragment
from tenants import tenant_in_brief


@blueprint.route("/acties/<uuid:action_id>/updates/<uuid:organisation_id>", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def tell(action_id: UUID, organisation_id: UUID) -> Response:
    """Write an update in the name of the organisation that one works for."""
    action, partner = action_to_tell(action_id, organisation_id, (each.id for each in me().employers_here))
    form = TellForm(action, partner)
    if request.method == "POST" and form.validate():
        try:
            action.report(
                form.happened.data or "",
                following=form.next.data or "",
                light=Light(form.light.data),
                light_reason=form.light_reason.data or "",
                on_behalf_of=partner,
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="happened")
        else:
            return _told(action, partner)
    return page(
        "plan/tell.html",
        fragment="plan/_tell.html",
        status=422 if form.errors else 200,
        action=action,
        partner=partner,
        form=form,
        in_place=wants_fragment(),
    )


def _told(action: Action, partner: Partner) -> Response:
    """Say where it was saved and when: in the line that was written in, or in the room where the next line is."""
    said = gettext(
        "Opgeslagen in %(municipality)s om %(time)s: %(action)s",
        municipality=tenant_in_brief().municipality,
        time=format_datetime(datetime.now(AMSTERDAM), "HH:mm", rebase=False),
        action=action.title,
    )
    if not wants_fragment():
        flash(said, "success")
        return see_view("home.my_room", _anchor="acties")
    say_in_place(said)
    return page("plan/_told.html", action=action, partner=partner, said=said)

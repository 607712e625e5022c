"""The way back from what was done by mistake, whatever it was: each feature says how, here they meet."""

from uuid import UUID

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext

from app.access import Permission
from app.accounts.undoing import UNDO as OF_ACCOUNTS
from app.agreements.undoing import UNDO as OF_AGREEMENTS
from app.bodies.undoing import UNDO as OF_BODIES
from app.history.models import Event
from app.history.undoing import undo as undo_event
from app.home.routes.blueprint import blueprint
from app.home.subjects import url_of
from app.partners.undoing import UNDO as OF_PARTNERS
from app.pillars.undoing import UNDO as OF_PILLARS
from app.plan.undoing import UNDO as OF_THE_PLAN
from app.refusals import Refusal
from app.web.door import may, needs
from app.web.page import is_own_address, see
from tenants import db

UNDO = {**OF_ACCOUNTS, **OF_AGREEMENTS, **OF_BODIES, **OF_PARTNERS, **OF_PILLARS, **OF_THE_PLAN}


@blueprint.route("/ongedaan/<uuid:event_id>", methods=["GET", "POST"])
@needs(Permission.PLAN_READ)
def undo(event_id: UUID) -> Response:
    """Undo what somebody just did, as long as it still stands as it was left; otherwise say why not."""
    event = db().get(Event, event_id) or abort(404)
    asked = request.form.get("terug", "")
    back = asked if is_own_address(asked) else url_of(event.subject_table, event.subject_id)
    if request.method == "POST":
        try:
            with db().begin_nested():
                undo_event(event_id, UNDO, may)
        except Refusal as refusal:
            flash(gettext(refusal.sentence, **refusal.values), "warning")
        else:
            flash(gettext("Het is ongedaan gemaakt."), "success")
    return see(back or url_for("home.overview"))

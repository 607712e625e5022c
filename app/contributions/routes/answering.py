"""What the other side says of a line, and correcting one. A line is never changed: an answer and a correction are rows of their own."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.contributions.forms import ReasonForm, SentenceForm
from app.contributions.models import Contribution
from app.contributions.queries.rows import contribution_to_change, is_corrected
from app.contributions.routes.blueprint import blueprint
from app.contributions.routes.desk import Desk, coalition, own
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see


@blueprint.post("/partners/bijdragen/regels/<uuid:contribution_id>/bevestiging")
@needs(Permission.CONTRIBUTION_EDIT)
def confirm(contribution_id: UUID) -> Response:
    """The coalition agrees with what a partner noted; of money: it came in."""
    found = contribution_to_change(contribution_id)
    return _confirm(coalition(found.partner), found)


@blueprint.post("/bijdrage/regels/<uuid:contribution_id>/bevestiging")
@needs(Permission.OWN_PART)
def own_confirm(contribution_id: UUID) -> Response:
    """One's own organisation agrees with what the coalition noted."""
    found = contribution_to_change(contribution_id)
    return _confirm(own(found.partner), found)


def _confirm(desk: Desk, found: Contribution) -> Response:
    _guard_corrected(found)
    found.confirm(desk.side)
    flash(gettext("Bevestigd: het telt nu."), "success")
    return see(desk.row(found.id))


def _guard_corrected(found: Contribution) -> None:
    if is_corrected(found):
        raise Refusal("Deze regel is intussen gecorrigeerd.")


@blueprint.route("/partners/bijdragen/regels/<uuid:contribution_id>/bezwaar", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def dispute(contribution_id: UUID) -> Response:
    """The coalition does not agree with what a partner noted."""
    found = contribution_to_change(contribution_id)
    return _dispute(coalition(found.partner), found)


@blueprint.route("/bijdrage/regels/<uuid:contribution_id>/bezwaar", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def own_dispute(contribution_id: UUID) -> Response:
    """One's own organisation does not agree with what the coalition noted."""
    found = contribution_to_change(contribution_id)
    return _dispute(own(found.partner), found)


def _dispute(desk: Desk, found: Contribution) -> Response:
    form = SentenceForm()
    _guard_corrected(found)
    try:
        if form.validate_on_submit():
            found.dispute(desk.side, form.sentence.data or "")
            flash(gettext("Wie de regel schreef, ziet nu wat er niet klopt."), "success")
            return see(desk.row(found.id))
    except Refusal as refusal:
        form.refuse(refusal, otherwise="sentence")
    status = 422 if form.errors else 200
    return page("contributions/dispute.html", status=status, desk=desk, form=form, contribution=found)


@blueprint.route("/partners/bijdragen/regels/<uuid:contribution_id>/correctie", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def take_back(contribution_id: UUID) -> Response:
    """The coalition takes a line back."""
    found = contribution_to_change(contribution_id)
    return _take_back(coalition(found.partner), found)


@blueprint.route("/bijdrage/regels/<uuid:contribution_id>/correctie", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def own_take_back(contribution_id: UUID) -> Response:
    """One's own organisation takes a line back."""
    found = contribution_to_change(contribution_id)
    return _take_back(own(found.partner), found)


def _take_back(desk: Desk, found: Contribution) -> Response:
    form = ReasonForm()
    try:
        if form.validate_on_submit():
            back = found.take_back(desk.side, form.reason.data or "", corrected=is_corrected(found))
            flash(gettext("De regel is teruggenomen. Wat er stond, blijft te lezen."), "success")
            return see(desk.row(back.id))
    except Refusal as refusal:
        form.refuse(refusal, otherwise="reason")
    status = 422 if form.errors else 200
    return page("contributions/take_back.html", status=status, desk=desk, form=form, contribution=found)

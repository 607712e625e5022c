"""Noting what was given, by either side, and the steps in which promised money comes in."""

from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext, lazy_gettext

from app.access import Permission
from app.contributions.forms import InvoiceForm, SaidForm, said_form
from app.contributions.models import Contribution, Pledge
from app.contributions.models.said import Dealing
from app.contributions.queries.rows import Promise, periods, promise, promise_to_change
from app.contributions.routes.blueprint import blueprint
from app.contributions.routes.desk import Desk, coalition, kind_of_request, own
from app.contributions.rules.words import ContributionKind, Step
from app.partners.queries import partner_to_change
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see, see_view


@blueprint.route("/partners/<uuid:partner_id>/bijdragen/gift", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def give(partner_id: UUID) -> Response:
    """The coalition notes what a partner gave."""
    return _give(coalition(partner_to_change(partner_id)))


@blueprint.route("/bijdrage/<uuid:partner_id>/gift", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def own_give(partner_id: UUID) -> Response:
    """Note what one's own organisation gave."""
    return _give(own(partner_to_change(partner_id)))


def _give(desk: Desk) -> Response:
    towards = _towards(desk)
    form = _form(towards)
    try:
        if form.validate_on_submit():
            period = towards.period if towards is not None else form.chosen_period
            noted = Contribution.note(Dealing(desk.partner, period, desk.side), form.said, towards=towards)
            flash(_told(desk), "success")
            return see(desk.row(noted.id))
    except Refusal as refusal:
        form.refuse(refusal, otherwise="day")
    status = 422 if form.errors else 200
    return page("contributions/give.html", status=status, desk=desk, form=form, towards=towards)


def _towards(desk: Desk) -> Pledge | None:
    """The promise that the address names. 404 where it is of another partner."""
    named = request.args.get("toezegging", type=UUID)
    if named is None:
        return None
    found = promise(named).now
    return found if found.partner_id == desk.partner.id else abort(404)


def _form(towards: Pledge | None) -> SaidForm:
    form = said_form(ContributionKind(towards.kind) if towards is not None else kind_of_request())
    del form.reason
    if towards is not None:
        del form.period
        if not form.is_submitted():
            form.what.data = towards.what
        return form
    offered = periods()
    now = next((each.id for each in offered if each.starts <= today() <= each.until), None)
    form.period.offer(offered, none=lazy_gettext("Kies een periode"), now=now)
    return form


def _told(desk: Desk) -> str:
    if desk.is_own:
        return str(gettext("Genoteerd. Het telt als de coalitie het bevestigt."))
    return str(gettext("Genoteerd. Het telt als %(name)s het bevestigt.", name=desk.partner.label))


@blueprint.post("/partners/bijdragen/toezeggingen/<uuid:pledge_id>/vraag")
@needs(Permission.CONTRIBUTION_EDIT)
def ask_money(pledge_id: UUID) -> Response:
    """Promised money was asked for, today."""
    found = promise_to_change(pledge_id)
    found.now.take(Step.ASKED, today(), state=found.state)
    flash(gettext("Genoteerd dat om het geld is gevraagd."), "success")
    return see_view("contributions.promise", pledge_id=pledge_id)


@blueprint.route("/partners/bijdragen/toezeggingen/<uuid:pledge_id>/factuur", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def invoice(pledge_id: UUID) -> Response:
    """An invoice was sent for promised money."""
    found, form = promise_to_change(pledge_id), InvoiceForm(data={"day": today()})
    try:
        if form.validate_on_submit():
            _invoice(found, form)
            return see_view("contributions.promise", pledge_id=pledge_id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="number")
    status = 422 if form.errors else 200
    return page("contributions/invoice.html", status=status, form=form, promise=found)


def _invoice(found: Promise, form: InvoiceForm) -> None:
    day = form.day.data or today()
    found.now.take(Step.INVOICED, day, number=form.number.data or "", state=found.state)
    flash(gettext("De factuur is genoteerd."), "success")

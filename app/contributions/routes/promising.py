"""Promising, by the coalition that notes it or by the partner itself; promising something else, and taking it back."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext, lazy_gettext

from app.access import Permission
from app.contributions.forms import ReasonForm, SaidForm, said_form
from app.contributions.models import ContributionPeriod, Pledge
from app.contributions.models.said import Dealing
from app.contributions.queries.rows import Promise, money_promised, periods, promise, promise_to_change
from app.contributions.routes.blueprint import blueprint
from app.contributions.routes.desk import Desk, coalition, kind_of_request, own
from app.contributions.rules.words import ContributionKind
from app.contributions.wording import STEP_NAMES
from app.history.meanwhile import watch
from app.partners.queries import partner_to_change
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see


@blueprint.route("/partners/<uuid:partner_id>/bijdragen/toezegging", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def pledge(partner_id: UUID) -> Response:
    """The coalition notes what a partner promises."""
    return _pledge(coalition(partner_to_change(partner_id)))


@blueprint.route("/bijdrage/<uuid:partner_id>/toezegging", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def own_pledge(partner_id: UUID) -> Response:
    """Promise something for one's own organisation."""
    return _pledge(own(partner_to_change(partner_id)))


def _pledge(desk: Desk) -> Response:
    form, offered = said_form(kind_of_request()), periods()
    _offer(form, offered)
    try:
        if form.validate_on_submit():
            period = form.chosen_period
            before = money_promised(desk.partner.id, period.id)
            Pledge.make(
                Dealing(desk.partner, period, desk.side), form.said, before=before, reason=_reason(form)
            )
            flash(gettext("De toezegging is genoteerd."), "success")
            return see(desk.home)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="day")
    return _page(desk, form, offered, None)


def _page(
    desk: Desk, form: SaidForm, offered: Sequence[ContributionPeriod], before: Pledge | None
) -> Response:
    return page(
        "contributions/pledge.html",
        status=422 if form.errors else 200,
        desk=desk,
        form=form,
        periods=offered,
        before=before,
        today=today(),
    )


def _offer(form: SaidForm, offered: Sequence[ContributionPeriod]) -> None:
    now = next((each.id for each in offered if each.starts <= today() <= each.until), None)
    form.period.offer(offered, none=lazy_gettext("Kies een periode"), now=now)
    # Only where a coalition has a minimum can a promise stay under it.
    if form.kind is not ContributionKind.MONEY or not any(each.minimum for each in offered):
        del form.reason


def _reason(form: SaidForm) -> str:
    return (form.reason.data or "") if "reason" in form else ""


@blueprint.get("/partners/bijdragen/toezeggingen/<uuid:pledge_id>", endpoint="promise")
@needs(Permission.CONTRIBUTION_READ)
def show_promise(pledge_id: UUID) -> Response:
    """One promise: what was said of it and when, and how far its money is."""
    found = promise(pledge_id)
    return _show(coalition(found.now.partner), found)


@blueprint.get("/bijdrage/toezeggingen/<uuid:pledge_id>", endpoint="own_promise")
@needs(Permission.OWN_PART)
def show_own_promise(pledge_id: UUID) -> Response:
    """The same, of one's own organisation."""
    found = promise(pledge_id)
    return _show(own(found.now.partner), found)


def _show(desk: Desk, found: Promise) -> Response:
    return page("contributions/promise.html", desk=desk, promise=found, steps=STEP_NAMES)


@blueprint.route("/partners/bijdragen/toezeggingen/<uuid:pledge_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def change_promise(pledge_id: UUID) -> Response:
    """The coalition notes that something else is promised from now on."""
    found = promise_to_change(pledge_id)
    return _change(coalition(found.now.partner), found)


@blueprint.route("/bijdrage/toezeggingen/<uuid:pledge_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def own_change_promise(pledge_id: UUID) -> Response:
    """Promise something else for one's own organisation."""
    found = promise_to_change(pledge_id)
    return _change(own(found.now.partner), found)


def _change(desk: Desk, found: Promise) -> Response:
    now = _that_stands(found)
    form = said_form(ContributionKind(now.kind), now)
    del form.period
    watch(form, now.partner_id)
    try:
        if form.validate_on_submit():
            before = money_promised(now.partner_id, now.period_id, but=now.id)
            now.change(form.said, side=desk.side, before=before, reason=form.reason.data or "")
            flash(gettext("De toezegging is gewijzigd. Wat er eerst stond, blijft te lezen."), "success")
            return see(desk.home)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="day")
    return _page(desk, form, [now.period], now)


@blueprint.route("/partners/bijdragen/toezeggingen/<uuid:pledge_id>/intrekking", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def withdraw_promise(pledge_id: UUID) -> Response:
    """The coalition notes that it is no longer promised."""
    found = promise_to_change(pledge_id)
    return _withdraw(coalition(found.now.partner), found)


@blueprint.route("/bijdrage/toezeggingen/<uuid:pledge_id>/intrekking", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def own_withdraw_promise(pledge_id: UUID) -> Response:
    """Take back a promise of one's own organisation."""
    found = promise_to_change(pledge_id)
    return _withdraw(own(found.now.partner), found)


def _withdraw(desk: Desk, found: Promise) -> Response:
    now, form = _that_stands(found), ReasonForm()
    try:
        if form.validate_on_submit():
            now.withdraw(side=desk.side, reason=form.reason.data or "")
            flash(gettext("De toezegging is ingetrokken. Zij blijft te lezen."), "success")
            return see(desk.home)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="reason")
    status = 422 if form.errors else 200
    return page("contributions/withdraw.html", status=status, desk=desk, form=form, pledge=now)


def _that_stands(found: Promise) -> Pledge:
    if found.now.withdrawn:
        raise Refusal("Deze toezegging is ingetrokken. Noteer een nieuwe als er weer iets is toegezegd.")
    return found.now

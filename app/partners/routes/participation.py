"""Whether and how a partner takes part: a noun for every step of its life (docs/partners.md)."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.partners import queries
from app.partners.forms import CircleForm, ReasonForm, UmbrellaForm
from app.partners.models import Partner
from app.partners.routes.blueprint import blueprint
from app.partners.rules import Circle
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/partners/<uuid:partner_id>/deelname", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def participation(partner_id: UUID) -> Response:
    """A name in the plan, or who said no before, takes part from now on."""
    return _pressed(partner_id, Partner.take_part, gettext("%(name)s doet mee."))


@blueprint.route("/partners/<uuid:partner_id>/hervatting", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def resumption(partner_id: UUID) -> Response:
    """A partner that paused takes part again."""
    return _pressed(partner_id, Partner.resume, gettext("%(name)s doet weer mee."))


@blueprint.route("/partners/<uuid:partner_id>/terugkeer", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def comeback(partner_id: UUID) -> Response:
    """A partner of before takes part again."""
    return _pressed(partner_id, Partner.come_back, gettext("%(name)s doet weer mee."))


def _pressed(partner_id: UUID, verb: Callable[[Partner], None], said: str) -> Response:
    """What needs no more than a press; who comes here otherwise sees the page of the partner."""
    partner = queries.partner_to_change(partner_id)
    if request.method == "POST":
        verb(partner)
        flash(said % {"name": partner.label}, "success")
    return see_view("partners.partner", partner_id=partner.id)


@blueprint.route("/partners/<uuid:partner_id>/pauze", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def pause(partner_id: UUID) -> Response:
    """A partner does not take part for a while, with a reason."""
    return _with_a_reason(
        partner_id, Partner.pause, "partners/pause.html", gettext("%(name)s doet even niet mee.")
    )


@blueprint.route("/partners/<uuid:partner_id>/einde", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def end(partner_id: UUID) -> Response:
    """A partner stops, with a reason; what it did stays."""
    return _with_a_reason(
        partner_id, Partner.end, "partners/end.html", gettext("%(name)s doet niet meer mee.")
    )


def _with_a_reason(
    partner_id: UUID, verb: Callable[[Partner, str], None], template: str, said: str
) -> Response:
    partner = queries.partner_to_change(partner_id)
    form = ReasonForm()
    if not form.is_submitted():
        return page(template, form=form, partner=partner)
    try:
        if form.validate():
            verb(partner, form.reason.data or "")
            flash(said % {"name": partner.label}, "success")
            return see_view("partners.partner", partner_id=partner.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="reason")
    return page(template, form=form, partner=partner, status=422)


@blueprint.route("/partners/<uuid:partner_id>/kring", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def circle(partner_id: UUID) -> Response:
    """A partner comes closer to the coalition, or less close, with a reason."""
    partner = queries.partner_to_change(partner_id)
    form = CircleForm(data={"circle": partner.circle})
    watch(form, partner.id)
    if not form.is_submitted():
        return page("partners/circle.html", form=form, partner=partner)
    try:
        if form.validate():
            partner.switch_circle(Circle(form.circle.data), form.reason.data or "")
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("partners.partner", partner_id=partner.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="reason")
    return page("partners/circle.html", form=form, partner=partner, status=422)


@blueprint.route("/partners/<uuid:partner_id>/koepel", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def umbrella(partner_id: UUID) -> Response:
    """Through whom a partner takes part, such as a network of businesses."""
    partner = queries.partner_under_umbrella(partner_id)
    form = UmbrellaForm(data={"umbrella": str(partner.umbrella_id or "")})
    form.offer(queries.possible_umbrellas(partner.id))
    watch(form, partner.id)
    if not form.is_submitted():
        return page("partners/umbrella.html", form=form, partner=partner)
    try:
        if form.validate():
            chosen = form.umbrella.data
            if partner.stand_under(queries.partner(UUID(chosen)) if chosen else None):
                flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("partners.partner", partner_id=partner.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="umbrella")
    return page("partners/umbrella.html", form=form, partner=partner, status=422)

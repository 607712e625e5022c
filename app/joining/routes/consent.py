"""Whether an organisation is named on the public page: said by itself, or noted by the coalition."""

from uuid import UUID

from flask import Response, abort, flash
from flask_babel import gettext

from app.access import Permission
from app.accounts.session import me
from app.joining import queries
from app.joining.forms import ConsentForm
from app.joining.models import PartnerConsent
from app.joining.routes.blueprint import blueprint
from app.partners.models import Partner
from app.partners.queries import partner_to_change
from app.refusals import Refusal
from app.web.door import needs
from app.web.forms import BaseForm
from app.web.page import page, see_view


@blueprint.route("/partners/<uuid:partner_id>/openbaar", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def consent(partner_id: UUID) -> Response:
    """Note that an organisation agreed to be named: when, and how it said so."""
    partner = partner_to_change(partner_id)
    form = ConsentForm()
    if form.validate_on_submit():
        try:
            PartnerConsent.give(partner, given_on=form.day, how=form.how.data or "")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="how")
        else:
            flash(gettext("%(name)s wordt genoemd op de openbare pagina.", name=partner.label), "success")
            return see_view("partners.partner", partner_id=partner.id)
    return page(
        "joining/consent.html",
        form=form,
        partner=partner,
        consent=queries.consent_of(partner.id),
        status=422 if form.is_submitted() else 200,
    )


@blueprint.post("/partners/<uuid:partner_id>/openbaar/intrekking")
@needs(Permission.PARTNER_EDIT)
def withdraw_consent(partner_id: UUID) -> Response:
    """The organisation is no longer named, from now on."""
    partner = partner_to_change(partner_id)
    PartnerConsent.withdraw(partner)
    flash(gettext("%(name)s staat niet meer op de openbare pagina.", name=partner.label), "success")
    return see_view("partners.partner", partner_id=partner.id)


@blueprint.route("/partners/<uuid:partner_id>/onze-naam", methods=["GET", "POST"])
@needs(Permission.OWN_PART)
def own_consent(partner_id: UUID) -> Response:
    """Who works for the organisation says whether it is named."""
    partner = _own(partner_id)
    form = BaseForm()
    if form.validate_on_submit():
        PartnerConsent.give(partner)
        flash(gettext("Uw organisatie staat op de openbare pagina."), "success")
        return see_view("joining.own_consent", partner_id=partner.id)
    return page(
        "joining/own_consent.html",
        form=form,
        partner=partner,
        consent=queries.consent_of(partner.id),
        public=queries.public_page(),
    )


@blueprint.post("/partners/<uuid:partner_id>/onze-naam/intrekking")
@needs(Permission.OWN_PART)
def withdraw_own_consent(partner_id: UUID) -> Response:
    """Who works for the organisation takes its name off."""
    partner = _own(partner_id)
    PartnerConsent.withdraw(partner)
    flash(gettext("Uw organisatie staat niet meer op de openbare pagina."), "success")
    return see_view("joining.own_consent", partner_id=partner.id)


def _own(partner_id: UUID) -> Partner:
    partner = partner_to_change(partner_id)
    if not queries.works_for(me().employers_here, partner):
        abort(404)
    return partner

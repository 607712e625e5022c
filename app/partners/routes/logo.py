"""The logo of an organisation whose profile is kept here."""

from uuid import UUID

from flask import Response, abort, flash
from flask_babel import gettext

from app.access import Permission
from app.organisations.forms import LogoForm
from app.organisations.models import OrganisationLogo
from app.organisations.pictures import logo_of
from app.partners.models import Partner
from app.partners.queries import partner_to_change
from app.partners.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/partners/<uuid:partner_id>/logo", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def logo(partner_id: UUID) -> Response:
    """Choose another logo. 404 where the organisation keeps its own profile."""
    partner = _kept_partner(partner_id)
    form = LogoForm()
    if form.validate_on_submit():
        try:
            OrganisationLogo.give(partner.organisation, logo_of(form.file.data.read()))
        except Refusal as refusal:
            form.refuse(refusal, otherwise="file")
        else:
            flash(gettext("Het logo is opgeslagen."), "success")
            return see_view("partners.partner", partner_id=partner.id)
    return page("partners/logo.html", form=form, partner=partner, status=422 if form.is_submitted() else 200)


@blueprint.post("/partners/<uuid:partner_id>/logo/verwijdering")
@needs(Permission.PARTNER_EDIT)
def remove_logo(partner_id: UUID) -> Response:
    """Show initials again."""
    partner = _kept_partner(partner_id)
    OrganisationLogo.remove(partner.organisation)
    flash(gettext("Het logo is verwijderd."), "success")
    return see_view("partners.partner", partner_id=partner.id)


def _kept_partner(partner_id: UUID) -> Partner:
    partner = partner_to_change(partner_id)
    return partner if partner.organisation.is_kept_here() else abort(404)

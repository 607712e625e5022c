"""Whether a partner takes part."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.partners import queries
from app.partners.forms import EndForm
from app.partners.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/partners/<uuid:partner_id>/deelname", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def participation(partner_id: UUID) -> Response:
    """A name in the plan, or a partner of before, takes part from now on."""
    partner = queries.partner_to_change(partner_id)
    if request.method == "POST":
        partner.take_part()
        flash(gettext("%(name)s doet mee.", name=partner.label), "success")
    return see_view("partners.partner", partner_id=partner.id)


@blueprint.route("/partners/<uuid:partner_id>/einde", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def end(partner_id: UUID) -> Response:
    """A partner stops, with a reason; what it did stays."""
    partner = queries.partner_to_change(partner_id)
    form = EndForm()
    if not form.is_submitted():
        return page("partners/end.html", form=form, partner=partner)
    try:
        if form.validate():
            partner.end(form.reason.data or "")
            flash(gettext("%(name)s doet niet meer mee.", name=partner.label), "success")
            return see_view("partners.partner", partner_id=partner.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="reason")
    return page("partners/end.html", form=form, partner=partner, status=422)

"""The logo of an organisation: shown to whoever was given its address, chosen by who keeps the profile."""

from uuid import UUID

from flask import Response, flash, make_response
from flask_babel import gettext

from app.access import Permission
from app.organisations.forms import LogoForm
from app.organisations.models import OrganisationLogo
from app.organisations.pictures import logo_of
from app.organisations.queries.profiles import logo_with_address
from app.organisations.routes.blueprint import blueprint, kept_organisation
from app.refusals import Refusal
from app.web.door import Place, needs_across, open_to_all
from app.web.page import page, see_view


@blueprint.get("/logo/<address>")
@open_to_all(Place.OUTSIDE)
def logo(address: str) -> Response:
    """The picture, for ever: another picture has another address. It is nothing but a picture, also when opened by itself."""
    found = logo_with_address(address)
    response = make_response(found.content)
    response.headers["Content-Type"] = found.media_type
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@blueprint.route("/mijn/organisatie/<uuid:organisation_id>/logo", methods=["GET", "POST"])
@needs_across(Permission.ROOM_READ)
def choose_logo(organisation_id: UUID) -> Response:
    """Choose another logo."""
    organisation = kept_organisation(organisation_id)
    form = LogoForm()
    if form.validate_on_submit():
        try:
            OrganisationLogo.give(organisation, logo_of(form.file.data.read()))
        except Refusal as refusal:
            form.refuse(refusal, otherwise="file")
        else:
            flash(gettext("Het logo is opgeslagen."), "success")
            return see_view("organisations.profile", organisation_id=organisation_id)
    status = 422 if form.is_submitted() else 200
    return page("organisations/logo.html", form=form, organisation=organisation, status=status)


@blueprint.post("/mijn/organisatie/<uuid:organisation_id>/logo/verwijdering")
@needs_across(Permission.ROOM_READ)
def remove_logo(organisation_id: UUID) -> Response:
    """Show initials again."""
    OrganisationLogo.remove(kept_organisation(organisation_id))
    flash(gettext("Het logo is verwijderd."), "success")
    return see_view("organisations.profile", organisation_id=organisation_id)

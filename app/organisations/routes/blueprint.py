"""The blueprint that the routes of this feature hang on, and who may do what for an organisation."""

from uuid import UUID

from flask import Blueprint, Response, abort

from app.accounts.session import me
from app.accounts.viewer import Employer
from app.organisations.models import Organisation, keepers_wait
from app.organisations.queries import profiles
from app.organisations.rules import initials
from app.web.page import page, see_view

blueprint = Blueprint("organisations", __name__)
blueprint.add_app_template_filter(initials)


def employer(organisation_id: UUID) -> Employer:
    """The organisation of this id that the viewer works for. 404 for who does not."""
    found = [each for each in me().employers if each.id == organisation_id]
    return found[0] if found else abort(404)


def keeper(organisation_id: UUID) -> Employer:
    """The same, for who keeps its profile and its colleagues. 403 for other colleagues."""
    found = employer(organisation_id)
    return found if found.administrator else abort(403)


def kept_organisation(organisation_id: UUID) -> Organisation:
    """The organisation, for who keeps it, locked: of two changes at once the second sees what the first did."""
    keeper(organisation_id)
    organisation = profiles.organisation(organisation_id)
    keepers_wait(organisation)
    return organisation


def only_or_choose(endpoint: str, heading: str) -> Response:
    """The page `endpoint` of the only organisation that the viewer works for; who works for more chooses, under `heading`."""
    employers = me().employers
    if len(employers) == 1:
        return see_view(endpoint, organisation_id=employers[0].id)
    organisations = profiles.organisations_with([each.id for each in employers])
    return page("organisations/choose.html", organisations=organisations, endpoint=endpoint, heading=heading)

"""p"""

from flask import Blueprint, Response

from app.access import Permission
from app.web.door import Place, needs, needs_platform, open_to_all, signed_in


blueprint = Blueprint("partners", __name__)


@blueprint.route("/partners", methods=['GET'])
@needs(Permission.PARTNER_READ)
def partners(**_: object) -> Response:
    return Response("")


@blueprint.route("/partners/<uuid:partner_id>", methods=['GET'])
@needs(Permission.PARTNER_READ)
def partner(**_: object) -> Response:
    return Response("")

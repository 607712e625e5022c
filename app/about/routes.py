"""a"""

from flask import Blueprint, Response

from app.access import Permission
from app.web.door import Place, needs, needs_platform, open_to_all, signed_in


blueprint = Blueprint("about", __name__)


@blueprint.route("/over", methods=['GET'])
@open_to_all(Place.OUTSIDE)
def product(**_: object) -> Response:
    return Response("")


@blueprint.route("/privacy", methods=['GET'])
@open_to_all(Place.OUTSIDE)
def privacy(**_: object) -> Response:
    return Response("")


@blueprint.route("/toegankelijkheid", methods=['GET'])
@open_to_all(Place.OUTSIDE)
def accessibility(**_: object) -> Response:
    return Response("")

"""h"""

from flask import Blueprint, Response

from app.access import Permission
from app.web.door import Place, needs, needs_platform, open_to_all, signed_in


blueprint = Blueprint("home", __name__)


@blueprint.route("/", methods=['GET'])
@needs(Permission.PLAN_READ)
def overview(**_: object) -> Response:
    return Response("")


@blueprint.route("/geschiedenis", methods=['GET'])
@needs(Permission.HISTORY_READ)
def history(**_: object) -> Response:
    return Response("")


@blueprint.route("/zoeken", methods=['GET'])
@needs(Permission.PLAN_READ)
def search(**_: object) -> Response:
    return Response("")


@blueprint.route("/landelijk", methods=['GET'])
@needs_platform(Permission.NATIONAL_READ)
def national(**_: object) -> Response:
    return Response("")


@blueprint.route("/beheer", methods=['GET'])
@needs_platform(Permission.PLATFORM_MANAGE)
def platform(**_: object) -> Response:
    return Response("")

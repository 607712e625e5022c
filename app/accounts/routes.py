"""a"""

from flask import Blueprint, Response

from app.access import Permission
from app.web.door import Place, needs, needs_platform, open_to_all, signed_in


blueprint = Blueprint("accounts", __name__)


@blueprint.route("/", methods=['GET'])
@open_to_all(Place.OUTSIDE)
def start(**_: object) -> Response:
    return Response("")


@blueprint.route("/inloggen", methods=['GET', 'POST'])
@open_to_all(Place.OUTSIDE)
def sign_in(**_: object) -> Response:
    return Response("")


@blueprint.route("/uitloggen", methods=['POST'])
@signed_in
def sign_out(**_: object) -> Response:
    return Response("")


@blueprint.route("/account", methods=['GET'])
@signed_in
def account(**_: object) -> Response:
    return Response("")


@blueprint.route("/mensen", methods=['GET'])
@needs(Permission.PEOPLE_READ)
def people(**_: object) -> Response:
    return Response("")

"""p"""

from flask import Response

from app.plan.routes.blueprint import blueprint
from app.access import Permission
from app.web.door import Place, needs, needs_platform, open_to_all, signed_in


@blueprint.route("/pijlers", methods=['GET'])
@needs(Permission.PLAN_READ)
def pillars(**_: object) -> Response:
    return Response("")


@blueprint.route("/pijlers/<int:number>", methods=['GET'])
@needs(Permission.PLAN_READ)
def pillar(**_: object) -> Response:
    return Response("")

"""b"""

from flask import Response

from app.plan.routes.blueprint import blueprint
from app.access import Permission
from app.web.door import Place, needs, needs_platform, open_to_all, signed_in


@blueprint.route("/plan/bord", methods=['GET'])
@needs(Permission.PLAN_READ)
def board(**_: object) -> Response:
    return Response("")

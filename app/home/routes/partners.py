"""The pages of partners that also show what they do in the plan: partners may not know the plan, home may know both."""

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import Response, request

from app.access import Permission
from app.bodies.queries import seats_of
from app.bodies.wording import BODY_KINDS
from app.home.queries.partners import Selection, circles, number_of_actions, work_of
from app.organisations.rules import Sector
from app.organisations.wording import SECTORS
from app.partners import queries
from app.partners.routes.blueprint import blueprint
from app.partners.rules import Belonging
from app.partners.wording import BELONGING_EXPLAINED, BELONGINGS
from app.web.door import needs
from app.web.page import page

Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get("/partners")
@needs(Permission.PARTNER_READ)
def partners() -> Response:
    """The partners by circle, filtered in the address."""
    selection = Selection(
        words=request.args.get("q", "").strip(),
        sector=_chosen(Sector, "sector"),
        belonging=_chosen(Belonging, "kring"),
    )
    return page(
        "partners/partners.html",
        fragment="partners/_circles.html",
        selection=selection,
        circles=circles(selection),
        counts=number_of_actions(),
        sectors=SECTORS,
        belongings=BELONGINGS,
        explained=BELONGING_EXPLAINED,
    )


@blueprint.get("/partners/<uuid:partner_id>")
@needs(Permission.PARTNER_READ)
def partner(partner_id: UUID) -> Response:
    """One partner: what it does, where it sits, where the plan names it."""
    return page(
        "partners/partner.html",
        partner=queries.partner(partner_id),
        work=work_of(partner_id),
        seats=seats_of(partner_id),
        sectors=SECTORS,
        belongings=BELONGINGS,
        kinds=BODY_KINDS,
    )


def _chosen(words: type[Choice], name: str) -> Choice | None:
    """The choice in the address, or None where there is none that we know."""
    value = request.args.get(name, "")
    return words(value) if value in set(words) else None

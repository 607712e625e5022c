"""Everything of one partner: its promises and what it gave, as the coalition and the partner itself see it."""

from dataclasses import dataclass
from uuid import UUID

from flask import Response

from app.access import Permission
from app.accounts.session import me
from app.contributions.models import ContributionPeriod
from app.contributions.queries.entries import lines
from app.contributions.queries.rows import partners_of, periods
from app.contributions.routes.blueprint import blueprint
from app.contributions.routes.desk import Desk, coalition, own
from app.contributions.routes.totals import names
from app.contributions.rules.ledger import Line, Total, totals
from app.contributions.rules.words import ContributionKind, Standing
from app.partners.queries import partner as partner_of
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view


@dataclass(frozen=True, slots=True)
class Part:
    """What a partner promised and gave in one period."""

    period: ContributionPeriod
    lines: list[Line]
    totals: dict[ContributionKind, Total]
    is_now: bool


@blueprint.get("/partners/<uuid:partner_id>/bijdragen", endpoint="partner")
@needs(Permission.CONTRIBUTION_READ)
def show_partner(partner_id: UUID) -> Response:
    """One partner, for the coalition."""
    return _show(coalition(partner_of(partner_id)))


@blueprint.get("/bijdrage/<uuid:partner_id>", endpoint="own_partner")
@needs(Permission.OWN_PART)
def show_own(partner_id: UUID) -> Response:
    """One's own organisation."""
    return _show(own(partner_of(partner_id)))


@blueprint.get("/bijdrage")
@needs(Permission.OWN_PART)
def own_part() -> Response:
    """The contribution of the organisation that one works for; who works for several that take part here, chooses."""
    mine = partners_of([employer.id for employer in me().employers_here])
    if len(mine) == 1:
        return see_view("contributions.own_partner", partner_id=mine[0].id)
    return page("contributions/own.html", partners=mine)


def _show(desk: Desk) -> Response:
    found, day = lines(desk.partner.id), today()
    parts = [_part(period, found, is_now=period.starts <= day <= period.until) for period in periods()]
    return page(
        "contributions/partner.html",
        desk=desk,
        parts=[part for part in parts if part.lines or part.is_now],
        any_period=bool(parts),
        to_answer=[
            line
            for line in found
            if line.standing is Standing.AWAITING and line.entry.side is desk.side.other
        ],
        **names(),
    )


def _part(period: ContributionPeriod, found: list[Line], *, is_now: bool) -> Part:
    of_period = [line for line in found if line.entry.period_id == period.id]
    return Part(period, of_period, totals(of_period), is_now)

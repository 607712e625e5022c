"""What an action can be tied to, and is, in one statement: for a form that is only shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Row, Select, bindparam, func, literal, select, union_all

from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.pillars.models import Pillar, Theme
from app.plan.models import (
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTargetGroup,
    ActionTheme,
    Neighbourhood,
    TargetGroup,
)
from tenants import read


def choices(action_id: UUID) -> Mapping[str, Sequence[Row[Any]]]:
    """For each field of the form its rows (`id`, `label`, `tied`), in the order and in the words of app/plan/queries/offered.py."""
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in read(_choices(), {"action": action_id}):
        found[row.field].append(row)
    return found


@cache
def _choices() -> CompoundSelect[Any]:
    named = func.trim(func.concat(Theme.number, " ", Theme.title))
    partners = _offer(
        "contributors", Partner, Organisation.name, ActionContributor.partner_id, Organisation.sort_key
    )
    statement = union_all(
        _offer("pillars", Pillar, func.concat(Pillar.number, ". ", Pillar.title), ActionPillar.pillar_id, Pillar.number),
        _offer("themes", Theme, named, ActionTheme.theme_id, Theme.position, Theme.title),
        partners.join(Partner.organisation).where(Partner.state != PartnerState.ENDED),
        _offer("neighbourhoods", Neighbourhood, Neighbourhood.name, ActionNeighbourhood.neighbourhood_id, Neighbourhood.name),
        _offer("target_groups", TargetGroup, TargetGroup.name, ActionTargetGroup.target_group_id, TargetGroup.name),
    )  # fmt: skip
    return statement.order_by("field", "place")


def _offer(field: str, noun: Any, label: Any, tie: Any, *order: Any) -> Select[Any]:
    tied = select(tie).where(tie.class_.action_id == bindparam("action"), tie == noun.id).exists()
    return select(
        literal(field).label("field"),
        noun.id.label("id"),
        label.label("label"),
        tied.label("tied"),
        func.row_number().over(order_by=order).label("place"),
    ).select_from(noun)

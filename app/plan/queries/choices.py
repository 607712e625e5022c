"""What the filters of board and list offer: only what this coalition has, in one statement."""

from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, literal, or_, select, union_all

from app.organisations.models import Organisation
from app.partners.models import Partner
from app.pillars.models import Pillar, Theme, ThemePillar
from app.plan.models import Action, ActionPillar, Goal, Neighbourhood, Plan, TargetGroup
from tenants import db
from tenants.provision import sort_key

Choices = dict[str, list[tuple[str, str]]]


class Filter(StrEnum):
    """What actions can be filtered by, as it is called in the address."""

    PILLAR = "pijler"
    THEME = "thema"
    GOAL = "doel"
    OWNER = "trekker"
    NEIGHBOURHOOD = "wijk"
    TARGET_GROUP = "doelgroep"
    PLAN = "plan"


def _offer(kind: Filter, value: Any, name: Any, place: Any = None, number: Any = None) -> Select[Any]:
    return select(
        literal(kind.value).label("kind"),
        cast(value, Text).label("value"),
        (literal("") if number is None else number).label("number"),
        name.label("name"),
        (literal(0) if place is None else place).label("place"),
    )


def _pillars_are_used() -> ColumnElement[bool]:
    """Condition: the plan follows the pillars. One that follows goals only (Almelo's) has nothing to choose there."""
    return or_(select(ActionPillar.id).exists(), select(ThemePillar.id).exists())


def _offers() -> dict[Filter, Select[Any]]:
    current = select(Plan.id).where(Plan.current)
    owners = select(Action.owner_id)
    return {
        Filter.PILLAR: _offer(
            Filter.PILLAR, Pillar.number, Pillar.title, Pillar.number, cast(Pillar.number, Text)
        ).where(_pillars_are_used()),
        Filter.THEME: _offer(Filter.THEME, Theme.id, Theme.title, Theme.position, Theme.number),
        Filter.GOAL: _offer(Filter.GOAL, Goal.id, Goal.title, Goal.position, Goal.number).where(
            Goal.plan_id.in_(current)
        ),
        Filter.OWNER: _offer(Filter.OWNER, Partner.id, Organisation.name)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(Partner.id.in_(owners)),
        Filter.NEIGHBOURHOOD: _offer(Filter.NEIGHBOURHOOD, Neighbourhood.id, Neighbourhood.name),
        Filter.TARGET_GROUP: _offer(Filter.TARGET_GROUP, TargetGroup.id, TargetGroup.name),
        # Without a plan in the address it is the current one: its value is empty.
        Filter.PLAN: _offer(
            Filter.PLAN,
            case((Plan.current, literal("")), else_=cast(Plan.id, Text)),
            Plan.title,
            case((Plan.current, 0), else_=1),
        ),
    }


def choices(*kinds: Filter) -> Choices:
    """Of each kind the (value, name) pairs to choose from, in their own order, else by name; a kind without rows is absent."""
    offers = _offers()
    rows = db().execute(union_all(*(offers[kind] for kind in kinds)))
    found: Choices = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.place, sort_key(row.name))):
        found[row.kind].append((row.value, f"{row.number} {row.name}".strip()))
    return dict(found)


def names(offered: Choices, chosen: dict[str, str], kinds: Collection[Filter]) -> list[tuple[Filter, str]]:
    """What is chosen, in words: (kind, name) for every filter in use."""
    return [
        (kind, name) for kind in kinds for value, name in offered.get(kind, []) if value == chosen.get(kind)
    ]

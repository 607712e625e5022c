"""The grid as a whole: the five pillars and the three action lines, with what serves them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, cast, func, literal, null, select, union, union_all
from sqlalchemy.orm import joinedload

from app.partners.models import Partner
from app.pillars.models import ActionLine, Pillar, Theme, ThemeActionLine, ThemePillar
from app.plan.models import Action, ActionPillar, ActionTheme, Goal, Plan
from app.plan.queries.cards import in_current_plan
from tenants import db


@dataclass
class Served:
    """A pillar or an action line, the themes that serve it, and how many actions stand where."""

    noun: Any
    themes: list[tuple[UUID, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    to_confirm: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing serves it yet."""
        return not self.themes and not self.counts


@dataclass
class Grid:
    """The five pillars, the three action lines, and the number of goals of the current plan."""

    pillars: list[Served]
    action_lines: list[Served]
    goals: int

    @property
    def is_unused(self) -> bool:
        """Whether the plan is arranged by goals only: nothing in it was tied to a pillar, and that is normal."""
        return self.goals > 0 and all(pillar.is_empty for pillar in self.pillars)


def grid() -> Grid:
    """The grid, in three statements."""
    lead = joinedload(Pillar.lead).joinedload(Partner.organisation)
    pillars = {
        row.id: Served(row) for row in db().scalars(select(Pillar).order_by(Pillar.number).options(lead))
    }
    lines = {row.id: Served(row) for row in db().scalars(select(ActionLine).order_by(ActionLine.number))}
    places = pillars | lines
    facts: defaultdict[str, list[Any]] = defaultdict(list)
    for row in db().execute(_facts()):
        facts[row.fact].append(row)
    for row in facts["theme"]:
        places[row.place_id].themes.append((row.id, row.name))
    for row in facts["count"]:
        places[row.place_id].counts[row.name] = row.number
    for row in facts["to_confirm"]:
        places[row.place_id].to_confirm += row.number
    return Grid(list(pillars.values()), list(lines.values()), facts["goals"][0].number)


def _fact(fact: str, place_id: Any, *, id: Any = None, name: Any = None, number: Any = None) -> Select[Any]:  # noqa: A002
    return select(
        literal(fact).label("fact"),
        place_id.label("place_id"),
        (cast(null(), Uuid) if id is None else id).label("id"),
        (literal("") if name is None else name).label("name"),
        (literal(0) if number is None else number).label("number"),
    )


def _facts() -> Select[Any]:
    """Everything about the places that is a name or a number, told apart by `fact`."""
    # An action that serves a pillar by itself and through a theme is one action: union, not union_all.
    serving = union(
        select(ActionPillar.pillar_id, ActionPillar.action_id),
        select(ThemePillar.pillar_id, ActionTheme.action_id).join(
            ActionTheme, ActionTheme.theme_id == ThemePillar.theme_id
        ),
    ).subquery()
    label = func.trim(Theme.number + " " + Theme.title)
    readings = [
        _fact("to_confirm", between.pillar_id, number=func.count())
        .where(between.reading, between.confirmed_at.is_(None))
        .group_by(between.pillar_id)
        for between in (ThemePillar, ActionPillar)
    ]
    themes = [
        _fact("theme", place, id=Theme.id, name=label, number=Theme.position).join(between, between.theme_id == Theme.id)
        for between, place in ((ThemePillar, ThemePillar.pillar_id), (ThemeActionLine, ThemeActionLine.action_line_id))
    ]  # fmt: skip
    facts = union_all(
        *themes,
        *readings,
        _fact("count", serving.c.pillar_id, name=Action.status, number=func.count())
        .join(Action, Action.id == serving.c.action_id)
        .where(in_current_plan())
        .group_by(serving.c.pillar_id, Action.status),
        _fact("goals", cast(null(), Uuid), number=func.count())
        .select_from(Goal)
        .where(Goal.plan_id.in_(select(Plan.id).where(Plan.current))),
    ).subquery()
    return select(facts).order_by(facts.c.number, facts.c.name)

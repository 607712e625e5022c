"""What a plan holds today, as a version keeps it: in two statements, whatever the size of the plan."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from app.plan.models import Action, Plan, ProgressUpdate
from app.plan.queries.cards import cards
from app.plan.queries.progress import standing_of
from app.plan.rules import Branch, goal_progress
from app.versions.queries.parts import Kind, Wanted, parts_of
from app.versions.rules.content import FORMAT, Content
from tenants import db

Parts = dict[Kind, dict[UUID | None, list[dict[str, Any]]]]
_SOURCE = ("source_document", "source_heading", "source_item", "demonstration")
_TIES = (Kind.CONTRIBUTORS, Kind.PILLARS, Kind.THEMES, Kind.NEIGHBOURHOODS, Kind.TARGET_GROUPS)


def content_of(plan_id: UUID | None) -> Content | None:
    """The plan with this id (None: the current one) with its whole text and tree as plain values; None where it is not here.

    Names stand in it instead of references, and dates as text.
    """
    wanted = select(Plan.id).where(Plan.current if plan_id is None else Plan.id == plan_id).scalar_subquery()
    parts: Parts = defaultdict(lambda: defaultdict(list))
    for row in db().execute(parts_of(wanted)):
        parts[Kind(row.kind)][row.around_id].append(row.item)
    if not parts[Kind.PLAN]:
        return None
    rows = db().execute(_actions(wanted)).all()
    return {
        "format": FORMAT,
        "plan": parts[Kind.PLAN][None][0],
        "chapters": [
            {**item, "passages": _nested(parts[Kind.PASSAGE][UUID(item["id"])])}
            for item in parts[Kind.CHAPTER][None]
        ],
        "goals": _goals(parts[Kind.GOAL][None], rows),
        "actions": [_action(row, parts) for row in rows],
        "pillars": [
            {**item, "themes": [theme["name"] for theme in parts[Kind.PILLAR_THEME][UUID(item["id"])]]}
            for item in parts[Kind.PILLAR][None]
        ],
    }


def _nested(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The passages under their own passage; where that one is not here, they stand by themselves."""
    known = {item["id"]: {**item, "children": []} for item in passages}
    roots: list[dict[str, Any]] = []
    for item in known.values():
        above = known.get(item.pop("parent_id"))
        (roots if above is None else above["children"]).append(item)
    return roots


def _actions(plan_id: Wanted) -> Select[Any]:
    reason = select(ProgressUpdate.light_reason).where(ProgressUpdate.action_id == Action.id)
    return (
        cards()
        .add_columns(
            *(Action.description, Action.stop_reason, Action.starts, Action.ends),
            *(Action.source_document, Action.source_heading, Action.source_item, Action.demonstration),
            reason.order_by(ProgressUpdate.at.desc()).limit(1).scalar_subquery().label("light_reason"),
        )
        .where(Action.plan_id == plan_id)
        .order_by(Action.position, Action.title, Action.id)
    )


def _action(row: Row[Any], parts: Parts) -> dict[str, Any]:
    standing = standing_of(row)
    dates = {"starts": row.starts, "ends": row.ends, "deadline": row.deadline}
    ties = {kind.value: parts[kind][row.id] for kind in _TIES}
    return {
        "id": str(row.id),
        "goal": None if row.goal_id is None else str(row.goal_id),
        **{name: getattr(row, name) for name in ("number", "title", "description", "weight")},
        "status": standing.status.value,
        "stop_reason": row.stop_reason,
        "owner": row.owner,
        **{name: None if date is None else date.isoformat() for name, date in dates.items()},
        **{name: [tie["name"] for tie in items] for name, items in ties.items()},
        # What nobody of the coalition has confirmed yet is our reading, also in what is kept.
        "readings": [tie["name"] for items in ties.values() for tie in items if tie.get("to_confirm")],
        "light": standing.light,
        "light_reason": row.light_reason or "",
        "percent": row.percent,
        "progress": standing.progress,
        "milestones": parts[Kind.MILESTONE][row.id],
        "passages": _nested(parts[Kind.PASSAGE][row.id]),
        **{name: getattr(row, name) for name in _SOURCE},
    }


def _goals(goals: list[dict[str, Any]], actions: Iterable[Row[Any]]) -> list[dict[str, Any]]:
    standings = [(str(row.goal_id), standing_of(row).part) for row in actions if row.goal_id is not None]
    progress = goal_progress(
        {goal["id"]: Branch(goal["parent"], goal["weight"]) for goal in goals}, standings
    )
    return [{**goal, "progress": progress.get(goal["id"])} for goal in goals]

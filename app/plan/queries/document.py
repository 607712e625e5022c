"""The plan as a document: its chapters and passages, and the tree of goals and actions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import Row, Select, Text, Uuid, cast, func, literal, null, or_, select, type_coerce, union_all
from sqlalchemy.orm import joinedload

from app.columns import PartialDateColumn
from app.history.models import Provenance
from app.periods import PartialDate
from app.pillars.models import Pillar, Theme, ThemePillar
from app.plan.models import Action, Chapter, Goal, Milestone, Passage, Plan
from app.plan.queries.cards import Card, card_of, cards
from app.plan.rules import Branch, goal_progress
from tenants import db


@dataclass(kw_only=True)
class Sourced:
    """Where something stands in the document it comes from, or that it was made up."""

    source_document: str
    source_heading: str
    source_item: str
    demonstration: bool


@dataclass
class Item(Sourced):
    """A passage, with what stands under it; or a milestone, which has a date instead."""

    id: UUID
    kind: str
    label: str
    text: str
    due: PartialDate | None = None
    done_on: PartialDate | None = None
    children: list["Item"] = field(default_factory=list)


@dataclass
class ActionEntry(Sourced):
    """An action in the document."""

    card: Card
    description: str
    items: list[Item]


@dataclass
class GoalEntry(Sourced):
    """A goal in the document, with what stands under it."""

    id: UUID
    level: str
    number: str
    title: str
    description: str
    progress: int | None
    actions: list[ActionEntry]
    children: list["GoalEntry"] = field(default_factory=list)


@dataclass
class PillarEntry:
    """A pillar, with the themes that serve it."""

    number: int
    title: str
    themes: list[tuple[UUID, str]] = field(default_factory=list)


@dataclass
class Document:
    """Everything of one plan, to read from beginning to end."""

    plan: Plan
    items: dict[UUID, list[Item]]
    goals: list[GoalEntry]
    loose_actions: list[ActionEntry]
    pillars: list[PillarEntry]
    other_plans: list[tuple[UUID, str, str]]


class Part(StrEnum):
    """What the rows of the document are."""

    PASSAGE = "passage"
    MILESTONE = "milestone"
    GOAL = "goal"
    PLAN = "plan"
    PILLAR = "pillar"
    THEME = "theme"


def document(plan_id: UUID | None) -> Document | None:
    """The plan with this id, or the current one; None where there is none. Three statements."""
    wanted = Plan.current if plan_id is None else Plan.id == plan_id
    plan = db().scalars(select(Plan).where(wanted).options(joinedload(Plan.chapters))).unique().one_or_none()
    if plan is None:
        return None
    parts: defaultdict[Part, list[Row[Any]]] = defaultdict(list)
    for row in db().execute(_parts(plan.id)):
        parts[Part(row.part)].append(row)
    items = _nested(parts[Part.PASSAGE] + parts[Part.MILESTONE])
    entries: defaultdict[UUID | None, list[ActionEntry]] = defaultdict(list)
    for row in db().execute(_actions(plan.id)):
        entry = ActionEntry(card_of(row), row.description, items.get(row.id, []), **_source(row))
        entries[row.goal_id].append(entry)
    return Document(
        plan=plan,
        items=items,
        goals=_tree(parts[Part.GOAL], entries),
        loose_actions=entries[None],
        pillars=_pillars(parts[Part.PILLAR], parts[Part.THEME]),
        other_plans=[(row.id, row.text, row.body) for row in parts[Part.PLAN]],
    )


class _Source(TypedDict):
    source_document: str
    source_heading: str
    source_item: str
    demonstration: bool


def _source(row: Row[Any]) -> _Source:
    return _Source(
        source_document=row.source_document,
        source_heading=row.source_heading,
        source_item=row.source_item,
        demonstration=row.demonstration,
    )


def _source_of(noun: type[Provenance]) -> tuple[Any, ...]:
    return noun.source_document, noun.source_heading, noun.source_item, noun.demonstration


def _actions(plan_id: UUID) -> Select[Any]:
    return (
        cards()
        .add_columns(Action.description, *_source_of(Action))
        .where(Action.plan_id == plan_id)
        .order_by(Action.position, Action.title)
    )


def _nested(rows: list[Row[Any]]) -> dict[UUID, list[Item]]:
    """The passages and milestones of a plan, nested, by the chapter or the action that they stand under."""
    items = {
        row.id: Item(row.id, row.kind, row.number, row.text, row.due, row.done_on, **_source(row))
        for row in rows
    }
    found: defaultdict[UUID, list[Item]] = defaultdict(list)
    for row in rows:
        under = items[row.parent_id].children if row.parent_id in items else found[row.around_id]
        under.append(items[row.id])
    return found


def _rows(part: Part, noun: Any, text: Any, place: Any, **columns: Any) -> Select[Any]:
    """One part of the document as rows of the shape that all parts share; what a part does not have is empty."""
    nobody, never = cast(null(), Uuid), type_coerce(cast(null(), Text), PartialDateColumn)
    absent: dict[str, Any] = {"parent_id": nobody, "around_id": nobody, "kind": literal(""), "number": literal(""),
                              "body": literal(""), "weight": literal(1), "due": never, "done_on": never}  # fmt: skip
    named = [value.label(name) for name, value in {**absent, **columns}.items()]
    return select(
        literal(part.value).label("part"),
        *(noun.id.label("id"), text.label("text"), place.label("place")),
        *named,
        *_source_of(noun),
    )


def _parts(plan_id: UUID) -> Select[Any]:
    """Everything around chapters and actions, told apart by `part`, in one statement."""
    period = func.coalesce(type_coerce(Plan.period_from, Text), "")
    everything = union_all(
        # Of chapter and action one is filled: it says under what the passage stands.
        _rows(Part.PASSAGE, Passage, Passage.text, Passage.position, kind=Passage.kind, number=Passage.label,
              parent_id=Passage.parent_id, around_id=func.coalesce(Passage.chapter_id, Passage.action_id))
        .outerjoin(Chapter, Chapter.id == Passage.chapter_id)
        .outerjoin(Action, Action.id == Passage.action_id)
        .where(or_(Chapter.plan_id == plan_id, Action.plan_id == plan_id)),
        _rows(Part.MILESTONE, Milestone, Milestone.title, Milestone.position, kind=literal(Part.MILESTONE.value),
              around_id=Milestone.action_id, due=Milestone.due, done_on=Milestone.done_on)
        .join(Action, Action.id == Milestone.action_id)
        .where(Action.plan_id == plan_id),
        _rows(Part.GOAL, Goal, Goal.title, Goal.position, parent_id=Goal.parent_id, kind=Goal.level,
              number=Goal.number, body=Goal.description, weight=Goal.weight)
        .where(Goal.plan_id == plan_id),
        _rows(Part.PLAN, Plan, Plan.title, literal(0), body=period).where(Plan.id != plan_id),
        _rows(Part.PILLAR, Pillar, Pillar.title, Pillar.number),
        _rows(Part.THEME, Theme, Theme.title, Theme.position, parent_id=ThemePillar.pillar_id, number=Theme.number)
        .join(ThemePillar, ThemePillar.theme_id == Theme.id),
    ).subquery()  # fmt: skip
    return select(everything).order_by(everything.c.place, everything.c.text)


def _tree(rows: Iterable[Row[Any]], actions: dict[UUID | None, list[ActionEntry]]) -> list[GoalEntry]:
    goals = {
        row.id: GoalEntry(
            row.id, row.kind, row.number, row.text, row.body, None, actions.get(row.id, []), **_source(row)
        )
        for row in rows
    }
    progress = goal_progress(
        {row.id: Branch(row.parent_id, row.weight) for row in rows},
        [(key, entry.card.standing.part) for key, goal in goals.items() for entry in goal.actions],
    )
    roots: list[GoalEntry] = []
    for row in rows:
        goal = goals[row.id]
        goal.progress = progress.get(row.id)
        (goals[row.parent_id].children if row.parent_id in goals else roots).append(goal)
    return roots


def _pillars(pillars: list[Row[Any]], themes: list[Row[Any]]) -> list[PillarEntry]:
    entries = {row.id: PillarEntry(row.place, row.text) for row in pillars}
    for row in themes:
        entries[row.parent_id].themes.append((row.id, f"{row.number} {row.text}".strip()))
    return list(entries.values())

"""Searching in Dutch: what a typed text means to PostgreSQL, and where it was found, safely marked."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.sql import cast

from app.plan.models import Action, Chapter, Goal, Passage
from tenants import db

# Signs that nobody can type into a form: they mark what was found until the text around it has been escaped.
_BEGIN, _END = "\ue000", "\ue001"
_MARKED = f"StartSel={_BEGIN}, StopSel={_END}"
# A text of so few characters is shown whole: cutting it would take its first and last words for nothing.
_SHORT = 160
_WORD = re.compile(r"\w+")
_OPERATORS = re.compile(r'["-]|\bor\b', re.IGNORECASE)
_DUTCH = cast(literal("dutch"), REGCONFIG)
_SIMPLE = cast(literal("simple"), REGCONFIG)


class Kind(StrEnum):
    """What can be found."""

    ACTION = "action"
    GOAL = "goal"
    CHAPTER = "chapter"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. `place` is what its address is made of: the action, the goal, or the plan with an anchor in it."""

    kind: Kind
    id: UUID
    title: Markup
    snippet: Markup
    endpoint: str
    place: dict[str, Any]


def meaning(text: str) -> ColumnElement[Any]:
    """What was typed, as a tsquery: words in any form ("eenzame" finds "eenzaamheid"), "phrases", -without, or.

    Where none of those signs is used, also words that are not finished yet ("ontmoe").
    """
    query: ColumnElement[Any] = func.websearch_to_tsquery(_DUTCH, text)
    words = [] if _OPERATORS.search(text) else _WORD.findall(text)
    if not words:
        return query
    beginnings = func.to_tsquery(_SIMPLE, " & ".join(f"{word.lower()}:*" for word in words))
    return query.op("||")(beginnings)


def marked(
    column: ColumnElement[Any], query: ColumnElement[Any], *, whole: bool = False
) -> ColumnElement[Any]:
    """The text with what was found marked: the whole of it, or the passage around."""
    extent = "HighlightAll=true" if whole else "MaxFragments=1, MaxWords=28, MinWords=12"
    return func.ts_headline(_DUTCH, column, query, f"{_MARKED}, {extent}")


def safe(text: str) -> Markup:
    """A text from `marked` as markup: everything in it escaped, what was found in `<mark>`."""
    escaped = str(escape(text))
    return Markup(escaped.replace(_BEGIN, "<mark>").replace(_END, "</mark>"))  # noqa: S704 - escaped in the line above


def search(text: str, limit: int = 30) -> list[Found]:
    """What the coalition's plans say about `text`, the best first: actions, goals, chapters and passages; one statement."""
    if not text.strip():
        return []
    query = meaning(text)
    everything = union_all(*_places(query)).subquery()
    best = select(everything).order_by(everything.c.rank.desc(), everything.c.title).limit(limit).subquery()
    statement = select(
        *(best.c.kind, best.c.id, best.c.plan_id, best.c.rank),
        marked(best.c.title, query, whole=True).label("title"),
        case(
            (func.length(best.c.body) < _SHORT, marked(best.c.body, query, whole=True)),
            else_=marked(best.c.body, query),
        ).label("snippet"),
        best.c.body,
    ).order_by(best.c.rank.desc(), best.c.title)
    return [_found(row) for row in db().execute(statement)]


def _places(query: ColumnElement[Any]) -> list[Select[Any]]:
    def place(kind: Kind, noun: Any, plan_id: Any, title: Any, body: Any) -> Select[Any]:
        return select(
            literal(kind.value).label("kind"),
            noun.id.label("id"),
            plan_id.label("plan_id"),
            title.label("title"),
            body.label("body"),
            func.ts_rank(noun.search, query).label("rank"),
        ).where(noun.search.op("@@")(query))

    around = func.coalesce(Chapter.title, Action.title)
    return [
        place(Kind.ACTION, Action, Action.plan_id, Action.title, Action.description),
        place(Kind.GOAL, Goal, Goal.plan_id, Goal.title, Goal.description),
        place(Kind.CHAPTER, Chapter, Chapter.plan_id, Chapter.title, Chapter.body),
        place(Kind.PASSAGE, Passage, func.coalesce(Chapter.plan_id, Action.plan_id), around, Passage.text)
        .outerjoin(Chapter, Chapter.id == Passage.chapter_id)
        .outerjoin(Action, Action.id == Passage.action_id),
    ]


def _found(row: Any) -> Found:
    kind = Kind(row.kind)
    places: dict[Kind, tuple[str, dict[str, Any]]] = {
        Kind.ACTION: ("plan.action", {"action_id": row.id}),
        Kind.GOAL: ("plan.goal", {"goal_id": row.id}),
        Kind.CHAPTER: ("plan.document_of", {"plan_id": row.plan_id, "_anchor": f"hoofdstuk-{row.id}"}),
        Kind.PASSAGE: ("plan.document_of", {"plan_id": row.plan_id, "_anchor": f"passage-{row.id}"}),
    }
    endpoint, values = places[kind]
    return Found(kind, row.id, safe(row.title), safe(_cut_out(row.snippet, row.body)), endpoint, values)


def _cut_out(snippet: str, body: str) -> str:
    """The snippet, with dots where the text around it goes on."""
    plain = snippet.replace(_BEGIN, "").replace(_END, "")
    before = "" if body.lstrip().startswith(plain) else "… "
    after = "" if body.rstrip(" .!?\n").endswith(plain.rstrip(" .!?\n")) else " …"
    return f"{before}{snippet}{after}"

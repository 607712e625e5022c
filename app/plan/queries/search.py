"""Searching in Dutch: what a typed text means to PostgreSQL, where the plan is searched, and what was found, safely marked.

The words are stored (migration 0013): of each word its stem and the word itself, without accents, those of a title weighing more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, Integer, Select, Text, Uuid, bindparam, func, literal, null, or_, select
from sqlalchemy import cast as as_type
from sqlalchemy.dialects.postgresql import REGCONFIG

from app.pillars.models import Pillar, Theme
from app.plan.models import Action, Attachment, Chapter, Goal, Milestone, Passage, ProgressUpdate
from tenants.provision import sort_key

# Signs that nobody can type into a form: they mark what was found until the text around it has been escaped.
_BEGIN, _END = "\ue000", "\ue001"
_MARKED = f"StartSel={_BEGIN}, StopSel={_END}"
# A word, or an amount with its separators: to PostgreSQL "100.000" is one.
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
# What joins two words, as search_words (migration 0013) reads it too.
_JOINED = re.compile(r"(?<=\w)[-–—/](?=\w)")
# "a phrase", -without, this or that.
_OPERATORS = re.compile(r'"|(?:^|\s)-\w|\bor\b')
# So many signs of a text are shown around what was found.
_AROUND = 80
_DUTCH = as_type(literal("dutch"), REGCONFIG)
_SIMPLE = as_type(literal("simple"), REGCONFIG)


class Kind(StrEnum):
    """What can be found, as it is called in the address."""

    ACTION = "acties"
    MILESTONE = "mijlpalen"
    UPDATE = "updates"
    GOAL = "doelen"
    CHAPTER = "hoofdstukken"
    PASSAGE = "punten"
    PILLAR = "pijlers"
    THEME = "themas"
    ATTACHMENT = "bijlagen"
    VERSION = "versies"
    TEMPLATE = "sjablonen"
    PARTNER = "partners"
    BODY = "groepen"
    PERSON = "mensen"


class Typed(NamedTuple):
    """What was typed: words that must be there in any form, and the last one, which may not be finished yet."""

    whole: str
    last: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it to look for."""
        return not (self.whole or self.last)


def read(text: str) -> Typed:
    """What a typed text asks for; quotes, a minus or "or" between words mean what they mean to PostgreSQL's web search."""
    plain = _JOINED.sub(" ", sort_key(text.replace("’", "'")))
    words = _WORD.findall(plain)
    if not words or _OPERATORS.search(plain):
        return Typed(plain if words else "", "")
    return Typed(" ".join(words[:-1]), words[-1])


def meaning(text: str) -> ColumnElement[Any]:
    """What was typed, as a tsquery: words in any form ("eenzame" finds "eenzaamheid"), the last one also by its beginning ("eenz")."""
    return _meaning(**{name: literal(value) for name, value in asked(text).items()})


def asked(text: str) -> dict[str, str]:
    """The values of MEANING for a typed text."""
    typed = read(text)
    return {"whole": typed.whole, "last": typed.last, "beginning": typed.last and f"{typed.last}:*"}


def _meaning(
    whole: ColumnElement[str], last: ColumnElement[str], beginning: ColumnElement[str]
) -> ColumnElement[Any]:
    # An empty part asks for nothing: what is beside it counts.
    unfinished = func.plainto_tsquery(_DUTCH, last).op("||")(func.to_tsquery(_SIMPLE, beginning))
    return func.websearch_to_tsquery(_DUTCH, whole).op("&&")(unfinished)


def words_of(title: Any, body: Any = "") -> ColumnElement[Any]:
    """The words of a name for which no column is kept: there are few, and they are short."""
    return func.search_words(title, body)


def found_in(
    kind: Kind,
    noun: Any,
    query: ColumnElement[Any],
    *,
    title: Any,
    body: Any,
    words: Any = None,
    **place: Any,
) -> Select[Any]:
    """What of `noun` answers the query, in the columns that every kind shares.

    `place` says where it can be seen: `at` an id, `number` a number; `detail` is a state or kind that has a name of its own. `also` is
    another way in which it answers.
    """
    searched = noun.search if words is None else words
    answers = searched.op("@@")(query)
    return select(
        literal(kind.value).label("kind"),
        noun.id.label("id"),
        as_type(place.get("at", null()), Uuid).label("at"),
        as_type(place.get("number", null()), Integer).label("number"),
        as_type(place.get("detail", literal("")), Text).label("detail"),
        title.label("title"),
        as_type(body, Text).label("body"),
        func.ts_rank(searched, query).label("rank"),
    ).where(or_(answers, place["also"]) if "also" in place else answers)


def in_the_plan(query: ColumnElement[Any]) -> Iterator[Select[Any]]:
    """Everything of the plans, and of the grid that they are laid on."""
    told = func.concat_ws(" ", ProgressUpdate.happened, ProgressUpdate.next, ProgressUpdate.light_reason)
    around = func.coalesce(Chapter.title, Action.title)
    of_plan = func.coalesce(Chapter.plan_id, Action.plan_id)
    yield found_in(Kind.ACTION, Action, query, title=Action.title, body=Action.description)
    yield found_in(Kind.GOAL, Goal, query, title=Goal.title, body=Goal.description)
    yield found_in(Kind.CHAPTER, Chapter, query, title=Chapter.title, body=Chapter.body, at=Chapter.plan_id)
    yield (
        found_in(Kind.PASSAGE, Passage, query, title=around, body=Passage.text, at=of_plan)
        .outerjoin(Chapter, Chapter.id == Passage.chapter_id)
        .outerjoin(Action, Action.id == Passage.action_id)
    )
    yield found_in(
        Kind.UPDATE, ProgressUpdate, query, title=Action.title, body=told, at=ProgressUpdate.action_id
    ).join(Action, Action.id == ProgressUpdate.action_id)
    for kind, noun, name in (
        (Kind.MILESTONE, Milestone, Milestone.title),
        (Kind.ATTACHMENT, Attachment, Attachment.filename),
    ):
        yield found_in(
            kind, noun, query, title=name, body=Action.title, words=words_of(_split(name)), at=noun.action_id
        ).join(Action, Action.id == noun.action_id)
    words = words_of(Pillar.title, Pillar.note)
    yield found_in(
        Kind.PILLAR, Pillar, query, title=Pillar.title, body=Pillar.note, words=words, number=Pillar.number
    )  # fmt: skip
    words = words_of(Theme.title, Theme.description)
    yield found_in(Kind.THEME, Theme, query, title=Theme.title, body=Theme.description, words=words)


def _split(name: Any) -> ColumnElement[str]:
    """A file's name as words: PostgreSQL takes "flyer.pdf" for the name of a machine."""
    return func.translate(name, "._-", "   ", type_=Text)


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


# The same for a statement that is composed once: `asked` gives its values. As a subquery PostgreSQL reads what was typed once, not per row.
MEANING: ColumnElement[Any] = select(
    _meaning(*(bindparam(name, type_=Text) for name in ("whole", "last", "beginning")))
).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks in Python what PostgreSQL found by the beginning of a word and not by its stem, so that it marks nothing itself."""

    typed: Typed

    def title(self, text: str) -> Markup:
        """A title, whole."""
        return safe(text if _BEGIN in text else self._mark(text))

    def snippet(self, snippet: str, body: str) -> Markup:
        """The passage around what was found, with dots where the text goes on; empty where it was found elsewhere."""
        if _BEGIN not in snippet:
            snippet = self._around(self._mark(body))
        return safe(_with_dots(snippet, body)) if snippet else Markup()

    def _mark(self, text: str) -> str:
        last = self.typed.last
        if not last:
            return text
        return _WORD.sub(
            lambda word: f"{_BEGIN}{word[0]}{_END}" if sort_key(word[0]).startswith(last) else word[0], text
        )

    @staticmethod
    def _around(text: str) -> str:
        begin = text.find(_BEGIN)
        if begin < 0:
            return ""
        end = text.index(_END, begin)
        first = text.rfind(" ", 0, max(0, begin - _AROUND)) + 1
        last = text.find(" ", end + _AROUND)
        cut = text[first : last if last >= 0 else None]
        return cut + _END if cut.count(_BEGIN) > cut.count(_END) else cut


def _with_dots(snippet: str, body: str) -> str:
    plain = snippet.replace(_BEGIN, "").replace(_END, "")
    before = "" if body.lstrip().startswith(plain) else "… "
    after = "" if body.rstrip(" .!?\n").endswith(plain.rstrip(" .!?\n")) else " …"
    return f"{before}{snippet}{after}"

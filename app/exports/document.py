"""A plan as the plain data of its document: made of the content that a version holds, so that a frozen plan is typeset as today's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import format_date

from app.exports.markdown import Block, blocks
from app.history.wording import partial_date_in_words
from app.periods import PartialDate
from app.plan.rules import ActionStatus, Light
from app.plan.wording import LIGHT_NAMES, STATUS_NAMES
from app.versions.rules.content import Branch, Content, tree_of

Part = dict[str, Any]
Thing = Mapping[str, Any]
_DEEPEST = 6
_BULLETS = frozenset({"", "•", "-", "–"})
_TIES = {
    "contributors": "Helpen mee",
    "pillars": "Pijlers",
    "themes": "Thema’s",
    "neighbourhoods": "Wijken",
    "target_groups": "Doelgroepen",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What the title page says beside what the content knows: whose plan it is, and of which moment this text is."""

    coalition: str
    municipality: str
    colour: str
    state: str
    made_on: date
    adopted_on: PartialDate | None
    adopted_by: str
    demonstration: bool


class Headings:
    """Gives every heading its level: never deeper than one below the heading before it, as PDF/UA-1 (7.4.2) asks."""

    def __init__(self) -> None:
        self._last = 0

    def at(self, wanted: int) -> int:
        """The level at which the next heading stands."""
        self._last = max(1, min(wanted, self._last + 1, _DEEPEST))
        return self._last

    def text(self, written: str, under: int) -> list[Block]:
        """The blocks of a text below a heading of level `under`."""
        found = blocks(written)
        for block in found:
            if block["type"] == "heading":
                block["level"] = self.at(under + block["level"])
        return found


def document_of(content: Content, cover: Cover) -> Part:
    """The whole document as plain values, in Dutch: what templates/letters/plan.typ reads. Call it within the locale nl."""
    plan, headings = content["plan"], Headings()
    # In the order of the document, because each heading looks at the one before it.
    summary = headings.text(plan["summary"], headings.at(1)) if plan["summary"] else []
    chapters = [_chapter(chapter, headings) for chapter in content["chapters"]]
    roots, loose = tree_of(content)
    headings.at(1)
    goals = [_goal(branch, 2, headings) for branch in roots]
    headings.at(2)
    loose_actions = [_action(action, 3, headings) for action in loose]
    return {
        "title": plan["title"],
        "coalition": cover.coalition,
        "municipality": cover.municipality,
        "colour": cover.colour,
        "state": cover.state,
        "period": _period(_date(plan["period_from"]), _date(plan["period_until"])),
        "adopted": _adopted(cover),
        "made_on": format_date(cover.made_on, "d MMMM y"),
        "made": [cover.made_on.year, cover.made_on.month, cover.made_on.day],
        "demonstration": cover.demonstration,
        "summary": summary,
        "chapters": chapters,
        "goals": goals,
        "loose": loose_actions,
        "pillars": _pillars(content),
    }


def _adopted(cover: Cover) -> str:
    if not cover.adopted_by and not cover.adopted_on:
        return "Wanneer en door wie het is vastgesteld, is niet ingevuld."
    by = f" door {cover.adopted_by}" if cover.adopted_by else ""
    if cover.adopted_on is None:
        return f"Vastgesteld{by}"
    return f"Vastgesteld{by} {'op' if cover.adopted_on.day else 'in'} {_words(cover.adopted_on)}"


def _chapter(chapter: Thing, headings: Headings) -> Part:
    level = headings.at(2 if "." in chapter["number"] else 1)
    return {
        "title": f"{chapter['number']} {chapter['title']}".strip(),
        "level": level,
        "text": headings.text(chapter["body"], level),
        "passages": _passages(chapter["passages"]),
    }


def _passages(passages: Sequence[Thing]) -> list[Part]:
    """Runs of items that the plan numbers or names, and of items with no more than a bullet."""
    return [
        {"labelled": labelled, "items": [_passage(each) for each in run]}
        for labelled, run in groupby(passages, key=lambda each: each["label"] not in _BULLETS)
    ]


def _passage(passage: Thing) -> Part:
    return {
        "label": passage["label"],
        "text": passage["text"],
        "children": _passages(passage["children"]),
    }


def _goal(branch: Branch, wanted: int, headings: Headings) -> Part:
    goal = branch.goal
    level = headings.at(wanted)
    number = f"{goal['number']}. " if goal["number"] else ""
    return {
        "title": number + goal["title"],
        "level": level,
        "progress": goal["progress"],
        "text": headings.text(goal["description"], level),
        "actions": [_action(action, level + 1, headings) for action in branch.actions],
        "children": [_goal(child, level + 1, headings) for child in branch.children],
    }


def _action(action: Thing, wanted: int, headings: Headings) -> Part:
    level = headings.at(wanted)
    number = f"{action['number']}) " if action["number"] else ""
    return {
        "title": number + action["title"],
        "level": level,
        "invented": action["demonstration"],
        "facts": [{"name": name, "value": value} for name, value in _facts(action) if value],
        "text": headings.text(action["description"], level),
        "passages": _passages(action["passages"]),
        "milestones": [_milestone(each) for each in action["milestones"]],
    }


def _facts(action: Thing) -> list[tuple[str, str]]:
    light, reason = action["light"], action["light_reason"]
    progress = action["progress"]
    stop = f": {action['stop_reason']}" if action["stop_reason"] else ""
    return [
        ("Status", str(STATUS_NAMES[ActionStatus(action["status"])]) + stop),
        ("Voortgang", "telt niet mee" if progress is None else f"{progress}%"),
        ("Hoe het gaat", f"{LIGHT_NAMES[Light(light)]}{f': {reason}' if reason else ''}" if light else ""),
        ("Trekker", action["owner"] or "nog geen"),
        ("Periode", _period(_date(action["starts"]), _date(action["ends"]))),
        ("Uiterlijk klaar", _words(_date(action["deadline"]))),
        *(
            (name, "; ".join(_tie(each, action["readings"]) for each in action[kind]))
            for kind, name in _TIES.items()
        ),
    ]


def _tie(name: str, readings: Sequence[str]) -> str:
    """What nobody of the coalition has confirmed says so, also on paper."""
    return f"{name} (onze lezing, nog te bevestigen)" if name in readings else name


def _milestone(milestone: Thing) -> Part:
    return {
        "title": milestone["title"],
        "due": _words(_date(milestone["due"])) or "geen datum",
        "done": f"gehaald, {_words(_date(milestone['done_on']))}"
        if milestone["done_on"]
        else "nog niet gehaald",
        "invented": milestone["demonstration"],
    }


def _pillars(content: Content) -> list[Part]:
    """The pillars with their themes and the actions that serve them; nothing where the plan does not follow the pillars."""
    found = [
        {
            "title": (title := f"{each['number']}. {each['title']}"),
            "themes": each["themes"],
            "actions": [action["title"] for action in content["actions"] if title in action["pillars"]],
        }
        for each in content["pillars"]
    ]
    return found if any(part["themes"] or part["actions"] for part in found) else []


def _date(written: str | None) -> PartialDate | None:
    return PartialDate.parse(written) if written else None


def _words(value: PartialDate | None) -> str:
    return partial_date_in_words(value) if value else ""


def _period(starts: PartialDate | None, ends: PartialDate | None) -> str:
    if starts == ends:
        return _words(starts)
    if starts and ends:
        return f"{_words(starts)} tot en met {_words(ends)}"
    return f"vanaf {_words(starts)}" if starts else f"tot en met {_words(ends)}" if ends else ""

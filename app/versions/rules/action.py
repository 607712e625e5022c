"""How an action differs: its facts, where it stands, what it is tied to, its milestones and what the plan says of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.plan.rules import ActionStatus
from app.versions.rules.content import Content, every_passage
from app.versions.rules.differences import Difference, Kind, Thing, by_id, fields, tied, under

_ACTION: Mapping[str, Kind] = {
    "starts": Kind.TIME,
    "ends": Kind.TIME,
    "deadline": Kind.TIME,
    "owner": Kind.OWNER,
    "title": Kind.TITLE,
    "number": Kind.FACT,
    "weight": Kind.FACT,
    "description": Kind.TEXT,
}
_MILESTONE = ("title", "due", "done_on", "weight")
_TIES = ("contributors", "pillars", "themes", "neighbourhoods", "target_groups")


def differences_of_action(before: Thing, after: Thing, old: Content, new: Content) -> Iterator[Difference]:
    """Everything that differs about an action of the contents `old` and `new`."""
    yield from fields(_ACTION, before, after)
    yield from under("goal", before, after, old, new)
    yield from _status(before, after)
    yield from _standing(before, after)
    for name in _TIES:
        yield from tied(name, before, after)
    yield from _confirmed(before, after)
    yield from _milestones(before["milestones"], after["milestones"])
    yield from passages(before["passages"], after["passages"])


def _status(before: Thing, after: Thing) -> Iterator[Difference]:
    if before["status"] != after["status"]:
        stopped = after["status"] == ActionStatus.STOPPED
        kind = Kind.STOPPED if stopped else Kind.STATUS
        yield Difference(kind, "status", before["status"], after["status"], note=after["stop_reason"])
    elif before["stop_reason"] != after["stop_reason"]:
        yield Difference(Kind.FACT, "stop_reason", before["stop_reason"], after["stop_reason"])


def _standing(before: Thing, after: Thing) -> Iterator[Difference]:
    """How it goes. What was reported as a percentage counts in the progress only, and a stopped action has none: its status tells."""
    if before["light"] != after["light"]:
        yield Difference(Kind.PROGRESS, "light", before["light"], after["light"], note=after["light_reason"])
    elif before["light_reason"] != after["light_reason"]:
        yield Difference(Kind.PROGRESS, "light_reason", before["light_reason"], after["light_reason"])
    stopped = ActionStatus.STOPPED in {before["status"], after["status"]}
    if before["progress"] != after["progress"] and not stopped:
        yield Difference(Kind.PROGRESS, "progress", before["progress"], after["progress"])


def _confirmed(before: Thing, after: Thing) -> Iterator[Difference]:
    """Ties that were our reading and now are confirmed (or the other way around); a tie that came or went is told as such."""
    both = [name for ties in _TIES for name in before[ties] if name in after[ties]]
    was = [name for name in both if name in before["readings"] and name not in after["readings"]]
    became = [name for name in both if name in after["readings"] and name not in before["readings"]]
    if was or became:
        yield Difference(Kind.TIES, "readings", was, became)


def _milestones(before: Sequence[Thing], after: Sequence[Thing]) -> Iterator[Difference]:
    old, new = by_id(before), by_id(after)
    for key, milestone in new.items():
        title = milestone["title"]
        if key not in old:
            yield Difference(Kind.MILESTONE, "milestone", None, milestone, about=title)
            continue
        for name in _MILESTONE:
            if old[key][name] != milestone[name]:
                yield Difference(Kind.MILESTONE, name, old[key][name], milestone[name], about=title)
    for key, milestone in old.items():
        if key not in new:
            yield Difference(Kind.MILESTONE, "milestone", milestone, None, about=milestone["title"])


def passages(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Difference]:
    """What differs about the passages under a chapter or an action, with those under them."""
    old = by_id(list(every_passage(before)))
    new = by_id(list(every_passage(after)))
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = ((passage and _said(passage)) for passage in (old.get(key), new.get(key)))
        if was != now:
            yield Difference(Kind.TEXT, "passage", was, now)
        if key in old and key in new and old[key]["kind"] != new[key]["kind"]:
            kinds = old[key]["kind"], new[key]["kind"]
            yield Difference(Kind.FACT, "passage_kind", *kinds, about=str(now))


def _said(passage: Thing) -> str:
    """A passage as one reads it."""
    return f"{passage['label']}: {passage['text']}" if passage["label"] else str(passage["text"])

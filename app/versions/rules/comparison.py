"""Two contents in, what differs between them out: as data, each difference once, the most important first."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from app.versions.rules.action import differences_of_action, passages
from app.versions.rules.content import Content
from app.versions.rules.differences import (
    Change,
    Difference,
    Group,
    Kind,
    Thing,
    by_id,
    fields,
    label_of,
    moved,
    tied,
    under,
)

_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_OF_PARTNERS = frozenset({"owner", "contributors"})
_PLAN: Mapping[str, Kind] = {
    "title": Kind.TITLE,
    "period_from": Kind.TIME,
    "period_until": Kind.TIME,
    "adopted": Kind.FACT,
    "adopted_by": Kind.FACT,
    "summary": Kind.TEXT,
}
_CHAPTER: Mapping[str, Kind] = {
    "title": Kind.TITLE,
    "number": Kind.FACT,
    "kind": Kind.FACT,
    "body": Kind.TEXT,
}
_GOAL: Mapping[str, Kind] = {
    "title": Kind.TITLE,
    "level": Kind.FACT,
    "number": Kind.FACT,
    "weight": Kind.FACT,
    "progress": Kind.PROGRESS,
    "description": Kind.TEXT,
}


def compare(before: Content, after: Content) -> list[Change]:
    """Everything that differs between two contents: by group, within it by importance, and then in the order of the plan."""
    found = [
        *_plan(before, after),
        *_each(
            "goal",
            Group.GOALS,
            before["goals"],
            after["goals"],
            lambda old, new: _goal(old, new, before, after),
        ),
        *_actions(before, after),
        *_chapters(before["chapters"], after["chapters"]),
    ]
    groups = list(Group)
    return sorted(found, key=lambda change: (groups.index(change.group), _rank(change.differences[0])))


def _rank(difference: Difference) -> int:
    return _RANK[difference.kind]


def _change(
    group: Group, noun: str, thing: Thing, differences: Sequence[Difference], *, there: bool = True
) -> Iterator[Change]:
    if differences:
        ordered = tuple(sorted(differences, key=_rank))
        yield Change(group, noun, thing["id"], label_of(noun, thing), there, ordered)


def _each(
    noun: str,
    group: Group,
    before: Sequence[Thing],
    after: Sequence[Thing],
    differences: Callable[[Thing, Thing], Iterator[Difference]],
) -> Iterator[Change]:
    """What is new, what is gone, and what differs about each thing that both contents hold."""
    old, new = by_id(before), by_id(after)
    for key, thing in new.items():
        if key not in old:
            yield from _change(group, noun, thing, [Difference(Kind.NEW, noun, None, thing)])
        else:
            yield from _change(group, noun, thing, list(differences(old[key], thing)))
    for key, thing in old.items():
        if key not in new:
            yield from _change(group, noun, thing, [Difference(Kind.GONE, noun, thing, None)], there=False)


def _plan(before: Content, after: Content) -> Iterator[Change]:
    yield from _change(Group.PLAN, "plan", after["plan"], list(fields(_PLAN, before["plan"], after["plan"])))
    yield from _each("pillar", Group.PLAN, before["pillars"], after["pillars"], _pillar)


def _pillar(before: Thing, after: Thing) -> Iterator[Difference]:
    yield from fields({"title": Kind.TITLE}, before, after)
    yield from tied("themes", before, after)


def _goal(before: Thing, after: Thing, old: Content, new: Content) -> Iterator[Difference]:
    yield from fields(_GOAL, before, after)
    yield from under("parent", before, after, old, new)


def _actions(before: Content, after: Content) -> Iterator[Change]:
    """What differs about actions; who pulls and who helps is told in a group of its own."""
    found = _each(
        "action",
        Group.ACTIONS,
        before["actions"],
        after["actions"],
        lambda old, new: differences_of_action(old, new, before, after),
    )
    for change in found:
        thing = {"id": change.id, "title": change.label}
        for group, differences in (
            (Group.ACTIONS, [each for each in change.differences if each.field not in _OF_PARTNERS]),
            (Group.PARTNERS, [each for each in change.differences if each.field in _OF_PARTNERS]),
        ):
            yield from _change(group, "action", thing, differences, there=change.there)


def _chapters(before: Sequence[Thing], after: Sequence[Thing]) -> Iterator[Change]:
    elsewhere = moved([chapter["id"] for chapter in before], [chapter["id"] for chapter in after])

    def differences(old: Thing, new: Thing) -> Iterator[Difference]:
        yield from fields(_CHAPTER, old, new)
        if new["id"] in elsewhere:
            yield Difference(Kind.PLACE, "position", _before(old, before), _before(new, after))
        yield from passages(old["passages"], new["passages"])

    yield from _each("chapter", Group.TEXT, before, after, differences)


def _before(chapter: Thing, chapters: Sequence[Thing]) -> str | None:
    """The chapter that it comes after; None where it is the first."""
    place = chapters.index(chapter)
    return label_of("chapter", chapters[place - 1]) if place else None

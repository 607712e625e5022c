"""Comparing two contents of a plan: nothing is missed, nothing is told twice, and the way back tells the same."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.versions.rules.comparison import compare
from app.versions.rules.content import digest_of, in_groups, size_of
from app.versions.rules.differences import Change, Group, Kind, in_order, moved
from app.versions.rules.text import Effort, Line, Mark, folded, lines, words

Told = tuple[str, str, str, Any, Any]


def _passage(key: str, text: str, *children: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "kind": "point", "label": "", "text": text, "children": list(children)}


def _milestone(key: str) -> dict[str, Any]:
    return {"id": key, "title": f"Mijlpaal {key}", "due": "2026-03", "done_on": None, "weight": 1}


def _action(key: str, goal: str | None) -> dict[str, Any]:
    return {
        "id": key, "goal": goal, "number": "", "title": f"Actie {key}", "description": "Eerste regel.\n\nTweede regel.",
        "weight": 1, "status": "planned", "stop_reason": "", "owner": "Welzijn", "starts": None, "ends": "2023",
        "deadline": "2024-06", "contributors": ["Bakker"], "pillars": ["3. Activiteiten"], "themes": ["Ontmoeten"],
        "neighbourhoods": ["Centrum"], "target_groups": ["Ouderen"], "readings": ["3. Activiteiten"], "light": None,
        "light_reason": "", "percent": None, "progress": 0, "milestones": [_milestone(f"{key}m"), _milestone(f"{key}n")],
        "passages": [_passage(f"{key}p", "Een punt.", _passage(f"{key}q", "Eronder."))],
    }  # fmt: skip


def _goal(key: str, parent: str | None) -> dict[str, Any]:
    level = "operational" if parent else "strategic"
    return {"id": key, "parent": parent, "level": level, "number": key, "title": f"Doel {key}", "description": "Waarom.",
            "weight": 1, "progress": 0}  # fmt: skip


def _chapter(key: str) -> dict[str, Any]:
    return {"id": key, "number": key, "title": f"Hoofdstuk {key}", "kind": "vision", "body": "Tekst.\n\nMeer tekst.",
            "passages": [_passage(f"{key}x", "Uitgangspunt.")]}  # fmt: skip


def plan() -> dict[str, Any]:
    """A small plan with one of everything, twice."""
    return {
        "format": 1,
        "plan": {"id": "plan", "title": "Actieplan", "summary": "Kort.", "period_from": "2023", "period_until": "2026",
                 "adopted": "2023-01", "adopted_by": "college"},
        "chapters": [_chapter(key) for key in ("1", "2", "3", "4")],
        "goals": [_goal("A", None), _goal("B", "A"), _goal("C", "A")],
        "actions": [_action("a", "B"), _action("b", "C"), _action("c", None)],
        "pillars": [{"id": "p1", "number": 1, "title": "Bestuurlijk commitment", "themes": ["Ontmoeten"]}],
    }  # fmt: skip


def told(changes: list[Change]) -> list[Told]:
    return [
        (change.noun, change.id, difference.field, difference.before, difference.after)
        for change in changes
        for difference in change.differences
    ]


# Each way in which a plan can change by one field: where, which field, and the new value.
EDITS: list[tuple[str, int | None, str, Any]] = [
    *(("plan", None, name, "Anders") for name in ("title", "summary", "adopted_by")),
    *(("plan", None, name, "2027-05") for name in ("period_from", "period_until", "adopted")),
    *(("chapters", 1, name, "anders") for name in ("title", "number", "body")),
    ("chapters", 1, "kind", "strategy"),
    *(("goals", 1, name, "anders") for name in ("title", "number", "description")),
    ("goals", 1, "level", "strategic"),
    ("goals", 1, "weight", 3),
    ("goals", 1, "progress", 40),
    *(("actions", 0, name, "2025-01") for name in ("starts", "ends", "deadline")),
    *(("actions", 0, name, None) for name in ("ends", "deadline", "owner")),
    *(("actions", 1, name, "anders") for name in ("title", "number", "description", "owner")),
    ("actions", 1, "weight", 5),
    ("actions", 1, "status", "running"),
    ("actions", 1, "light", "amber"),
    ("actions", 2, "light_reason", "Te weinig vrijwilligers."),
    ("actions", 2, "progress", 55),
    *(("actions", 2, name, ["Iets anders"]) for name in ("contributors", "neighbourhoods", "target_groups")),
    ("pillars", 0, "title", "anders"),
    ("pillars", 0, "themes", []),
]


def _edited(content: dict[str, Any], edit: tuple[str, int | None, str, Any]) -> dict[str, Any]:
    part, place, field, value = edit
    changed = deepcopy(content)
    thing = changed[part] if place is None else changed[part][place]
    thing[field] = value
    return changed


def test_a_plan_does_not_differ_from_itself() -> None:
    assert compare(plan(), deepcopy(plan())) == []


@settings(max_examples=150, deadline=None)
@given(edits=st.lists(st.sampled_from(EDITS), unique_by=lambda edit: edit[:3]))
def test_every_changed_field_is_told_exactly_once_and_nothing_else(
    edits: list[tuple[str, int | None, str, Any]],
) -> None:
    before = plan()
    after = before
    for edit in edits:
        after = _edited(after, edit)
    expected = sorted(
        ((before[part] if place is None else before[part][place])["id"], field)
        for part, place, field, _ in edits
    )
    assert sorted((key, field) for _, key, field, _, _ in told(compare(before, after))) == expected


@settings(max_examples=150, deadline=None)
@given(
    edits=st.lists(st.sampled_from(EDITS)),
    order=st.permutations(range(4)),
    left_out=st.sets(st.sampled_from(["chapters", "goals", "actions"])),
    cut=st.integers(0, 2),
)
def test_the_way_back_tells_the_same_the_other_way_around(
    edits: list[tuple[str, int | None, str, Any]], order: list[int], left_out: set[str], cut: int
) -> None:
    before, after = plan(), plan()
    for edit in edits:
        after = _edited(after, edit)
    after["chapters"] = [after["chapters"][place] for place in order]
    for part in left_out:
        del after[part][cut]
    forth, back = told(compare(before, after)), told(compare(after, before))
    turned = [(noun, key, field, new, old) for noun, key, field, old, new in back]
    assert sorted(map(str, forth)) == sorted(map(str, turned))


def _one(change: Callable[[dict[str, Any]], object]) -> list[tuple[Group, Kind, str]]:
    after = plan()
    change(after)
    return [
        (found.group, difference.kind, difference.field)
        for found in compare(plan(), after)
        for difference in found.differences
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda p: p["actions"].append(_action("d", "B")), [(Group.ACTIONS, Kind.NEW, "action")]),
        (lambda p: p["actions"].pop(), [(Group.ACTIONS, Kind.GONE, "action")]),
        (lambda p: p["goals"].append(_goal("D", "A")), [(Group.GOALS, Kind.NEW, "goal")]),
        (lambda p: p["chapters"].append(_chapter("5")), [(Group.TEXT, Kind.NEW, "chapter")]),
        (
            lambda p: p["actions"][0].update(status="stopped", stop_reason="Geen geld", progress=None),
            [(Group.ACTIONS, Kind.STOPPED, "status")],
        ),
        (lambda p: p["actions"][0].update(owner="Bakker"), [(Group.PARTNERS, Kind.OWNER, "owner")]),
        (lambda p: p["actions"][0].update(contributors=[]), [(Group.PARTNERS, Kind.TIES, "contributors")]),
        (lambda p: p["actions"][0].update(goal="C"), [(Group.ACTIONS, Kind.PLACE, "goal")]),
        (lambda p: p["goals"][1].update(parent="C"), [(Group.GOALS, Kind.PLACE, "parent")]),
        (lambda p: p["actions"][0].update(readings=[]), [(Group.ACTIONS, Kind.TIES, "readings")]),
        # A tie that went, with its reading, went: told once.
        (lambda p: p["actions"][0].update(pillars=[], readings=[]), [(Group.ACTIONS, Kind.TIES, "pillars")]),
        # What was reported counts in the progress only.
        (lambda p: p["actions"][0].update(percent=40), []),
        (lambda p: p["actions"][0]["milestones"].pop(), [(Group.ACTIONS, Kind.MILESTONE, "milestone")]),
        (
            lambda p: p["actions"][0]["milestones"][0].update(due="2026-06"),
            [(Group.ACTIONS, Kind.MILESTONE, "due")],
        ),
        (
            lambda p: p["actions"][0]["passages"][0]["children"].pop(),
            [(Group.ACTIONS, Kind.TEXT, "passage")],
        ),
        (
            lambda p: p["chapters"][0]["passages"][0].update(text="Anders.", kind="risk"),
            [(Group.TEXT, Kind.FACT, "passage_kind"), (Group.TEXT, Kind.TEXT, "passage")],
        ),
        (lambda p: p["chapters"].insert(0, p["chapters"].pop()), [(Group.TEXT, Kind.PLACE, "position")]),
    ],
)
def test_what_happens_to_a_plan_is_told_as_what_it_is(
    change: Callable[[dict[str, Any]], object], expected: list[tuple[Group, Kind, str]]
) -> None:
    assert _one(change) == expected


def test_why_an_action_stopped_is_told_with_it() -> None:
    after = plan()
    after["actions"][0].update(status="stopped", stop_reason="Geen geld", progress=None)
    ((change),) = compare(plan(), after)
    assert [(each.note, each.before) for each in change.differences] == [("Geen geld", "planned")]


def test_the_most_important_stands_first() -> None:
    after = plan()
    after["actions"][0]["description"] = "Anders."
    after["actions"][1].update(ends="2024", title="Anders")
    after["actions"].append(_action("d", None))
    found = compare(plan(), after)
    assert [change.id for change in found] == ["d", "b", "a"]
    assert [each.kind for each in found[1].differences] == [Kind.TIME, Kind.TITLE]


TEXTS = st.lists(
    st.lists(st.sampled_from(["de", "oude", "buurman,", "koffie", "2024", "é"]), max_size=6).map(" ".join),
    max_size=6,
).map("\n".join)


def _of(side: Mark, compared: list[Line]) -> list[str]:
    keep = {Mark.SAME, side}
    return [
        "".join(piece.text for piece in line.pieces if piece.mark in keep)
        for line in compared
        if line.mark in {Mark.SAME, Mark.CHANGED, side}
    ]


@settings(max_examples=300, deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_both_texts_can_be_read_back_from_what_differs(before: str, after: str) -> None:
    compared = lines(before, after, Effort())
    assert compared is not None
    assert _of(Mark.GONE, compared) == [line for line in before.splitlines() if line.strip()]
    assert _of(Mark.NEW, compared) == [line for line in after.splitlines() if line.strip()]


def test_within_a_changed_line_only_the_changed_words_are_marked() -> None:
    pieces = words("Elke dinsdag koffie in 2023.", "Elke woensdag koffie in 2024.", Effort())
    assert pieces is not None
    marked = [(piece.mark, piece.text) for piece in pieces if piece.mark is not Mark.SAME]
    assert marked == [(Mark.GONE, "dinsdag"), (Mark.NEW, "woensdag"), (Mark.GONE, "2023"), (Mark.NEW, "2024")]


def test_a_new_paragraph_before_a_changed_one_is_not_mistaken_for_it() -> None:
    compared = lines("Wij drinken elke week koffie.", "Nieuw begin.\nWij drinken elke dag koffie.", Effort())
    assert compared is not None
    assert [line.mark for line in compared] == [Mark.NEW, Mark.CHANGED]


def test_long_stretches_that_stayed_are_folded_and_counted() -> None:
    same = [f"Regel {number}" for number in range(20)]
    compared = lines("\n".join([*same, "oud"]), "\n".join([*same, "iets heel anders"]), Effort())
    assert compared is not None
    shown = folded(compared)
    assert [(line.mark, line.count) for line in shown] == [
        (Mark.FOLDED, 19), (Mark.SAME, 0), (Mark.GONE, 0), (Mark.NEW, 0)
    ]  # fmt: skip
    long = " ".join(f"woord{number}" for number in range(200))
    (line,) = folded(lines(f"{long} oud", f"{long} nieuw", Effort()) or [])
    assert [(piece.mark, piece.count) for piece in line.pieces if piece.count] == [(Mark.FOLDED, 177)]


def test_comparing_stops_where_it_would_take_too_long_and_says_so() -> None:
    old, new = ("\n".join(f"{side} {number}" for number in range(5_000)) for side in ("oud", "nieuw"))
    assert lines(old, new, Effort()) is None
    assert words("a b c", "d e f", Effort(left=3)) is None


@given(st.permutations(range(7)))
def test_the_fewest_are_called_moved_and_the_same_on_the_way_back(order: list[int]) -> None:
    before, after = [str(number) for number in range(7)], [str(number) for number in order]
    elsewhere = moved(before, after)
    assert elsewhere == moved(after, before)
    stayed = [key for key in after if key not in elsewhere]
    assert stayed == sorted(stayed)
    assert len(in_order(order)) == len(stayed)


def test_the_digest_is_of_what_is_said_and_not_of_how_it_was_put_together() -> None:
    turned = dict(reversed(plan().items()))
    assert digest_of(turned) == digest_of(plan())
    assert digest_of(_edited(plan(), EDITS[0])) != digest_of(plan())
    assert in_groups("0123456789abcdef") == "0123 4567 89ab"


def test_what_will_be_frozen_is_counted() -> None:
    size = size_of(plan())
    assert (size.chapters, size.passages, size.goals, size.actions, size.milestones) == (4, 10, 3, 3, 6)

"""The content of a version: one value that can be read by itself, written in one way only, so that a digest recognises it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

# A content with another number is of another build: what reads it says so.
FORMAT = 1
# So many signs of the digest are enough to tell the versions of one coalition apart on paper.
SHORT_DIGEST = 12

Content = Mapping[str, Any]


def digest_of(content: Content) -> str:
    """The SHA-256 of the content, in hexadecimal: the same for the same content, whatever the order in which it was put together."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def in_groups(digest: str) -> str:
    """The beginning of a digest as people compare it: "3f9a 01bc 77de"."""
    short = digest[:SHORT_DIGEST]
    return " ".join(short[start : start + 4] for start in range(0, len(short), 4))


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is in a content."""

    chapters: int
    passages: int
    goals: int
    actions: int
    milestones: int


def size_of(content: Content) -> Size:
    """Count what somebody is about to freeze."""
    around = [*content["chapters"], *content["actions"]]
    return Size(
        chapters=len(content["chapters"]),
        passages=sum(1 for thing in around for _ in every_passage(thing["passages"])),
        goals=len(content["goals"]),
        actions=len(content["actions"]),
        milestones=sum(len(action["milestones"]) for action in content["actions"]),
    )


def every_passage(passages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The passages and those under them, from top to bottom."""
    for passage in passages:
        yield passage
        yield from every_passage(passage["children"])


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal with the actions and the goals under it."""

    goal: Mapping[str, Any]
    actions: list[Mapping[str, Any]]
    children: list["Branch"]


def tree_of(content: Content) -> tuple[list[Branch], list[Mapping[str, Any]]]:
    """The goals at the top with what stands under them, and the actions without a goal."""
    branches = {goal["id"]: Branch(goal, [], []) for goal in content["goals"]}
    roots: list[Branch] = []
    loose: list[Mapping[str, Any]] = []
    for branch in branches.values():
        above = branches.get(branch.goal["parent"] or "")
        (roots if above is None else above.children).append(branch)
    for action in content["actions"]:
        goal = branches.get(action["goal"] or "")
        (loose if goal is None else goal.actions).append(action)
    return roots, loose

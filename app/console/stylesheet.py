"""A small reader of css: enough to leave out the rules and tokens that nothing uses.

It understands what NL Design System's packages contain: comments, nested at-rules, plain rules. It does not
check css; a browser does that better.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
REFERENCE = re.compile(r"var\(\s*(--[\w-]+)")
NEGATION = re.compile(r":not\([^()]*\)")
COMPONENT_CLASS = re.compile(r"\.((?:utrecht|nl)-[\w-]+)")


@dataclass
class Rule:
    """One css rule: what stands before the brace, and within it either declarations or further rules."""

    head: str
    declarations: str = ""
    inner: list["Rule"] = field(default_factory=list)


def parse(css: str) -> list[Rule]:
    """The rules of a stylesheet, in order; statements without a block (@import, @charset) are left out."""
    return list(_rules(COMMENT.sub("", css)))


def _rules(css: str) -> Iterator[Rule]:
    start = 0
    while (brace := css.find("{", start)) >= 0:
        head = SPACE.sub(" ", css[start:brace].rsplit(";", maxsplit=1)[-1]).strip()
        end = _closing(css, brace)
        body = css[brace + 1 : end]
        yield Rule(head, inner=list(_rules(body))) if "{" in body else Rule(head, _tight(body))
        start = end + 1


def _closing(css: str, brace: int) -> int:
    """The position of the brace that closes the one at ``brace``."""
    depth = 0
    for position in range(brace, len(css)):
        depth += {"{": 1, "}": -1}.get(css[position], 0)
        if depth == 0:
            return position
    raise ValueError(f"A block is not closed: {css[brace : brace + 60]!r}")


def _tight(body: str) -> str:
    """Declarations without the space that a person needs."""
    pairs = (SPACE.sub(" ", part).strip().partition(":") for part in body.split(";"))
    return ";".join(f"{name.strip()}:{value.strip()}" for name, colon, value in pairs if colon)


def text(rules: list[Rule]) -> str:
    """Rules as compact css text."""
    return "".join(f"{r.head}{{{text(r.inner) or r.declarations}}}" for r in rules)


def rules_in_use(rules: list[Rule], named: set[str]) -> list[Rule]:
    """The rules of which at least one selector asks only for component classes in ``named``.

    A name that ends in a hyphen was composed in a template and stands for every class that begins with it.
    """
    begun = tuple(name for name in named if name.endswith("-"))
    kept = []
    for rule in rules:
        if rule.head.startswith("@"):
            inner = rules_in_use(rule.inner, named)
            if inner or rule.declarations:
                kept.append(Rule(rule.head, rule.declarations, inner))
        elif selectors := [
            s for s in _selectors(rule.head) if all(c in named or c.startswith(begun) for c in _asks_for(s))
        ]:
            kept.append(Rule(",".join(selectors), rule.declarations, rule.inner))
    return kept


def _asks_for(selector: str) -> set[str]:
    return set(COMPONENT_CLASS.findall(NEGATION.sub("", selector)))


def _selectors(head: str) -> list[str]:
    """A selector list split at its commas, not at those within parentheses."""
    parts, depth = [""], 0
    for character in head:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def tokens(css: str) -> dict[str, str]:
    """The custom properties of a theme file that holds one block."""
    return {
        name: value
        for rule in parse(css)
        for name, _, value in (part.partition(":") for part in rule.declarations.split(";"))
    }


def resolve(
    light: dict[str, str], dark: dict[str, str], used_by: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The light and dark tokens that ``used_by`` needs, directly or through another token."""
    wanted: set[str] = set()
    waiting = set(REFERENCE.findall(used_by))
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        values = light.get(name, "") + " " + dark.get(name, "")
        waiting |= set(REFERENCE.findall(values)) - wanted
    return _only(light, wanted), _only(dark, wanted)


def _only(values: dict[str, str], wanted: set[str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name in wanted}

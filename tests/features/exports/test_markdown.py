"""What people wrote in Markdown says the same on paper as on the screen."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from app.exports.document import Headings
from app.exports.markdown import blocks
from app.web.filters import parsed
from tenants import provision

EVERYTHING = """# Kop

Een **vet** en *schuin* woord, `code` en een [adres](https://voorbeeld.example/pad).
Nog een regel.\\
En na een harde overgang.

- een
- twee
  1. binnen
  2. en nog een

3. drie
4. vier

> Iemand zei *dit*.

| Jaar | Aantal |
|------|--------|
| 2025 | 12     |

---

    regels code

<script>alert("als tekst")</script>
"""


def words(pieces: list[dict[str, Any]]) -> Iterator[str]:
    """Every text in the blocks, in reading order."""
    for piece in pieces:
        if "text" in piece:
            yield piece["text"]
        for inside in ("children", "head", "rows", "items"):
            for part in piece.get(inside, []):
                if isinstance(part, dict):
                    yield from words([part])
                else:
                    for deeper in part:
                        yield from words(deeper if isinstance(deeper, list) else [deeper])
        if piece["type"] in {"paragraph", "heading", "break"}:
            yield " "


def on_screen(text: str) -> str:
    from app.web.filters import _MARKDOWN  # noqa: PLC0415 - what the screen renders with

    return html.fromstring(f"<div>{_MARKDOWN.render(text)}</div>").text_content()


def folded(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("town", ["hengelo", "enschede", "almelo"])
def test_every_chapter_that_ships_keeps_all_its_words(town: str) -> None:
    source = Path(provision.__file__).parent / "workspaces" / f"{town}.toml"
    for plan in tomllib.loads(source.read_text(encoding="utf-8"))["plan"]:
        for chapter in plan.get("chapter", []):
            body = chapter.get("body", "")
            assert folded("".join(words(blocks(body)))) == folded(on_screen(body)), chapter["title"]


def test_every_construct_keeps_its_words_and_its_kind() -> None:
    made = blocks(EVERYTHING)
    assert folded("".join(words(made))) == folded(on_screen(EVERYTHING))
    assert [block["type"] for block in made] == [
        "heading", "paragraph", "list", "list", "quote", "table", "rule", "code", "paragraph",
    ]  # fmt: skip
    kinds = [piece["type"] for piece in made[1]["children"]]
    assert {"strong", "em", "code", "link", "break"} <= set(kinds)
    assert (made[3]["ordered"], made[3]["start"]) == (True, 3)
    assert made[2]["items"][1][1]["ordered"]
    assert made[5]["rows"][0][1][0]["text"] == "12"
    assert parsed(EVERYTHING)


def test_a_heading_is_never_deeper_than_one_below_the_heading_before_it() -> None:
    headings = Headings()
    assert [headings.at(level) for level in (2, 4, 4, 1, 6, 6, 2, 9)] == [1, 2, 3, 1, 2, 3, 2, 3]
    under = headings.text("# Een\n\n#### Twee\n\n## Drie", 3)
    assert [block["level"] for block in under] == [4, 5, 5]

"""What people wrote in Markdown, as plain blocks that a typesetter lays out: the same pieces that the screen shows."""

from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token

from app.web.filters import parsed

Block = dict[str, Any]


def blocks(text: str) -> list[Block]:
    """The blocks of a text, in order; a heading tells its own level (1 to 6), whatever stands above it."""
    return list(_blocks(iter(parsed(text)), ""))


def _blocks(tokens: Iterator[Token], until: str) -> Iterator[Block]:
    for token in tokens:
        if token.type == until:
            return
        made = _block(token, tokens)
        if made is not None:
            yield made


def _block(token: Token, tokens: Iterator[Token]) -> Block | None:
    made: Block | None = None
    match token.type:
        case "heading_open":
            made = {"type": "heading", "level": int(token.tag[1]), "children": _inside(tokens)}
        case "paragraph_open":
            made = {"type": "paragraph", "children": _inside(tokens)}
        case "bullet_list_open" | "ordered_list_open":
            made = _list(token, tokens)
        case "blockquote_open":
            made = {"type": "quote", "children": list(_blocks(tokens, "blockquote_close"))}
        case "fence" | "code_block":
            made = {"type": "code", "text": token.content.rstrip("\n")}
        case "table_open":
            made = _table(tokens)
        case "hr":
            made = {"type": "rule"}
    return made


def _list(token: Token, tokens: Iterator[Token]) -> Block:
    items = list(_items(tokens, token.type.replace("open", "close")))
    ordered = token.type == "ordered_list_open"
    start = token.attrGet("start")
    return {"type": "list", "ordered": ordered, "start": 1 if start is None else int(start), "items": items}


def _items(tokens: Iterator[Token], until: str) -> Iterator[list[Block]]:
    for token in tokens:
        if token.type == until:
            return
        yield list(_blocks(tokens, "list_item_close"))


def _table(tokens: Iterator[Token]) -> Block:
    rows: list[list[list[Block]]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(iter(token.children or []), ""))
    return {"type": "table", "head": rows[0], "rows": rows[1:]}


def _inside(tokens: Iterator[Token]) -> list[Block]:
    """The one line of text within a heading or a paragraph, and past its end."""
    line = next(tokens)
    next(tokens)
    return _inline(iter(line.children or []), "")


def _inline(tokens: Iterator[Token], until: str) -> list[Block]:
    found: list[Block] = []
    for token in tokens:
        if token.type == until:
            break
        found.extend(_piece(token, tokens))
    return found


def _piece(token: Token, tokens: Iterator[Token]) -> Iterator[Block]:
    match token.type:
        case "strong_open" | "em_open":
            inside = _inline(tokens, token.type.replace("open", "close"))
            yield {"type": token.type.removesuffix("_open"), "children": inside}
        case "link_open":
            inside = _inline(tokens, "link_close")
            yield {"type": "link", "address": str(token.attrGet("href") or ""), "children": inside}
        case "softbreak":
            yield {"type": "text", "text": " "}
        case "hardbreak":
            yield {"type": "break"}
        case "code_inline":
            yield {"type": "code", "text": token.content}
        case _:
            # A picture is shown by the words that stand for it: nothing is fetched from elsewhere.
            if token.content:
                yield {"type": "text", "text": token.content}

"""What templates need beyond Jinja and Flask-Babel."""

from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.web.amounts import euros
from app.web.language import language

# What a coalition writes is Dutch, also on an English screen: a voice that reads it aloud must know.
_WRITTEN_IN = "nl"
# Raw HTML in the text is shown as text: what people type can never become markup of ours.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def parsed(text: str) -> list[Token]:
    """What people wrote, as the pieces of which every rendering of it is made."""
    return _MARKDOWN.parse(text)


def markdown(text: str) -> Markup:
    """Markdown as HTML; headings in it are one level under the chapter that shows them."""
    tokens = parsed(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        if token.level == 0 and token.nesting >= 0 and language() != _WRITTEN_IN:
            token.attrSet("lang", _WRITTEN_IN)
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 - the renderer escapes what people typed


def init_app(app: Flask) -> None:
    """Give the templates of `app` these filters."""
    app.add_template_filter(markdown)
    app.add_template_filter(euros)

"""Answers: a page or the fragment of it that htmx asked for, a redirect that both understand, a file."""

import re
from typing import Any

from flask import Response, make_response, render_template, url_for
from htmx_flask import request
from jinja2 import StrictUndefined, Undefined
from werkzeug.urls import iri_to_uri

REFRESH_HEADERS = "HX-Request, HX-Request-Type"


class Missing(StrictUndefined):
    """What a template was not given: it may be asked about (`{% if caller %}`), and is an error where it would be shown."""

    __bool__ = Undefined.__bool__  # type: ignore[assignment]  # that is the difference


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page. Boosted links, back and HX-Location ask for a full page."""
    return bool(request.htmx) and request.headers.get("HX-Request-Type") == "partial"


def page(template: str, *, fragment: str | None = None, status: int = 200, **context: Any) -> Response:
    """The page, or only `fragment` (a template that the page includes) when htmx asks for it: one rendering of each thing."""
    chosen = fragment if fragment is not None and wants_fragment() else template
    response = make_response(render_template(chosen, **context), status)
    response.headers["Vary"] = REFRESH_HEADERS
    return response


def is_own_address(url: str) -> bool:
    """Whether `url` stays within this product: a path of our own, no other host (also not as a browser reads a backslash or a tab)."""
    return bool(re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", url))


def see(url: str) -> Response:
    """Success, to be seen elsewhere: 303 for a browser, 204 with HX-Location for htmx (fetch would swap the 303's target in)."""
    if wants_fragment():
        response = make_response("", 204)
        response.headers["HX-Location"] = iri_to_uri(url)
    else:
        response = make_response("", 303)
        response.headers["Location"] = url
    response.headers["Vary"] = REFRESH_HEADERS
    return response


def see_view(endpoint: str, **values: Any) -> Response:
    """`see` the address of a view."""
    return see(url_for(endpoint, **values))


def file(content: bytes, *, name: str, media_type: str) -> Response:
    """A file to keep. It is never shown inside the product's own origin: attachment, sandboxed, not sniffed."""
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

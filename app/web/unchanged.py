"""A page that has not changed is not made again: the browser shows the one that it kept, and is told so in a few statements.

The browser asks each time (`no-cache`), with the tag of what it kept. The tag says everything that the page is made of, so a view that
uses it must name all that it shows; docs/decisions/0015-a-page-that-did-not-change.md has the reasons and the other side of keeping pages.
"""

from functools import cache
from hashlib import sha256
from typing import Any

from flask import Response, make_response, request, session

from app.settings import ROOT
from app.web.door import viewer
from app.web.language import language
from app.web.page import REFRESH_HEADERS, wants_fragment

_KEPT_BY = "private, no-cache"
_MADE_OF = (
    "app/**/*.py",
    "tenants/**/*.py",
    "templates/**/*.html",
    "app/translations/**/*.mo",
    "app/static/built/versions.json",
)


@cache
def product() -> str:
    """What this version of the product is made of: another version may make another page of the same. Read once, at the start."""
    made_of = sorted({path for pattern in _MADE_OF for path in ROOT.glob(pattern)})
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in made_of)).hexdigest()


def tag_of(*shown: Any) -> str | None:
    """The tag of the page of this request, of which `shown` is all that it is made of beside who looks, how and in which language.

    None where the page tells something once, such as that a change was saved: that page is not kept. Each of `shown` must have a `repr`
    that says its value, the same in every process: no set.
    """
    if session.get("_flashes"):
        return None
    # The token of the forms belongs to the session in this browser.
    how = (request.full_path, wants_fragment(), language(), session.get("csrf_token"))
    return sha256(repr((product(), how, _who(), shown)).encode()).hexdigest()[:32]


def _who() -> tuple[Any, ...]:
    """Who looks, in an order that is the same in every process."""
    person = viewer()
    works_in = [(each.slug, each.name, sorted(each.roles)) for each in person.coalitions]
    may_do = sorted(person.permissions), sorted(person.permissions_across)
    return person.person_id, person.name, person.email, works_in, may_do


def is_kept(tag: str | None) -> bool:
    """Whether the browser has the page with this tag."""
    return tag is not None and request.if_none_match.contains_weak(tag)


def unchanged(tag: str | None) -> Response:
    """The answer to a browser that has the page already."""
    return kept(make_response("", 304), tag)


def kept(response: Response, tag: str | None) -> Response:
    """The page, which the browser may keep if it asks each time whether it is still the same."""
    if tag is not None:
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = _KEPT_BY
        response.headers["Vary"] = f"{REFRESH_HEADERS}, Cookie"
    return response

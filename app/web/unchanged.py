"""A page that has not changed is not made again: the browser shows the one that it kept, and is told so after one question.

The browser asks each time (`no-cache`), with the tag of what it kept. The tag says everything that the page is made of: `page_mark`
(migration 0014) of what the database holds, and here how it is asked for. The same tag is made with the page and asked about
later; docs/decisions/0015-a-page-that-did-not-change.md has the reasons and the other side of keeping pages.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Flask, Response, current_app, g, make_response, request, session

from app.settings import ROOT
from app.web.clock import today
from app.web.door import View
from app.web.language import language
from app.web.page import REFRESH_HEADERS, wants_fragment
from app.web.transaction import SESSION_TOKEN, digest
from tenants import current_scope
from tenants.address import TENANT_KEY
from tenants.boundary import ask

_KEPT_BY = "private, no-cache"
_QUESTION = "select person, mark from page_mark(%s, %s, %s, %s, %s)"
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


def kept_while_unchanged(*, visit: timedelta) -> Callable[[View], View]:
    """Declares that the browser may keep the page of a view, as long as a visit (of length `visit`) goes on.

    All that the page shows must be in `page_mark`. What it tells once, or notes of the one who looks, is lost on who kept it: a page that
    begins a visit gets no tag.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def made_or_kept(*args: Any, **kwargs: Any) -> Response:
            # Asked before the page is read: what changes meanwhile makes another tag next time.
            tag = _tag(_mark_within(visit))
            return _unchanged(tag) if _is_kept(tag) else _kept(view(*args, **kwargs), tag)

        made_or_kept.__kept_for__ = visit  # type: ignore[attr-defined]
        return made_or_kept  # type: ignore[return-value]

    return declare


def init_app(app: Flask) -> None:
    """Answer before a scope is opened where the browser has the page that it would get. Called before the scope's own hook is."""

    @app.before_request
    def answer_unchanged() -> Response | None:
        visit = getattr(app.view_functions.get(request.endpoint or ""), "__kept_for__", None)
        if visit is None or not request.if_none_match or TENANT_KEY not in request.environ:
            return None
        tag = _tag(_mark_beforehand(visit))
        return _unchanged(tag) if _is_kept(tag) else None


def _mark_beforehand(visit: timedelta) -> str | None:
    """The mark of the page for whoever asks; None also where it should be noted that the session is used: then the page is made."""
    token = session.get(SESSION_TOKEN)
    if not token:
        return None
    unused = min(current_app.config["SESSION_SEEN_AGAIN"], current_app.config["SESSION_IDLE"])
    found: tuple[UUID, str] | None = ask(
        _QUESTION, _known(digest(token), request.environ[TENANT_KEY], visit, unused)
    )
    if found is None:
        return None
    # For the line in the log, because nobody acts here.
    g.looked, mark = found
    return mark


def _mark_within(visit: timedelta) -> str | None:
    """The same within the scope of the request, which noted already that the session is used; None where a visit begins."""
    scope = current_scope()
    known = _known(scope.key, scope.tenant_id, visit, current_app.config["SESSION_IDLE"])
    found = scope.session.connection().exec_driver_sql(_QUESTION, known).one_or_none()
    return None if found is None else found.mark


def _known(key: str, tenant: UUID | None, visit: timedelta, unused: timedelta) -> tuple[Any, ...]:
    now = datetime.now(UTC)
    return key, tenant, now - visit, now - unused, now - current_app.config["SESSION_ABSOLUTE"]


def _tag(mark: str | None) -> str | None:
    """The tag of the page of this request, of which `mark` says all that the database has to say.

    None where the page tells something once, such as that a change was saved: that page is not kept.
    """
    if mark is None or session.get("_flashes"):
        return None
    # The token of the forms belongs to the session in this browser.
    how = (request.full_path, wants_fragment(), language(), session.get("csrf_token"))
    return sha256(repr((product(), today(), how, mark)).encode()).hexdigest()[:32]


def _is_kept(tag: str | None) -> bool:
    """Whether the browser has the page with this tag: this one, not any (`*`)."""
    return tag is not None and request.if_none_match.is_weak(tag)


def _unchanged(tag: str | None) -> Response:
    """The answer to a browser that has the page already."""
    return _kept(make_response("", 304), tag)


def _kept(response: Response, tag: str | None) -> Response:
    """The page, which the browser may keep if it asks each time whether it is still the same."""
    if tag is not None:
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = _KEPT_BY
        response.headers["Vary"] = f"{REFRESH_HEADERS}, Cookie"
    return response

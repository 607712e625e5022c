"""A page that has not changed is not made again: the browser shows the one that it kept, and is told so after one question.

The browser asks each time (`no-cache`), with the tag of what it kept. The tag says everything that the page is made of: `page_mark`
(migration 0014) of what the database holds, and here how it is asked for. The same tag is made with the page and asked about
later; docs/decisions/0015-a-page-that-did-not-change.md has the reasons and the other side of keeping pages.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, make_response, request, session
from sqlalchemy import BindParameter, DateTime, ScalarSelect, Text, Uuid, bindparam, func, select
from sqlalchemy.types import TypeEngine
from werkzeug.http import quote_etag

from app.settings import ROOT, Settings
from app.web.clock import today
from app.web.door import View
from app.web.headers import of_every_answer
from app.web.language import asked_in
from app.web.logs import Line
from app.web.page import REFRESH_HEADERS
from app.web.transaction import SESSION_TOKEN, digest
from tenants import current_scope
from tenants.address import TENANT_KEY
from tenants.boundary import ask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

# Where Flask keeps what the next page tells once.
_ONCE = "_flashes"
_READING = frozenset({"GET", "HEAD"})
_KEPT = {"Cache-Control": "private, no-cache", "Vary": f"{REFRESH_HEADERS}, Cookie, Accept-Encoding"}
_QUESTION = "select person, mark from page_mark(%s, %s, %s, %s, %s)"
_ASKED_OF_MARK: dict[str, TypeEngine[Any]] = {
    "key": Text(),
    "tenant": Uuid(),
    "visit_since": DateTime(timezone=True),
    "used_since": DateTime(timezone=True),
    "begun_since": DateTime(timezone=True),
}
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

    All that the page shows must be in `page_mark`, which the view reads with `marked` in its first statement and hands over
    (`hand_over`): what changes after that makes another tag next time. What it tells once, or notes of the one who looks, is lost on who
    kept it: a page that begins a visit gets no tag.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def made_or_kept(*args: Any, **kwargs: Any) -> Response:
            tells_once = bool(session.get(_ONCE))
            response = view(*args, **kwargs)
            tag = None if tells_once else _tag(g.get("page_mark"), request, session)
            return _kept(make_response("", 304) if _is_kept(tag, request) else response, tag)

        made_or_kept.__kept_for__ = visit  # type: ignore[attr-defined]
        return made_or_kept  # type: ignore[return-value]

    return declare


class Unchanged:
    """WSGI middleware, within the tenant's address: answers before Flask begins where the browser has the page that it would get.

    All that it needs are the cookie's signature, one question to the database and the line in the log.
    """

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._application = app.wsgi_app
        self._headers = list(of_every_answer(settings).items())
        # By address; a view whose address has an id in it is asked for through Flask.
        self._views = {
            rule.rule: (rule.endpoint, visit)
            for rule in app.url_map.iter_rules()
            if not rule.arguments
            and (visit := getattr(app.view_functions[rule.endpoint], "__kept_for__", None)) is not None
        }

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or pass the request on."""
        endpoint, visit = self._views.get(environ.get("PATH_INFO", ""), (None, None))
        if (
            visit is None
            or "HTTP_IF_NONE_MATCH" not in environ
            or TENANT_KEY not in environ
            or environ["REQUEST_METHOD"] not in _READING
        ):
            return self._application(environ, start_response)
        asked = self._app.request_class(environ)
        line = Line(asked)
        person_id, tag = self._ask(asked, visit)
        if not _is_kept(tag, asked):
            return self._application(environ, start_response)
        line.write(endpoint, HTTPStatus.NOT_MODIFIED, environ[TENANT_KEY], person_id)
        own = {"ETag": quote_etag(tag or "", weak=True), "X-Request-Id": line.request_id, **_KEPT}
        start_response("304 NOT MODIFIED", [*own.items(), *self._headers])
        return []

    def _ask(self, asked: Request, visit: timedelta) -> tuple[UUID | None, str | None]:
        """Who asks, and the tag of the page for this person now.

        None also where it should be noted that the session is used: then the page is made.
        """
        config = self._app.config
        held: Mapping[str, Any] = self._app.session_interface.open_session(self._app, asked) or {}
        token = held.get(SESSION_TOKEN)
        if not token:
            return None, None
        unused = min(config["SESSION_SEEN_AGAIN"], config["SESSION_IDLE"])
        known = _known(digest(token), asked.environ[TENANT_KEY], visit, unused, config["SESSION_ABSOLUTE"])
        found: tuple[UUID, str] | None = ask(_QUESTION, known)
        return (None, None) if found is None else (found[0], _tag(found[1], asked, held))


def marked() -> ScalarSelect[str]:
    """The mark of the page as a column of a statement that asks for `asked_of_mark`; empty where a visit begins."""
    known: list[BindParameter[Any]] = [bindparam(name, type_=kind) for name, kind in _ASKED_OF_MARK.items()]
    found = func.page_mark(*known).table_valued("person", "mark")
    return select(found.c.mark).scalar_subquery()


def asked_of_mark(visit: timedelta) -> dict[str, Any]:
    """What `marked` asks for, in the scope of this request, which noted already that the session is used."""
    scope, config = current_scope(), current_app.config
    known = _known(scope.key, scope.tenant_id, visit, config["SESSION_IDLE"], config["SESSION_ABSOLUTE"])
    return dict(zip(_ASKED_OF_MARK, known, strict=True))


def hand_over(mark: str | None) -> None:
    """Say under which mark the page of this request is made."""
    g.page_mark = mark


def _known(
    key: str, tenant: UUID | None, visit: timedelta, unused: timedelta, oldest: timedelta
) -> tuple[Any, ...]:
    now = datetime.now(UTC)
    return key, tenant, now - visit, now - unused, now - oldest


def _tag(mark: str | None, asked: Request, held: Mapping[str, Any]) -> str | None:
    """The tag of the page that is asked for, of which `mark` says all that the database has to say; `held` is the browser's session.

    None where the page tells something once, such as that a change was saved: that page is not kept.
    """
    if mark is None or held.get(_ONCE):
        return None
    refreshed = [asked.headers.get(name) for name in REFRESH_HEADERS.split(", ")]
    # The token of the forms belongs to the session in this browser.
    how = (asked.full_path, refreshed, asked_in(asked), held.get("csrf_token"))
    return sha256(repr((product(), today(), how, mark)).encode()).hexdigest()[:32]


def _is_kept(tag: str | None, asked: Request) -> bool:
    """Whether the browser has the page with this tag: this one, not any (`*`)."""
    return tag is not None and asked.if_none_match.is_weak(tag)


def _kept(response: Response, tag: str | None) -> Response:
    """The page, which the browser may keep if it asks each time whether it is still the same."""
    if tag is not None:
        response.set_etag(tag, weak=True)
        response.headers.update(_KEPT)
    return response

"""One request is one scope: opened before the view, settled by the status of the answer, left in any case."""

from hashlib import sha256

from flask import Flask, Response, abort, g, request, session

from tenants import SYSTEM
from tenants.address import AWAY_KEY, TENANT_KEY
from tenants.boundary import Scope

FIRST_ERROR_STATUS = 400
SESSION_TOKEN = "_user_id"  # noqa: S105 - the name under which flask-login keeps what get_id() returns


def digest(token: str) -> str:
    """What is stored of a secret: a token has 256 random bits, so a plain hash suffices and can be looked up."""
    return sha256(token.encode()).hexdigest()


def init_app(app: Flask) -> None:
    """Give every request of `app` its scope."""
    app.before_request(_open)
    app.after_request(_settle)
    app.teardown_request(_leave)


def _open() -> None:
    if AWAY_KEY in request.environ:
        abort(503)
    # Files that are the same for everyone are served without looking at the cookie, so that they can be cached by anyone.
    token = "" if request.endpoint == "static" else session.get(SESSION_TOKEN, "")
    g.scope = Scope(request.environ.get(TENANT_KEY), SYSTEM, digest(token) if token else "").enter()


def _settle(response: Response) -> Response:
    # after_request is skipped when an exception propagates: then _leave closes, and closing rolls back.
    if "scope" in g:
        g.scope.settle(keep=response.status_code < FIRST_ERROR_STATUS)
    return response


def _leave(_error: BaseException | None) -> None:
    scope: Scope | None = g.pop("scope", None)
    if scope is not None:
        scope.leave()

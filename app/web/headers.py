"""The headers of every answer: what a browser may load, frame, store and tell others."""

from flask import Flask, Response, request

from app.settings import Settings
from app.web.transaction import FIRST_ERROR_STATUS

_MAY_LOAD = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{what} {whence}" for what, whence in _MAY_LOAD.items())
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_TWO_YEARS = "max-age=63072000; includeSubDomains"


def of_every_answer(settings: Settings) -> dict[str, str]:
    """The headers that every answer has; a view may give one of them another value."""
    return _ALWAYS | ({"Strict-Transport-Security": _TWO_YEARS} if settings.in_production else {})


def init_app(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer of `app`."""
    always = of_every_answer(settings)

    @app.after_request
    def set_headers(response: Response) -> Response:
        own = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - a list of pairs, not a dict
        response.headers.extend({name: value for name, value in always.items() if name.lower() not in own})
        if request.endpoint != "static" or response.status_code >= FIRST_ERROR_STATUS:
            # Pages of a coalition are for who is signed in now, not for the next one at this computer (ASVS 14.3.2).
            response.headers.setdefault("Cache-Control", "no-store")
        return response

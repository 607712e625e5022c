"""Dutch first, English for who chooses it; the choice is a cookie, so that it also works before signing in."""

from flask import Flask, Response, current_app, g, has_request_context, redirect, request
from flask_babel import Babel, get_locale

from app.settings import ROOT
from app.web.door import Place, open_to_all
from app.web.page import is_own_address

LANGUAGES = {"nl": "Nederlands", "en": "English"}
# Dates and numbers are written as in Britain: day before month.
_LOCALES = {"nl": "nl", "en": "en_GB"}
COOKIE = "language"
_A_YEAR = 365 * 24 * 3600


def _chosen() -> str:
    # A job has no request: its pages and mails are Dutch unless it says otherwise (flask_babel.force_locale).
    if not has_request_context():
        return "nl"
    if "language" not in g:
        cookie = request.cookies.get(COOKIE, "nl")
        g.language = cookie if cookie in LANGUAGES else "nl"
    return _LOCALES[g.language]


def language() -> str:
    """The code of the language of this answer."""
    locale = get_locale()
    return locale.language if locale else "nl"


def init_app(app: Flask) -> None:
    """Let `app` speak both languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "app" / "translations")
    Babel(app, locale_selector=_chosen)

    @app.get("/taal/<code>")
    @open_to_all(Place.OUTSIDE)
    def choose_language(code: str) -> Response:
        """Remember the language and go back to the page one came from (within this product)."""
        back = request.args.get("terug", "/")
        response: Response = redirect(back if is_own_address(back) else "/")  # type: ignore[assignment]  # Flask makes its own Response
        return remember_language(response, code) if code in LANGUAGES else response


def remember_language(response: Response, code: str) -> Response:
    """Let this browser be answered in the language `code` from now on."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, code, max_age=_A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response

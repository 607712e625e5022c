"""Dutch first, English for who chooses it; the choice is a cookie, so that it also works before signing in."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, current_app, g, has_request_context, redirect, request
from flask.globals import _cv_app
from flask_babel import Babel, Domain, format_date, format_datetime, get_locale
from markupsafe import Markup

from app.settings import ROOT
from app.web.door import Place, open_to_all
from app.web.page import is_own_address

LANGUAGES = {"nl": "Nederlands", "en": "English"}
# Dates and numbers are written as in Britain: day before month.
LOCALES = {"nl": "nl", "en": "en_GB"}
COOKIE = "language"
_A_YEAR = 365 * 24 * 3600


def _chosen() -> str:
    # A job has no request: its pages and mails are Dutch unless it says otherwise (flask_babel.force_locale).
    if not has_request_context():
        return "nl"
    if "language" not in g:
        g.language = asked_in(request)
    return LOCALES[g.language]


def asked_in(asked: Request) -> str:
    """The code of the language in which a request is to be answered."""
    cookie = asked.cookies.get(COOKIE, "nl")
    return cookie if cookie in LANGUAGES else "nl"


def language() -> str:
    """The code of the language of this answer."""
    locale = get_locale()
    return locale.language if locale else "nl"


class Words(Domain):  # type: ignore[misc]  # flask-babel ships no types
    """Our texts in the language of an answer; flask-babel's own looks for the language and its catalogue anew at each text."""

    def get_translations(self) -> Any:
        """The catalogue of the language of this answer, looked up once.

        It is kept where `flask_babel.force_locale` empties it for another language, and puts it back afterwards.
        """
        # Not by `g`, which looks for itself again at each of its attributes.
        here = _cv_app.get(None)
        kept: Any = here.g.get("_flask_babel") if here is not None else None
        found = getattr(kept, "babel_translations", None)
        if found is None:
            found = super().get_translations()
            if kept is not None:
                kept.babel_translations = found
        return found


_WORDS = Words()


@lru_cache(maxsize=8192)
def _marked(catalogue: Any, text: str) -> Markup:
    """A text of ours in the language of `catalogue`, as markup: translations are written with the product, never typed by visitors."""
    return Markup(catalogue.ugettext(text))  # noqa: S704


def _say(text: str, /, **variables: Any) -> Markup:
    """`_("…")` in a template: the text in the language of this answer, with what is filled in escaped."""
    said = _marked(_WORDS.get_translations(), text)
    return said % variables if variables or "%" in said else said


def _count(singular: str, plural: str, number: int, /, **variables: Any) -> Markup:
    """`ngettext` in a template: `%(num)s` is the number."""
    said = Markup(_WORDS.get_translations().ungettext(singular, plural, number))  # noqa: S704 - as above
    return said % {"num": number, **variables}


@lru_cache(maxsize=4096)
def _written(write: Callable[..., str], moment: Any, pattern: str | None, _language: str) -> str:
    return write(moment, pattern)


def _remembering(write: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes a date or a moment as `write` does, and remembers what it wrote: a page has few dates, many times."""
    return lambda moment, pattern=None: _written(write, moment, pattern, language())


def init_app(app: Flask) -> None:
    """Let `app` speak both languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "app" / "translations")
    Babel(app, locale_selector=_chosen)
    app.extensions["babel"].instance.domain_instance = _WORDS
    app.jinja_env.globals.update(_=_say, gettext=_say, ngettext=_count)
    app.jinja_env.filters["dateformat"] = _remembering(format_date)
    app.jinja_env.filters["datetimeformat"] = _remembering(format_datetime)

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

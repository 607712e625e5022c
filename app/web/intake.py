"""What may come in: changes from our own pages only, text that the database can hold, numbers that it can count to."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

from app.settings import Settings
from app.web.forms import LARGEST_NUMBER, ForgedForm

_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIRST_YEAR, LAST_YEAR = 1900, 2200


class CountableNumber(IntegerConverter):
    """`<int:…>` in an address: a number that no row can have is not found, instead of an error of the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_NUMBER, **kwargs})


def countable(text: str) -> int:
    """The number that is written in an address: `request.args.get("pagina", 1, type=countable)`. Raises ValueError for what none can be."""
    found = int(text)
    if abs(found) > LARGEST_NUMBER:
        message = "more than the database can count"
        raise ValueError(message)
    return found


def day(text: str) -> date:
    """The day (2026-12-31) that is written in an address. Raises ValueError for what none can be."""
    found = date.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = "a day of another age"
        raise ValueError(message)
    return found


def said_but(left_out: str) -> dict[str, Any]:
    """What this address says and is filled in, except `left_out`: for the next address, which `url_for` makes.

    Without the names that mean something to `url_for` itself: `?_scheme=javascript` would lead elsewhere.
    """
    return {
        name: value
        for name, value in request.args.items()
        if value and name not in {left_out, "endpoint"} and not name.startswith("_")
    }


def init_app(app: Flask, settings: Settings) -> None:
    """Look at every request of `app`. Called before the first rule of a feature is added."""
    app.url_map.converters["int"] = CountableNumber
    # Straightening a crooked address would answer with the host that the visitor named, whatever it is.
    app.url_map.merge_slashes = app.url_map.redirect_defaults = False
    ours = urlsplit(settings.public_url).netloc

    @app.before_request
    def refuse_strange_text() -> None:
        # PostgreSQL holds every sign but this one, and nobody types it.
        if any("\0" in text for text in _texts()):
            abort(400)

    @app.before_request
    def refuse_forged_change() -> None:
        # Beside the token: a browser says from which site a change is sent (OWASP, Cross-Site Request Forgery Prevention).
        origin = request.headers.get("Origin")
        if request.method not in _READING and origin and urlsplit(origin).netloc not in {ours, request.host}:
            raise ForgedForm("The change comes from another site.")


def _texts() -> Iterator[str]:
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield name
            yield value
    for file in request.files.values():
        yield file.filename or ""

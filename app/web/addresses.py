"""The addresses of views, remembered: a page has a hundred, and making one costs more than showing it.

What is remembered is the pattern, with the ids left open: so it is as small as the product, however many rows there are.
"""

import re
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.globals import _cv_request

from app.web.door import Place, door_of

# What means something to Flask's `url_for` itself; only an anchor is simple enough to be added here.
_ANCHOR = "_anchor"
_PLAIN_ANCHOR = re.compile(r"[A-Za-z0-9-]+")
_PLAIN = (str, int)
# Ids that no row has and nobody can type, each in the place of one that is filled in afterwards.
_OPEN = [uuid4() for _ in range(4)]
_LEFT_OPEN = [str(each) for each in _OPEN]
_PATTERNS = 4096


class Addresses:
    """The remembered addresses of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pattern = lru_cache(maxsize=_PATTERNS)(self._make)

    def find(self, endpoint: str, values: dict[str, Any]) -> str | None:
        """The address within this request, or None where Flask must make it: outside a request, relative, external, or of odd values."""
        # Not by `request`, which looks for itself again at each of its attributes.
        here = _cv_request.get(None)
        anchor = values.get(_ANCHOR)
        if here is None or endpoint[:1] == "." or not _can_be_added(anchor):
            return None
        divided = _divide(values)
        if divided is None:
            return None
        asked, ids = divided
        inside, pattern = self._pattern(endpoint, asked)
        for left_open, identifier in zip(_LEFT_OPEN, ids, strict=False):
            pattern = pattern.replace(left_open, identifier)
        root = here.request.script_root if inside else ""
        return f"{root}{pattern}" if anchor is None else f"{root}{pattern}#{anchor}"

    def _make(self, endpoint: str, asked: tuple[tuple[str, Any], ...]) -> tuple[bool, str]:
        """Whether the view lies inside the coalition of a request, and its address from there on."""
        door = door_of(self._app, endpoint)
        url = Flask.url_for(self._app, endpoint, **dict(asked))
        return door is None or door.place is not Place.OUTSIDE, url.removeprefix(
            _cv_request.get().request.script_root
        )


def _can_be_added(anchor: Any) -> bool:
    return anchor is None or (isinstance(anchor, str) and _PLAIN_ANCHOR.fullmatch(anchor) is not None)


def _divide(values: dict[str, Any]) -> tuple[tuple[tuple[str, Any], ...], list[str]] | None:
    """What a pattern is remembered by, and the ids that it leaves open; None of values that only Flask understands."""
    ids: list[str] = []
    asked: list[tuple[str, Any]] = []
    for name, value in values.items():
        if type(value) is UUID and len(ids) < len(_OPEN):
            asked.append((name, _OPEN[len(ids)]))
            ids.append(str(value))
        elif value is None or (type(value) in _PLAIN and name[:1] != "_"):
            asked.append((name, value))
        elif name != _ANCHOR:
            return None
    return tuple(asked), ids

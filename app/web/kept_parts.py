"""Parts of pages that show everybody in a coalition the same, kept made in this process for as long as what they show is the same.

One coalition's parts are never found by another: every key begins with the tenant of the scope (`_place`). What is kept is found
only under the mark of all that it shows (`coalition_mark`, migration 0015), which is asked anew for every page.
docs/decisions/0017-parts-that-are-kept.md has the reasons.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from threading import Lock
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy import ColumnElement, Text, func

from app.web.clock import today
from app.web.language import language
from tenants import OutsideScope, current_tenant_id

Parts = Mapping[str, Markup]
# Characters of all that one process keeps: the Overviews of about a thousand coalitions.
ROOM = 16_000_000


class Shelf:
    """What is kept, the longest unused first; together at most `room` characters."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._kept: OrderedDict[Hashable, tuple[Hashable, Parts, int]] = OrderedDict()
        self._taken = 0
        self._lock = Lock()

    def find(self, place: Hashable, state: Hashable) -> Parts | None:
        """What stands at `place`, if it was made of `state`."""
        with self._lock:
            kept = self._kept.get(place)
            if kept is None or kept[0] != state:
                return None
            self._kept.move_to_end(place)
            return kept[1]

    def keep(self, place: Hashable, state: Hashable, parts: Parts) -> None:
        """Put `parts` at `place` instead of what stood there; what was not used for long makes room."""
        size = sum(map(len, parts.values()))
        with self._lock:
            self._remove(place)
            self._kept[place] = state, parts, size
            self._taken += size
            while self._taken > self.room:
                self._remove(next(iter(self._kept)))

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self._taken = 0

    def _remove(self, place: Hashable) -> None:
        kept = self._kept.pop(place, None)
        if kept is not None:
            self._taken -= kept[2]


SHELF = Shelf(ROOM)


def coalition_mark() -> ColumnElement[str]:
    """A column for a statement of the page: the mark of all that `kept` may show. Read before anything that is kept under it."""
    return func.coalition_mark(type_=Text)


def kept(page: str, mark: str, make: Callable[[], Parts]) -> Parts:
    """The parts of `page` that show everybody in the coalition the same, made by `make` where `mark`, the day or the language is another.

    What `make` reads must be in `coalition_mark`, and it must ask for nothing of who looks. Raises OutsideScope outside a coalition.
    """
    place, state = _place(page), _state(mark)
    parts = SHELF.find(place, state)
    if parts is None:
        parts = make()
        SHELF.keep(place, state, parts)
    return parts


def part(template: str, made_of: Mapping[str, Any]) -> Markup:
    """One part: the template with what it is made of and nothing else. It knows neither who looks nor what may be done."""
    return Markup(current_app.jinja_env.get_template(template).render(made_of))  # noqa: S704 - templates escape


def _place(page: str) -> Hashable:
    tenant = current_tenant_id()
    if tenant is None:
        message = f"The parts of {page} are kept for a coalition; this scope acts for none."
        raise OutsideScope(message)
    return tenant, page, language()


def _state(mark: str) -> tuple[str, date]:
    return mark, today()

"""What is measured: the pages, and how many statements and kilobytes each takes."""

import cProfile
import pstats
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import event

from app.web.kept_parts import SHELF
from benchmarks.floor import Bare
from benchmarks.stage import TOWN, Stage
from tenants.database import engine

# The Overview of which something changed since, so that all of it is made; and the one of which the parts for everybody were kept.
OVERVIEW, KEPT, UNCHANGED = "Overview", "parts kept", "unchanged"
_OK = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to measure: how the table calls it, who serves it (`product`, `anew` or `floor`), and where.

    `places` are the slugs of the coalitions in which it is asked for, at random; none for what lies outside all. With a `tag` the browser
    has the page already.
    """

    name: str
    server: str
    path: str
    places: tuple[str, ...] = ()
    tag: str = ""

    def requests(self, cookies: dict[str, str]) -> list[tuple[str, str, str]]:
        """What the load generator asks, with the cookie of each place."""
        found = [(f"/{slug}{self.path}", cookies[slug], self.tag) for slug in self.places]
        return found or [(self.path, "", self.tag)]


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page takes: SQL statements (not counting BEGIN, COMMIT and the pool's ping), and bytes as it is and as it is sent."""

    statements: int
    plain: int
    compressed: int


def floors() -> list[Subject]:
    """What the pages are compared with."""
    return [Subject(name, "floor", f"/{name}") for name in ("hello", "one", "pool", "raw")]


def pages(stage: Stage) -> list[Subject]:
    """The pages that people open most."""
    paths = {
        "board": "/plan/bord",
        "list": "/plan/lijst",
        "action": f"/acties/{stage.action_id}",
        "document": "/plan",
        "search": "/zoeken?q=ouderen",
        "partners": "/partners",
        "agreements": "/partners/overeenkomsten",
        "contributions": "/partners/bijdragen",
    }
    return [
        Subject(OVERVIEW, "anew", "/", (TOWN,)),
        Subject(KEPT, "product", "/", (TOWN,)),
        *(Subject(name, "product", path, (TOWN,)) for name, path in paths.items()),
    ]


def anywhere(stage: Stage) -> Subject:
    """The Overview of any of the coalitions that there are, so that nothing of one is at hand because it was just asked for."""
    return Subject(OVERVIEW, "anew", "/", tuple(stage.cookies))


class Inside:
    """The product within this process, looked at by the coordinator of TOWN."""

    def __init__(self, stage: Stage) -> None:
        self._client = stage.product.test_client(use_cookies=False)
        self._cookie = stage.cookies[TOWN]

    def get(self, page: Subject, encodings: str) -> bytes:
        """The body of a page, compressed in one of `encodings`. Raises RuntimeError for anything but a page."""
        if page.server == "anew":
            SHELF.clear()
        answer = self._client.get(
            f"/{TOWN}{page.path}", headers={"Cookie": self._cookie, "Accept-Encoding": encodings}
        )
        if answer.status_code != _OK:
            message = f"{page.path} answers {answer.status}"
            raise RuntimeError(message)
        return answer.get_data()

    def bare(self, page: Subject) -> Bare:
        """The page without our layers, for the floor to serve."""
        html = self.get(page, "identity").decode()
        with _statements(filled_in=True) as heard:
            self.get(page, "identity")
        return Bare(heard, html)

    def weigh(self, page: Subject) -> Weight:
        """Count and weigh a page, after it was opened once: what is remembered from then on does not count."""
        self.get(page, "identity")
        with _statements() as heard:
            plain = self.get(page, "identity")
        return Weight(len(heard), len(plain), len(self.get(page, "gzip, deflate, br")))

    def statements(self, page: Subject) -> list[str]:
        """The SQL of a page, in order."""
        self.get(page, "identity")
        with _statements() as heard:
            self.get(page, "identity")
        return heard

    def profile(self, page: Subject, times: int) -> pstats.Stats:
        """Where the time of a page goes, when it was opened before."""
        self.get(page, "br")
        profiler = cProfile.Profile()
        with profiler:
            for _ in range(times):
                self.get(page, "br")
        return pstats.Stats(profiler)


@contextmanager
def _statements(*, filled_in: bool = False) -> Iterator[list[str]]:
    """The statements that reach PostgreSQL meanwhile; `filled_in` with their values."""
    heard: list[str] = []

    def hear(_connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        heard.append(
            psycopg.ClientCursor(cursor.connection).mogrify(statement, values) if filled_in else statement
        )

    event.listen(engine(), "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine(), "before_cursor_execute", hear)

"""What is measured: the pages, and how many statements and kilobytes each takes."""

import cProfile
import pstats
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import event
from werkzeug.test import TestResponse

from benchmarks.floor import Bare
from benchmarks.stage import TOWN, Stage
from tenants.database import engine

_OK = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to measure: how the table calls it, who serves it (`product` or `floor`), and where.

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
        "Overview": "/",
        "board": "/plan/bord",
        "list": "/plan/lijst",
        "action": f"/acties/{stage.action_id}",
        "document": "/plan",
        "search": "/zoeken?q=ouderen",
    }
    return [Subject(name, "product", path, (TOWN,)) for name, path in paths.items()]


def anywhere(stage: Stage) -> Subject:
    """The Overview of any of the coalitions that there are, so that nothing of one is at hand because it was just asked for."""
    return Subject("Overview", "product", "/", tuple(stage.cookies))


class Inside:
    """The product within this process, looked at by the coordinator of TOWN."""

    def __init__(self, stage: Stage) -> None:
        self._client = stage.product.test_client(use_cookies=False)
        self._cookie = stage.cookies[TOWN]

    def get(self, path: str, encodings: str) -> bytes:
        """The body of a page, compressed in one of `encodings`. Raises RuntimeError for anything but a page."""
        return self._ask(path, encodings).get_data()

    def _ask(self, path: str, encodings: str) -> TestResponse:
        answer = self._client.get(
            f"/{TOWN}{path}", headers={"Cookie": self._cookie, "Accept-Encoding": encodings}
        )
        if answer.status_code != _OK:
            message = f"{path} answers {answer.status}"
            raise RuntimeError(message)
        return answer

    def bare(self, path: str) -> Bare:
        """The page without our layers, for the floor to serve."""
        html = self.get(path, "identity").decode()
        with _statements(filled_in=True) as heard:
            self.get(path, "identity")
        return Bare(heard, html)

    def weigh(self, path: str) -> Weight:
        """Count and weigh a page, after it was opened once: what is remembered from then on does not count."""
        self.get(path, "identity")
        with _statements() as heard:
            plain = self.get(path, "identity")
        return Weight(len(heard), len(plain), len(self.get(path, "gzip, deflate, br")))

    def statements(self, path: str) -> list[str]:
        """The SQL of a page, in order."""
        self.get(path, "identity")
        with _statements() as heard:
            self.get(path, "identity")
        return heard

    def profile(self, path: str, times: int) -> pstats.Stats:
        """Where the time of a page goes, when it was opened before."""
        self.get(path, "br")
        profiler = cProfile.Profile()
        with profiler:
            for _ in range(times):
                self.get(path, "br")
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

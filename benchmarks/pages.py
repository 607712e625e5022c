"""What is measured: the pages, and how many statements and kilobytes each takes."""

import cProfile
import pstats
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from app.factory import Samenkracht
from benchmarks.stage import TOWN, Stage
from tenants.database import engine

_OK = 200


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to measure: how the table calls it, who serves it (`product` or `floor`), and where."""

    name: str
    server: str
    path: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page takes: SQL statements (not counting BEGIN, COMMIT and the pool's ping), and bytes as it is and as it is sent."""

    statements: int
    plain: int
    compressed: int


def floors() -> list[Subject]:
    """What the pages are compared with."""
    return [Subject(name, "floor", f"/{name}") for name in ("hello", "one", "pool")]


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
    return [Subject(name, "product", f"/{TOWN}{path}") for name, path in paths.items()]


class Inside:
    """The product within this process, looked at with the cookie of a stage."""

    def __init__(self, app: Samenkracht, cookie: str) -> None:
        self._client = app.test_client(use_cookies=False)
        self._cookie = cookie

    def get(self, path: str, encodings: str) -> bytes:
        """The body of a page, compressed in one of `encodings`. Raises RuntimeError for anything but a page."""
        answer = self._client.get(path, headers={"Cookie": self._cookie, "Accept-Encoding": encodings})
        if answer.status_code != _OK:
            message = f"{path} answers {answer.status}"
            raise RuntimeError(message)
        return answer.get_data()

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
def _statements() -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(*args: Any) -> None:
        heard.append(args[2])

    event.listen(engine(), "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine(), "before_cursor_execute", hear)

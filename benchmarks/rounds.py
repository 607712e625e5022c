"""The measuring itself: every page gets its turn in every round, so that what else the machine does falls on all of them alike."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace

from app.settings import ROOT
from benchmarks.figures import Round, figures
from benchmarks.load import Load, Measured
from benchmarks.pages import UNCHANGED, Subject
from benchmarks.stage import Stage

MANY = 16
_NO_LIMIT = 10**9
_PATIENCE = 120
# Seconds on one connection after which the slowest pages have had enough requests.
LONGEST = 2.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: so many rounds, each with so many requests on one connection and so many seconds on many."""

    rounds: int
    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Field:
    """Running servers (name to port), and the cookies to show them (slug to cookie)."""

    ports: dict[str, int]
    cookies: dict[str, str]

    def ask(self, subject: Subject, connections: int, requests: int, seconds: float) -> Measured:
        """Let the load generator ask for one page. Raises CalledProcessError when an answer was wrong."""
        asked = subject.requests(self.cookies)
        load = Load(self.ports[subject.server], asked, connections, requests, seconds)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load"],
            input=json.dumps(asdict(load)),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
            timeout=seconds + _PATIENCE,
        )
        return Measured(**json.loads(done.stdout))

    def unchanged(self, page: Subject) -> Subject:
        """The page for a browser that has it already, with the tag that the server gives it now."""
        ((path, cookie, _),) = page.requests(self.cookies)
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["product"], timeout=_PATIENCE)
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
        tag = connection.getresponse().headers["ETag"]
        connection.close()
        return replace(page, name=UNCHANGED, server="product", tag=tag)

    def warm(self, subject: Subject, seconds: float) -> None:
        """Let every worker make its connection and compile its templates, before anything counts."""
        self.ask(subject, MANY, _NO_LIMIT, seconds)

    def measure(self, subjects: Sequence[Subject], effort: Effort) -> Iterator[Round]:
        """One round after the other."""
        for _ in range(effort.rounds):
            yield {
                subject.name: figures(
                    self.ask(subject, 1, effort.requests, LONGEST),
                    self.ask(subject, MANY, _NO_LIMIT, effort.seconds),
                )
                for subject in subjects
            }


@contextmanager
def field(stage: Stage) -> Iterator[Field]:
    """All servers, running side by side: one that nobody asks costs nothing."""
    with ExitStack() as running:
        ports = {name: running.enter_context(stage.served(name)) for name in ("floor", "product", "anew")}
        yield Field(ports, stage.cookies)

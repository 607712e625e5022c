"""The load generator: `python -m benchmarks.load` reads a Load from standard input, as JSON, and writes a Measured to standard output.

Only the standard library, so that it costs little; one process for each connection, so that none waits for another's Python. Every
request is a connection of its own, because gunicorn's sync workers keep none alive.
"""

import json
import multiprocessing
import random
import resource
import socket
import sys
import time
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

_PATIENCE = 30
_OK = b"200"
_UNCHANGED = b"304"


@dataclass(frozen=True, slots=True)
class Load:
    """Ask for `pages` on as many connections at once, until each has done `requests` or `seconds` have passed.

    Each of `pages` is (path, cookie, tag): with several, every request takes one at random. With a tag the answer must be that the page
    is still the one that the browser kept.
    """

    port: int
    pages: list[tuple[str, str, str]]
    connections: int
    requests: int
    seconds: float

    def messages(self) -> list[bytes]:
        """The requests, as a browser behind a proxy with https sends them."""
        return [_message(*page) for page in self.pages]

    @property
    def expected(self) -> bytes:
        """The status of a right answer."""
        return _UNCHANGED if self.pages[0][2] else _OK


def _message(path: str, cookie: str, tag: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip, deflate, br"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    lines += [f"If-None-Match: {tag}"] if tag else []
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


@dataclass(frozen=True, slots=True)
class Measured:
    """How long each answer took (seconds, in no order), all of them together, and the processor time that asking took."""

    durations: list[float]
    elapsed: float
    processor: float


class WrongAnswer(RuntimeError):  # noqa: N818 - the name is the sentence
    """A page was not answered as it should, or not to its end: then its speed means nothing."""


def ask(port: int, message: bytes, expected: bytes) -> None:
    """Ask once and read the whole answer. Raises WrongAnswer."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(message)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    whole = not body if expected == _UNCHANGED else f"content-length: {len(body)}".encode() in head.lower()
    if head[9:12] != expected or not whole:
        raise WrongAnswer(head.decode(errors="replace") or "no answer at all")


def visit(load: Load, start: Barrier, report: Connection) -> None:
    """What one process does: ask, one after the other, and report how long each took."""
    messages, expected = load.messages(), load.expected
    chance = random.Random()
    durations: list[float] = []
    start.wait(_PATIENCE)
    until = time.perf_counter() + load.seconds
    before = time.perf_counter()
    while len(durations) < load.requests and before < until:
        ask(load.port, chance.choice(messages), expected)
        after = time.perf_counter()
        durations.append(after - before)
        before = after
    report.send(durations)


def measure(load: Load) -> Measured:
    """Let all connections begin together and wait for the last. Raises WrongAnswer when one of them failed."""
    forking = multiprocessing.get_context("fork")
    start = forking.Barrier(load.connections + 1)
    pipes = [forking.Pipe(duplex=False) for _ in range(load.connections)]
    visitors = [forking.Process(target=visit, args=(load, start, sending)) for _, sending in pipes]
    for visitor, (_, sending) in zip(visitors, pipes, strict=True):
        visitor.start()
        sending.close()
    start.wait(_PATIENCE)
    began = time.perf_counter()
    try:
        durations = [duration for receiving, _ in pipes for duration in receiving.recv()]
    except EOFError:
        raise WrongAnswer(load.pages[0][0]) from None
    elapsed = time.perf_counter() - began
    for visitor in visitors:
        visitor.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Measured(durations, elapsed, used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    json.dump(asdict(measure(Load(**json.load(sys.stdin)))), sys.stdout)

"""Structured logs: one JSON line a request, with its id, tenant and actor by id; never a personal detail."""

import json
import logging
import re
import sys
import time
from uuid import UUID, uuid4

from flask import Flask, Request, Response, g, request

from tenants import current_scope, in_scope
from tenants.address import TENANT_KEY

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_STANDARD = frozenset(vars(logging.makeLogRecord({})))
log = logging.getLogger("samenkracht")


class JsonLines(logging.Formatter):
    """A log record as one line of JSON: time, level, message and the extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record. The text of an exception may quote data, so only its type and place are kept."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            place = record.exc_info[2]
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            line["exception"] = record.exc_info[0].__name__
            line["where"] = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
        return json.dumps(line, default=str, ensure_ascii=False)


def configure(level: str) -> None:
    """Let this process log JSON lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    log.handlers = [handler]
    log.setLevel(level)
    log.propagate = False


def init_app(app: Flask) -> None:
    """Log every request of `app`, and give it an id that the answer carries."""

    @app.before_request
    def begin() -> None:
        g.line = Line(request)
        g.request_id = g.line.request_id

    @app.after_request
    def end(response: Response) -> Response:
        line = g.get("line") or Line(request)
        response.headers["X-Request-Id"] = line.request_id
        scope = current_scope() if in_scope() else None
        tenant_id = scope.tenant_id if scope else request.environ.get(TENANT_KEY)
        line.write(request.endpoint, response.status_code, tenant_id, scope.actor.id if scope else None)
        return response


class Line:
    """The line of one request, begun when it comes in."""

    def __init__(self, asked: Request) -> None:
        sent = asked.headers.get("X-Request-Id", "")
        self.request_id = sent if _ID.fullmatch(sent) else str(uuid4())
        self._method = asked.method
        self._began = time.perf_counter()

    def write(self, endpoint: str | None, status: int, tenant_id: UUID | None, actor_id: UUID | None) -> None:
        """Write it: which view answered what, in how long, of which tenant and to whom."""
        log.info(
            "request",
            extra={
                "request_id": self.request_id,
                "method": self._method,
                "endpoint": endpoint,
                "status": status,
                "milliseconds": round((time.perf_counter() - self._began) * 1000, 1),
                "tenant": tenant_id,
                "actor": actor_id,
            },
        )

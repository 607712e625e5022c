"""Structured logs: one JSON line a request, with its id, tenant and actor by id; never a personal detail."""

import json
import logging
import re
import sys
import time
from uuid import uuid4

from flask import Flask, Response, g, request

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
        sent = request.headers.get("X-Request-Id", "")
        g.request_id = sent if _ID.fullmatch(sent) else str(uuid4())
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        scope = current_scope() if in_scope() else None
        response.headers["X-Request-Id"] = g.get("request_id", "")
        log.info(
            "request",
            extra={
                "request_id": g.get("request_id"),
                "method": request.method,
                "endpoint": request.endpoint,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
                # Without a scope (app/web/unchanged.py) from whom the address and the session are.
                "tenant": scope.tenant_id if scope else request.environ.get(TENANT_KEY),
                "actor": scope.actor.id if scope else g.get("looked"),
            },
        )
        return response

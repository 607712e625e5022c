"""Whether this process lives (/healthz) and whether it can serve (/readyz: database, migrations, boundary, queue)."""

from collections.abc import Callable

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, jsonify
from redis import Redis, RedisError
from sqlalchemy.exc import SQLAlchemyError

from app.settings import ROOT, Settings
from app.web.door import Place, open_to_all
from tenants.database import engine
from tenants.policies import weaknesses


def _database() -> str:
    try:
        with engine().connect() as connection:
            found = weaknesses(connection)
            current = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        return "The database does not answer."
    if set(current) != set(ScriptDirectory(str(ROOT / "migrations")).get_heads()):
        return "The database waits for a migration: run the release step (`samenkracht db upgrade`)."
    return " ".join(found)


def _queue(url: str) -> str:
    try:
        Redis.from_url(url, socket_timeout=2).ping()
    except (RedisError, ValueError):
        return "The queue does not answer."
    return ""


def init_app(app: Flask, settings: Settings) -> None:
    """Add both addresses to `app`."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "queue": lambda: _queue(settings.redis_url),
    }

    @app.get("/healthz")
    @open_to_all(Place.OUTSIDE)
    def healthz() -> Response:
        """The process answers."""
        return jsonify(status="ok")

    @app.get("/readyz")
    @open_to_all(Place.OUTSIDE)
    def readyz() -> tuple[Response, int]:
        """Everything that a request needs answers; 503 with one sentence per thing that does not."""
        problems = {name: sentence for name, check in checks.items() if (sentence := check())}
        return jsonify(status="not ready" if problems else "ready", **problems), 503 if problems else 200

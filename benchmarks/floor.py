"""What our pages are compared with, each the least that such an answer can be; served by the same gunicorn as the product."""

import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import text

from tenants.database import connect, engine


@dataclass(frozen=True, slots=True)
class Bare:
    """A page of ours without our layers: its statements, filled in, and its HTML."""

    statements: list[str]
    html: str

    def save(self, folder: Path) -> None:
        """Put it where the floor's server looks."""
        _place(folder).write_text(json.dumps(asdict(self)), encoding="utf-8")


def _place(folder: Path) -> Path:
    return folder / "raw.json"


def create_app() -> Flask:
    """Four addresses: `/hello`, `/one`, `/pool` and `/raw`."""
    app = Flask(__name__)
    connect(os.environ["DATABASE_URL"])
    for view in (hello, one, pool, raw):
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    return app


def hello() -> str:
    """Flask and nothing else."""
    return "hello"


def one() -> str:
    """Flask and exactly one round trip to PostgreSQL, by psycopg: the floor."""
    row = _connection().execute("select 1").fetchone()
    return str(row)


def pool() -> str:
    """The same statement in a transaction on the product's own pool: what every page pays before it reads anything of its own."""
    with engine().begin() as connection:
        return str(connection.scalar(text("select 1")))


def raw() -> str:
    """The Overview's statements, by psycopg in one transaction, and its HTML as it was made once: the limit of what rendering can reach."""
    page = _bare()
    connection = _connection()
    with connection.transaction():
        for statement in page.statements:
            connection.execute(statement).fetchall()
    return page.html


@cache
def _bare() -> Bare:
    return Bare(**json.loads(_place(Path(os.environ["BENCHMARK_FOLDER"])).read_text(encoding="utf-8")))


@cache
def _connection() -> psycopg.Connection[Any]:
    # Made at the first request, so in the worker and not in the process that it was forked from. A sync worker needs only one.
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

"""What our pages are compared with, each the least that such an answer can be; served by the same gunicorn as the product."""

import os
from functools import cache
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import text

from tenants.database import connect, engine


def create_app() -> Flask:
    """Three addresses: `/hello`, `/one` and `/pool`."""
    app = Flask(__name__)
    connect(os.environ["DATABASE_URL"])
    app.add_url_rule("/hello", view_func=hello)
    app.add_url_rule("/one", view_func=one)
    app.add_url_rule("/pool", view_func=pool)
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


@cache
def _connection() -> psycopg.Connection[Any]:
    # Made at the first request, so in the worker and not in the process that it was forked from. A sync worker needs only one.
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

"""What Alembic runs for every command: every model is known, one transaction, as the role `owner`."""

import importlib
import pkgutil

from alembic import context
from sqlalchemy import create_engine, inspect, pool, text

import app
from tenants import Base

# Two releases at the same moment (two machines, one deploy) wait for each other. Any number will do.
_LOCK = 20_180_301


def import_models() -> None:
    """Import every `models` module or package, and the task, so that the metadata holds every table."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if "models" in module.name.split("."):
            importlib.import_module(module.name)
    importlib.import_module("jobs.task")


def run() -> None:
    """Run the migrations that Alembic chose, in one transaction."""
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
        with context.begin_transaction():
            connection.execute(text("select pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            context.run_migrations()
            if inspect(connection).has_table("alembic_version"):
                # /readyz compares what the database says with what the files say.
                connection.execute(text("grant select on alembic_version to webapp"))


import_models()
run()

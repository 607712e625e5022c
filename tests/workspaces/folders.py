"""A folder of a coalition: made, spoiled and compared."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from app.console.main import main
from app.settings import settings
from tenants import Base, folder
from tenants.leaving import STAYING
from tenants.retention import RULES
from tests.servers import Database


def run(database: Database, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """`samenkracht workspace` with these arguments, on this database."""
    monkeypatch.setattr(settings(), "database_url", database.url())
    return CliRunner().invoke(
        main, ["workspace", *arguments], env={"OWNER_DATABASE_URL": database.url("owner")}
    )


def content(database: Database, tenant: Any, *, whole: bool = False) -> dict[str, list[str]]:
    """Every row of a coalition, per table; but for what belongs to the place, unless `whole`."""
    owner = create_engine(database.url("owner"))
    tables = [table for table in Base.metadata.tables.values() if "tenant_id" in table.c]
    left = set() if whole else {table.name for table in tables if RULES[table.name].left_out}
    found = {}
    with owner.connect() as connection:
        for table in tables:
            if table.name not in left:
                hidden = set() if whole else STAYING - {"added_by_tenant"}
                columns = ", ".join(
                    sorted(column.name for column in table.columns if column.name not in hidden)
                )
                rows = connection.execute(
                    text(f"select {columns} from {table.name} where tenant_id = :it"), {"it": tenant}
                )
                found[table.name] = sorted(str(tuple(_plain(value) for value in row)) for row in rows)
    owner.dispose()
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def reseal(path: Path) -> None:
    (path / folder.SUMS).unlink()
    folder.seal(path)


def edited(file: str, before: str, after: str) -> Callable[[Path], None]:
    """Something else stands in a file, and the sums are made again."""

    def edit(path: Path) -> None:
        changed = (path / file).read_text("utf-8").replace(before, after, 1)
        assert changed != (path / file).read_text("utf-8")
        (path / file).write_text(changed, "utf-8")
        reseal(path)

    return edit


def added(file: str, line: str) -> Callable[[Path], None]:
    """A line more stands in a file, and the sums are made again."""

    def add(path: Path) -> None:
        with (path / file).open("a", encoding="utf-8") as opened:
            opened.write(line)
        reseal(path)

    return add

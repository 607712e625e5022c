"""How many statements a page takes."""

from collections.abc import Callable

from sqlalchemy import event

from tenants.database import engine


def statements(ask: Callable[[], object]) -> int:
    """The number of statements that reach PostgreSQL while `ask` runs; the address of the town is looked up before."""
    ask()
    counted: list[str] = []

    def count(*args: object) -> None:
        counted.append(str(args[2]))

    event.listen(engine(), "before_cursor_execute", count)
    try:
        ask()
    finally:
        event.remove(engine(), "before_cursor_execute", count)
    return len(counted)

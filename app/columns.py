"""Column types that features share: what is stored, and the value that Python sees."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Dialect, Text, case, cast, func, type_coerce
from sqlalchemy.types import TypeDecorator

from app.periods import PartialDate


class PartialDateColumn(TypeDecorator[PartialDate]):
    """A PartialDate as text ("2020", "2020-03", "2020-03-31"): sorts by itself, and text comparison is leakproof."""

    impl = Text
    cache_ok = True

    @property
    def python_type(self) -> type[PartialDate]:
        """What Python sees."""
        return PartialDate

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the value."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> PartialDate | None:  # noqa: ARG002
        """Read the value."""
        return None if value is None else PartialDate.parse(value)


def last_day(column: Any) -> ColumnElement[date]:
    """The last day that a PartialDateColumn can mean, as `PartialDate.last_day`, worked out by the database."""
    written = type_coerce(column, Text)
    # A month later, less a day.
    to_the_end = func.make_interval(0, 1, 0, -1)
    return case(
        (func.length(written) == len("2020"), cast(written + "-12-31", Date)),
        (func.length(written) == len("2020-03"), cast(cast(written + "-01", Date) + to_the_end, Date)),
        else_=cast(written, Date),
    )


def check_in(column: str, values: type[StrEnum]) -> str:
    """The text of a CHECK constraint: `column` holds one of `values`. The database repeats the rule."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} in ({listed})"

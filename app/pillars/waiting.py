"""What should wait because of a theme: our readings of what it serves, until somebody of the coalition says that they are right."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Select, literal_column

from app.pillars.models import ActionLine, Pillar, Theme, ThemeActionLine, ThemePillar
from app.todos.rules import Kind
from app.todos.settling import says, wanted

# A reading waits since always; a day that never changes, so that nothing moves.
_ALWAYS = literal_column("date '2000-01-01'", Date)


@says(Theme)
def waiting_of_themes() -> Sequence[Select[Any]]:
    """The readings of the themes."""
    return [
        readings(ThemePillar, Theme, ThemePillar.theme, to=Pillar, through=ThemePillar.pillar),
        readings(
            ThemeActionLine, Theme, ThemeActionLine.theme, to=ActionLine, through=ThemeActionLine.action_line
        ),
    ]


def readings(tie: Any, place: Any, at: Any, *, to: Any, through: Any) -> Select[Any]:
    """Those of the table `tie` that nobody has confirmed: made at `place` (its relation is `at`), about the noun `to` (`through`)."""
    return (
        wanted(Kind.READING, tie, place, title=place.title, shows_from=_ALWAYS, to=to.title)
        .select_from(tie)
        .join(at)
        .join(through)
        .where(tie.reading, tie.confirmed_at.is_(None))
    )

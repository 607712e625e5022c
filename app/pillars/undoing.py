"""How a confirmation of our reading of a theme is undone."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.access import Permission
from app.history.models import record
from app.history.undoing import Undo, WayBack, changed_since
from app.pillars.models import ThemeActionLine, ThemePillar
from app.todos.settling import settle
from tenants import db


def reading_back(way: WayBack) -> None:
    """Our reading waits for confirmation again."""
    to_pillar = select(ThemePillar).options(selectinload(ThemePillar.theme), selectinload(ThemePillar.pillar))
    to_line = select(ThemeActionLine).options(
        selectinload(ThemeActionLine.theme), selectinload(ThemeActionLine.action_line)
    )
    tie = db().scalar(to_pillar.where(ThemePillar.id == way.row_id).with_for_update()) or db().scalar(
        to_line.where(ThemeActionLine.id == way.row_id).with_for_update()
    )
    if tie is None:
        raise changed_since()
    way.put_back(tie)
    record("theme.confirmation_undone", tie.theme, note=tie.noun.label)
    settle(tie.theme, subject=tie)


UNDO: Mapping[str, Undo] = {"theme.reading_confirmed": Undo(Permission.PILLAR_EDIT, reading_back)}

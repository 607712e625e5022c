"""Named reads of the grid."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.pillars.models import ActionLine, Pillar, Theme, ThemeActionLine, ThemePillar
from tenants import db


def theme_to_change(theme_id: UUID) -> Theme | None:
    """The theme with the pillars and action lines that it serves; None where there is none."""
    loading = (
        joinedload(Theme.pillars).joinedload(ThemePillar.pillar),
        joinedload(Theme.action_lines).joinedload(ThemeActionLine.action_line),
    )
    return db().scalars(select(Theme).where(Theme.id == theme_id).options(*loading)).unique().one_or_none()


def pillars() -> Sequence[Pillar]:
    """The five pillars."""
    return db().scalars(select(Pillar).order_by(Pillar.number)).all()


def action_lines() -> Sequence[ActionLine]:
    """The three action lines."""
    return db().scalars(select(ActionLine).order_by(ActionLine.number)).all()

"""Named reads of the grid."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.pillars.models import ActionLine, Pillar, Theme, ThemeActionLine, ThemePillar
from tenants import db


def theme_to_change(theme_id: UUID) -> Theme | None:
    """The theme with what it serves, locked until this change is settled; None where there is none."""
    # Ties by statements of their own, after the lock: joined, they would be as they were before it.
    loading = (
        selectinload(Theme.pillars).joinedload(ThemePillar.pillar),
        selectinload(Theme.action_lines).joinedload(ThemeActionLine.action_line),
    )
    statement = select(Theme).where(Theme.id == theme_id).options(*loading)
    return db().scalars(statement.with_for_update(of=Theme)).one_or_none()


def theme_with_ties(theme_id: UUID) -> Theme | None:
    """The theme with the pillars and action lines that it serves, to look at; None where there is none."""
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

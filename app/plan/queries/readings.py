"""Our readings of a document, to be confirmed: those of a pillar and those of a theme, with both their ends."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.pillars.models import Pillar, ThemeActionLine, ThemePillar
from app.plan.models import ActionPillar, ActionTheme
from tenants import db

Tie = ThemePillar | ThemeActionLine | ActionPillar | ActionTheme


def ties_of_pillar(number: int, tie_id: UUID | None) -> list[Tie]:
    """What is tied to the pillar, or only the one tie with this id."""
    return _found(
        [
            select(between)
            .join(between.pillar)
            .where(Pillar.number == number)
            .options(joinedload(between.pillar), joinedload(subject))
            for between, subject in ((ThemePillar, ThemePillar.theme), (ActionPillar, ActionPillar.action))
        ],
        tie_id,
    )


def ties_of_theme(theme_id: UUID, tie_id: UUID | None) -> list[Tie]:
    """What the theme is tied to, or only the one tie with this id."""
    ends: Sequence[tuple[Any, Any, Any]] = (
        (ThemePillar, ThemePillar.theme, ThemePillar.pillar),
        (ThemeActionLine, ThemeActionLine.theme, ThemeActionLine.action_line),
        (ActionTheme, ActionTheme.action, ActionTheme.theme),
    )
    return _found(
        [
            select(between).where(between.theme_id == theme_id).options(joinedload(subject), joinedload(noun))
            for between, subject, noun in ends
        ],
        tie_id,
    )


def _found(statements: Sequence[Select[Any]], tie_id: UUID | None) -> list[Tie]:
    ties = [tie for statement in statements for tie in db().scalars(statement)]
    return [tie for tie in ties if tie_id in (None, tie.id)]

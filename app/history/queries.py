"""Reads of what happened: to one thing, or in the whole coalition."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.history.models import Event
from tenants import db


def events_of(subject_id: UUID) -> Sequence[Event]:
    """Everything that happened to one thing, newest first."""
    return db().scalars(select(Event).where(Event.subject_id == subject_id).order_by(Event.at.desc())).all()


def events(
    *, since: datetime | None = None, before: datetime | None = None, limit: int = 50
) -> Sequence[Event]:
    """What happened in the coalition after `since` and before `before` (each optional), newest first."""
    statement = select(Event).order_by(Event.at.desc()).limit(limit)
    if since is not None:
        statement = statement.where(Event.at > since)
    if before is not None:
        statement = statement.where(Event.at < before)
    return db().scalars(statement).all()

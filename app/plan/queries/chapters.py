"""A chapter or a passage, with what is needed to change it; None where there is none."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.plan.models import Chapter, Passage, Plan
from tenants import db


def plan_to_extend(plan_id: UUID) -> Plan | None:
    """The plan with its chapters."""
    return (
        db()
        .scalars(select(Plan).where(Plan.id == plan_id).options(joinedload(Plan.chapters)))
        .unique()
        .one_or_none()
    )


def chapter_to_change(chapter_id: UUID) -> Chapter | None:
    """The chapter with its passages, within its plan; locked until this change is settled."""
    statement = select(Chapter).where(Chapter.id == chapter_id).with_for_update(of=Chapter)
    loading = (selectinload(Chapter.plan).selectinload(Plan.chapters), selectinload(Chapter.passages))
    return db().scalars(statement.options(*loading)).one_or_none()


def passage_to_change(passage_id: UUID) -> Passage | None:
    """The passage with the chapter or the action that it stands under; locked until this change is settled."""
    statement = select(Passage).where(Passage.id == passage_id).with_for_update(of=Passage)
    around = (selectinload(Passage.chapter), selectinload(Passage.action))
    return db().scalars(statement.options(*around)).one_or_none()

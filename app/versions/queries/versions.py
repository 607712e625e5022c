"""Reads of versions. Row level security is the filter: what is not this coalition's is not there."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from app.bodies.models import Body
from app.plan.models import Plan
from app.versions.models import PlanVersion
from app.versions.rules.content import Content
from tenants import db


def versions() -> Sequence[PlanVersion]:
    """Every version with its plan, the newest first, without what is in it; of one moment those of the current plan first."""
    newest_first = (PlanVersion.frozen_at.desc(), Plan.current.desc(), PlanVersion.id)
    return db().scalars(
        select(PlanVersion)
        .join(PlanVersion.plan)
        .options(contains_eager(PlanVersion.plan))
        .order_by(*newest_first)
    ).all()  # fmt: skip


def version_to_read(version_id: UUID) -> PlanVersion | None:
    """A version with what is in it, and the one that it corrects."""
    return db().scalars(
        select(PlanVersion)
        .where(PlanVersion.id == version_id)
        .options(undefer(PlanVersion.content), joinedload(PlanVersion.corrects))
    ).one_or_none()  # fmt: skip


def correction_of(version_id: UUID) -> PlanVersion | None:
    """The newest version that says that it corrects this one."""
    statement = select(PlanVersion).where(PlanVersion.corrects_id == version_id)
    return db().scalars(statement.order_by(PlanVersion.frozen_at.desc()).limit(1)).one_or_none()


def versions_to_follow() -> tuple[Sequence[PlanVersion], PlanVersion | None, Content | None]:
    """Every version, the newest first; the newest of the current plan, and what is in that one."""
    newest = (
        select(PlanVersion.id)
        .where(PlanVersion.plan_id.in_(select(Plan.id).where(Plan.current)))
        .order_by(PlanVersion.frozen_at.desc(), PlanVersion.id)
        .limit(1)
        .scalar_subquery()
    )
    content = case((PlanVersion.id == newest, PlanVersion.content))
    rows = (
        db()
        .execute(select(PlanVersion, content).order_by(PlanVersion.frozen_at.desc(), PlanVersion.id))
        .all()
    )
    found = next(((version, kept) for version, kept in rows if kept is not None), (None, None))
    return [row[0] for row in rows], *found


def with_content(version_ids: Sequence[UUID]) -> dict[UUID, PlanVersion]:
    """The versions with these ids, with what is in them."""
    found = select(PlanVersion).where(PlanVersion.id.in_(version_ids)).options(undefer(PlanVersion.content))
    return {version.id: version for version in db().scalars(found.execution_options(populate_existing=True))}


def names_of_bodies() -> Sequence[str]:
    """What the bodies of the coalition are called, in its own order."""
    return db().scalars(select(Body.name).order_by(Body.position, Body.name)).all()

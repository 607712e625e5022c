"""Reads of bodies and seats, each by name."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.bodies.models import Body, BodyMember
from app.partners.models import Partner
from tenants import db


def bodies() -> Sequence[Body]:
    """Every body with who sits in it, in the order of the coalition."""
    return db().scalars(select(Body).options(_with_members()).order_by(Body.position, Body.name)).all()


def body(body_id: UUID) -> Body:
    """One body with who sits in it. 404 where it is not here."""
    found: Body = _found(select(Body).where(Body.id == body_id).options(_with_members()))
    return found


def body_to_change(body_id: UUID) -> Body:
    """One body with who sits in it, locked until this change is settled. 404 where it is not here."""
    found: Body = _found(
        select(Body).where(Body.id == body_id).options(_with_members()).with_for_update(of=Body)
    )
    return found


def next_position() -> int:
    """The place in the list of a new body: after the last."""
    return (db().scalar(select(func.max(Body.position))) or 0) + 1


def seats_of(partner_id: UUID) -> Sequence[BodyMember]:
    """The seats that a partner fills, with their bodies."""
    return db().scalars(
        select(BodyMember)
        .join(BodyMember.body)
        .where(BodyMember.partner_id == partner_id)
        .options(joinedload(BodyMember.body))
        .order_by(Body.position)
    ).all()  # fmt: skip


def _found(statement: Select[Any]) -> Any:
    row = db().scalars(statement).one_or_none()
    return row if row is not None else abort(404)


def _with_members() -> ORMOption:
    return selectinload(Body.members).joinedload(BodyMember.partner).joinedload(Partner.organisation)

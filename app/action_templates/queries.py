"""Reads for templates: those that ship, and the coalition's own."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.action_templates.models import ActionTemplate
from app.action_templates.rules import Outline
from tenants import db

_SHIPPED = Path(__file__).parent / "shipped.toml"


@cache
def shipped() -> Mapping[str, Outline]:
    """The templates that ship with the product, by their name in the address."""
    written = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    return {key: Outline.read(template) for key, template in written.items()}


def shipped_template(key: str) -> Outline:
    """A template that ships. 404 where there is none of that name."""
    return shipped().get(key) or abort(404)


def own_templates() -> Sequence[ActionTemplate]:
    """The coalition's own templates with their steps, by name; two statements."""
    statement = select(ActionTemplate).options(selectinload(ActionTemplate.steps))
    return db().scalars(statement.order_by(ActionTemplate.name)).all()


def own_template(action_template_id: UUID) -> ActionTemplate:
    """A template of the coalition with its steps. 404 where it is not here."""
    statement = select(ActionTemplate).where(ActionTemplate.id == action_template_id)
    found = db().scalars(statement.options(joinedload(ActionTemplate.steps))).unique().one_or_none()
    return found or abort(404)


def own_template_to_change(action_template_id: UUID) -> ActionTemplate:
    """The same, locked until this change is settled."""
    statement = select(ActionTemplate).where(ActionTemplate.id == action_template_id)
    found = db().scalars(
        statement.options(selectinload(ActionTemplate.steps)).with_for_update(of=ActionTemplate)
    )
    return found.one_or_none() or abort(404)

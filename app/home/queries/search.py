"""Searching partners and bodies by name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, literal, select, union_all

from app.partners.models import Body, Organisation, Partner
from tenants import db
from tenants.provision import sort_key

MOST = 20


def organisations_and_bodies(text: str) -> Sequence[Row[Any]]:
    """Partners and bodies (kind, id, name, detail) in whose name `text` occurs, capitals and accents set aside; one statement."""
    if not text:
        return []
    found = union_all(
        select(
            literal("partner").label("kind"),
            Partner.id,
            Organisation.name,
            Organisation.sector.label("detail"),
        )
        .join(Partner.organisation)
        .where(Organisation.sort_key.contains(sort_key(text), autoescape=True)),
        select(literal("body"), Body.id, Body.name, Body.kind).where(
            Body.name.icontains(text, autoescape=True)
        ),
    ).subquery()
    return db().execute(select(found).order_by(found.c.kind.desc(), found.c.name).limit(MOST)).all()

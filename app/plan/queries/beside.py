"""The small things around an action in one statement: the action page is looked at all day, so it selects columns."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, select, union_all

from app.organisations.models import Organisation
from app.partners.models import Partner
from app.pillars.models import Pillar, Reading, Theme
from app.plan.models import (
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTargetGroup,
    ActionTheme,
    Attachment,
    Neighbourhood,
    Passage,
    TargetGroup,
    UpdateRequest,
)
from tenants import db

Beside = dict[str, list[dict[str, Any]]]


def beside(action_id: UUID) -> Beside:
    """Contributors, pillars, themes, neighbourhoods, target groups, passages, attachments and questions of an action, by kind, in order.

    Each is {id, label, …}: pillars and themes tell whether their reading is `to_confirm`, passages their text and source,
    attachments their size (bytes) and who added them, questions for an update who was asked by whom and when (queries/request.py).
    """
    statements = [
        *_names(action_id),
        *_readings(action_id),
        _passages(action_id),
        _attachments(action_id),
        _requests(action_id),
    ]
    parts = union_all(*statements).subquery()
    found: Beside = defaultdict(list)
    for row in db().execute(select(parts).order_by(parts.c.kind, parts.c.position, parts.c.sort_key)):
        found[row.kind].append(row.item)
    return found


def _row(kind: str, position: Any, sort_key: Any, **item: Any) -> Select[Any]:
    pairs = [part for name, value in item.items() for part in (literal(name), value)]
    return select(
        literal(kind).label("kind"),
        literal(position).label("position") if isinstance(position, int) else position.label("position"),
        sort_key.label("sort_key"),
        func.jsonb_build_object(*pairs).label("item"),
    )


def _names(action_id: UUID) -> list[Select[Any]]:
    partner = _row("contributors", 0, Organisation.sort_key, id=Partner.id, label=Organisation.name)
    place = _row("neighbourhoods", 0, Neighbourhood.name, id=Neighbourhood.id, label=Neighbourhood.name)
    group = _row("target_groups", 0, TargetGroup.name, id=TargetGroup.id, label=TargetGroup.name)
    return [
        partner.select_from(ActionContributor)
        .join(Partner, Partner.id == ActionContributor.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(ActionContributor.action_id == action_id),
        place.join(ActionNeighbourhood, ActionNeighbourhood.neighbourhood_id == Neighbourhood.id).where(
            ActionNeighbourhood.action_id == action_id
        ),
        group.join(ActionTargetGroup, ActionTargetGroup.target_group_id == TargetGroup.id).where(
            ActionTargetGroup.action_id == action_id
        ),
    ]


def _readings(action_id: UUID) -> list[Select[Any]]:
    pillar = _row(
        "pillars",
        Pillar.number,
        Pillar.title,
        id=ActionPillar.id,
        number=Pillar.number,
        to_confirm=_to_confirm(ActionPillar),
        label=func.concat(Pillar.number, ". ", Pillar.title),
    )
    theme = _row(
        "themes",
        Theme.position,
        Theme.title,
        id=ActionTheme.id,
        theme_id=Theme.id,
        to_confirm=_to_confirm(ActionTheme),
        label=func.concat_ws(" ", func.nullif(Theme.number, ""), Theme.title),
    )
    return [
        pillar.join(ActionPillar, ActionPillar.pillar_id == Pillar.id).where(
            ActionPillar.action_id == action_id
        ),
        theme.join(ActionTheme, ActionTheme.theme_id == Theme.id).where(ActionTheme.action_id == action_id),
    ]


def _to_confirm(tie: type[Reading]) -> ColumnElement[bool]:
    """As `Reading.to_confirm`, for the database."""
    return tie.reading & tie.confirmed_at.is_(None)


def _passages(action_id: UUID) -> Select[Any]:
    return _row(
        "passages",
        Passage.position,
        Passage.label,
        id=Passage.id,
        label=Passage.label,
        text=Passage.text,
        document=Passage.source_document,
        heading=Passage.source_heading,
        item=Passage.source_item,
        place=func.concat(Passage.source_document, " · ", Passage.source_heading),
    ).where(Passage.action_id == action_id)


def _attachments(action_id: UUID) -> Select[Any]:
    return _row(
        "attachments",
        0,
        Attachment.filename,
        id=Attachment.id,
        label=Attachment.filename,
        size=Attachment.size,
        added_by=Attachment.added_by,
    ).where(Attachment.action_id == action_id)


def _requests(action_id: UUID) -> Select[Any]:
    """The questions that were answered, or can be; one that was withdrawn is told in history only."""
    moment = UpdateRequest.asked_at
    return _row(
        "requests",
        -func.extract("epoch", moment).cast(BigInteger),
        UpdateRequest.name,
        id=UpdateRequest.id,
        name=UpdateRequest.name,
        email=UpdateRequest.email,
        asked_by=UpdateRequest.asked_by,
        asked_at=moment,
        expires_at=UpdateRequest.expires_at,
        answered_at=UpdateRequest.answered_at,
    ).where(UpdateRequest.action_id == action_id, UpdateRequest.withdrawn_at.is_(None))

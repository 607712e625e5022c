"""Reads for the action page and its forms. Row level security is the filter: what is not this coalition's is not there."""

from typing import TypeVar
from uuid import UUID

from flask import abort, has_request_context, request
from flask_babel import gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from app.history.models import Event
from app.partners.models import Partner
from app.plan.models import (
    Action,
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTargetGroup,
    ActionTheme,
    Attachment,
    Milestone,
)
from tenants import db

Row = TypeVar("Row")


def action_to_show(action_id: UUID) -> Action:
    """The action of the action page, with goal, owner, milestones and updates: two statements. 404 where it is not here."""
    return _found(
        select(Action)
        .where(Action.id == action_id)
        .options(
            joinedload(Action.goal),
            joinedload(Action.owner).joinedload(Partner.organisation),
            joinedload(Action.milestones),
            selectinload(Action.updates),
        )
    )


def action_to_change(action_id: UUID) -> Action:
    """The action with what its verbs need, locked until this change is settled: two who press at once come one by one.

    Who only opens the form waits for nobody, and reads it as it is shown.
    """
    if has_request_context() and request.method in {"GET", "HEAD"}:
        return action_to_show(action_id)
    return _found(
        select(Action)
        .where(Action.id == action_id)
        .options(
            selectinload(Action.goal),
            selectinload(Action.owner).joinedload(Partner.organisation),
            selectinload(Action.milestones),
            selectinload(Action.updates),
        )
        .with_for_update(of=Action)
    )


def action_to_tie(action_id: UUID) -> Action:
    """The action with everything it is tied to, locked until this change is settled."""
    return _found(
        select(Action)
        .where(Action.id == action_id)
        .options(
            selectinload(Action.contributors)
            .joinedload(ActionContributor.partner)
            .joinedload(Partner.organisation),
            selectinload(Action.pillars).joinedload(ActionPillar.pillar),
            selectinload(Action.themes).joinedload(ActionTheme.theme),
            selectinload(Action.neighbourhoods).joinedload(ActionNeighbourhood.neighbourhood),
            selectinload(Action.target_groups).joinedload(ActionTargetGroup.target_group),
        )
        .with_for_update(of=Action)
    )


def last_mover(action: Action) -> str:
    """Who gave the action the status that it has."""
    moved = select(Event.actor_name).where(
        Event.subject_id == action.id, Event.kind.startswith("action.move")
    )
    return db().scalar(moved.order_by(Event.at.desc()).limit(1)) or gettext("iemand anders")


def milestone_to_change(milestone_id: UUID) -> Milestone:
    """A milestone with its action, both locked: whoever changes either comes one by one. 404 where it is not here."""
    return _found(
        select(Milestone)
        .join(Milestone.action)
        .where(Milestone.id == milestone_id)
        .options(contains_eager(Milestone.action))
        .with_for_update(of=[Milestone, Action])
    )


def attachment_with_content(attachment_id: UUID) -> Attachment:
    """An attachment, to download. 404 where it is not here."""
    return _found(
        select(Attachment).where(Attachment.id == attachment_id).options(undefer(Attachment.content))
    )


def attachment_to_remove(attachment_id: UUID) -> Attachment:
    """An attachment with its action. 404 where it is not here."""
    return _found(
        select(Attachment).where(Attachment.id == attachment_id).options(joinedload(Attachment.action))
    )


def _found(statement: Select[Row]) -> Row:
    row = db().scalars(statement).unique().one_or_none()
    return row if row is not None else abort(404)

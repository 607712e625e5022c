"""Reads for who tells of an action in the name of an organisation."""

from collections.abc import Iterable
from uuid import UUID

from flask import abort
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.partners.models import Partner
from app.plan.models import Action, ActionContributor
from app.plan.queries.action import action_to_change
from tenants import db


def action_to_tell(
    action_id: UUID, organisation_id: UUID, employers: Iterable[UUID]
) -> tuple[Action, Partner]:
    """The action and the partner that the organisation is here, for who works for it: one of the `employers`.

    Answers 404, whatever the reason, where it is none of them, or takes no part in the action as owner or helper.
    """
    if organisation_id not in set(employers):
        abort(404)
    action = action_to_change(action_id)
    helps = select(ActionContributor.partner_id).where(ActionContributor.action_id == action.id)
    partner = db().scalar(
        select(Partner)
        .where(Partner.organisation_id == organisation_id)
        .where(or_(Partner.id == action.owner_id, Partner.id.in_(helps)))
        .options(joinedload(Partner.organisation))
    )
    return action, partner or abort(404)

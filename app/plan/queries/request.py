"""Reads for the questions for an update: by their link, by their id, and who was asked before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import select

from app.plan.models import Action, UpdateRequest
from app.plan.queries.action import action_to_change
from app.plan.rules import RequestState, request_state
from app.web.transaction import digest
from tenants import db


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for an update, as who asked it reads it."""

    id: UUID
    name: str
    email: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None

    @property
    def state(self) -> RequestState:
        """Whether its link works, and if not, why."""
        return request_state(answered=self.answered_at is not None, expires_at=self.expires_at)


def request_with_token(token: str) -> UpdateRequest | None:
    """The question of this coalition that a link belongs to; None where there is none (any more)."""
    return db().scalar(select(UpdateRequest).where(UpdateRequest.token_hash == digest(token)))


def request_to_change(request_id: UUID) -> tuple[UpdateRequest, Action]:
    """A question and its action, both locked. Answers 404 where it is not here, or has no action any more."""
    found = db().scalar(select(UpdateRequest).where(UpdateRequest.id == request_id))
    if found is None or found.action_id is None:
        abort(404)
    return found, lock(found, found.action_id)


def lock(request: UpdateRequest, action_id: UUID) -> Action:
    """Lock the action and then the question, in this order always, and read the question again as it is now; returns the action."""
    action = action_to_change(action_id)
    db().refresh(request, with_for_update=True)
    return action


def last_asked(action: Action) -> UpdateRequest | None:
    """Who was asked last about an action of the same owner, or about this one: most likely the one to ask now."""
    same = UpdateRequest.action_id == action.id
    if action.owner_id is not None:
        same = UpdateRequest.owner_id == action.owner_id
    newest = select(UpdateRequest).where(same).order_by(UpdateRequest.asked_at.desc())
    return db().scalar(newest.limit(1))


def asked(rows: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """The questions among what stands beside an action (queries/beside.py), with their moments as such."""
    return [
        Asked(
            id=row["id"],
            name=row["name"],
            email=row["email"],
            asked_by=row["asked_by"],
            asked_at=datetime.fromisoformat(row["asked_at"]),
            expires_at=datetime.fromisoformat(row["expires_at"]),
            answered_at=datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None,
        )
        for row in rows
    ]

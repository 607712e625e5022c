"""How what is done by mistake in the plan is undone: each thing is exactly what it was, and history tells both."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.access import Permission
from app.history.models import record
from app.history.undoing import Undo, WayBack, changed_since
from app.plan.models import Action, ActionPillar, ActionTheme, Attachment, Chapter, Milestone, Passage
from app.todos.settling import settle
from tenants import db


def _locked(noun: type[Any], identifier: Any) -> Any:
    found = db().get(noun, identifier, with_for_update=True)
    if found is None:
        raise changed_since()
    return found


def back_to_status(way: WayBack) -> None:
    """The action has the status again, and the reason if it had stopped, that it had."""
    action = _locked(Action, way.row_id)
    now = action.status
    way.put_back(action)
    record("action.move_undone", action, changes={"status": (now, action.status)})
    settle(action)


def back_to_milestone(way: WayBack) -> None:
    """The milestone is reached again, on the day that it was; or it is not reached after all."""
    milestone = _locked(Milestone, way.row_id)
    action = _locked(Action, milestone.action_id)
    now = milestone.done_on
    way.put_back(milestone)
    kind = "milestone.reopening_undone" if now is None else "milestone.completion_undone"
    record(kind, action, changes={"done_on": (now, milestone.done_on)}, note=milestone.title)
    settle(action)


def milestone_back(way: WayBack) -> None:
    """The milestone stands where it stood."""
    (milestone,) = way.bring_back(Milestone)
    action = _locked(Action, milestone.action_id)
    record("milestone.removal_undone", action, changes={"due": (None, milestone.due)}, note=milestone.title)
    settle(action)


def attachment_back(way: WayBack) -> None:
    """The file is there again: copied back within the database."""
    content = select(WayBack.content).where(WayBack.id == way.id).scalar_subquery()
    (attachment,) = way.bring_back(Attachment, content=content)
    record("attachment.removal_undone", _locked(Action, attachment.action_id), note=attachment.filename)


def passage_back(way: WayBack) -> None:
    """The passage stands where it stood, with what stood under it."""
    passage: Passage = way.bring_back(Passage)[0]
    around = (
        _locked(Chapter, passage.chapter_id) if passage.chapter_id else _locked(Action, passage.action_id)
    )
    record("passage.removal_undone", around, changes={"text": (None, passage.text)})


def reading_back(way: WayBack) -> None:
    """Our reading waits for confirmation again."""
    tie = _tie(ActionPillar, way.row_id, ActionPillar.pillar) or _tie(
        ActionTheme, way.row_id, ActionTheme.theme
    )
    if tie is None:
        raise changed_since()
    way.put_back(tie)
    record("action.confirmation_undone", tie.action, note=tie.noun.label)
    settle(tie.action, subject=tie)


def _tie(between: type[Any], identifier: UUID, noun: Any) -> Any:
    found = select(between).where(between.id == identifier).with_for_update(of=between)
    return db().scalar(found.options(selectinload(between.action), selectinload(noun)))


UNDO: Mapping[str, Undo] = {
    "action.moved": Undo(Permission.ACTION_UPDATE, back_to_status),
    "milestone.completed": Undo(Permission.ACTION_UPDATE, back_to_milestone),
    "milestone.reopened": Undo(Permission.ACTION_UPDATE, back_to_milestone),
    "milestone.removed": Undo(Permission.PLAN_EDIT, milestone_back),
    "attachment.removed": Undo(Permission.ACTION_UPDATE, attachment_back),
    "passage.removed": Undo(Permission.PLAN_EDIT, passage_back),
    "action.reading_confirmed": Undo(Permission.PLAN_EDIT, reading_back),
}

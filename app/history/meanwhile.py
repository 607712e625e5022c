"""Who changed what since a form was shown: history tells it to who saves second."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select

from app.history.models import Event
from app.history.wording import in_words
from app.web.forms import BaseForm
from app.web.shown import Meanwhile
from tenants import current_scope, db

_SHORT = 240


def watch(form: BaseForm, subject_id: UUID) -> None:
    """Let `form`, which changes a row whose events are those of `subject_id`, tell who saves second what the first changed.

    Called once every field knows what the row holds (`offer`), on a row that is locked. An event names a field as the form does.
    """

    def tell(since: datetime, changes: list[Meanwhile]) -> list[Meanwhile]:
        events = db().scalars(
            select(Event).where(Event.subject_id == subject_id, Event.at >= since).order_by(Event.at.desc())
        ).all()  # fmt: skip
        return [_told(change, events) for change in changes]

    form.watch(tell)


def _told(change: Meanwhile, events: Sequence[Event]) -> Meanwhile:
    of_field = [event for event in events if change.field in event.changes]
    # Events of a milestone or a passage stand with what is around it: the one that led to the present value comes first.
    last = next(
        (event for event in of_field if _words(change.field, event.changes[change.field][1]) == change.now),
        next(iter(of_field or events), None),
    )
    if last is None:
        return change
    was: Any = last.changes.get(change.field, [""])[0]
    for event in of_field[of_field.index(last) + 1 :] if last in of_field else ():
        if event.changes[change.field][1] == was:
            was = event.changes[change.field][0]
    mine = last.actor_id == current_scope().actor.id
    who = (
        gettext("u zelf, in een ander venster") if mine else last.actor_name or gettext("Verwijderd persoon")
    )
    return replace(change, was=_words(change.field, was), who=who, when=last.at)


def _words(field: str, value: Any) -> str:
    return value if isinstance(value, str) and len(value) > _SHORT else in_words(field, value)

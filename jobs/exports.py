"""The documents that somebody asked for, typeset: each in a process of its own (app/exports/typesetting.py)."""

from datetime import datetime
from uuid import UUID

from flask_babel import force_locale

from app.exports.document import Cover, document_of
from app.exports.models import ExportFile
from app.exports.typesetting import typeset
from app.exports.wording import STEPS
from app.history.wording import partial_date_in_words
from app.periods import PartialDate
from app.versions.models import PlanVersion
from app.versions.queries.content import content_of
from app.versions.queries.versions import version_to_read
from app.versions.rules.content import Content
from app.web.clock import AMSTERDAM, today
from jobs.mail import renderer
from jobs.queue import job
from jobs.running import progress
from tenants import current_tenant, db


@job("exports.plan")
def make_plan(file_id: str, plan_id: str | None = None, version_id: str | None = None) -> None:
    """Fill the file with the plan as it stands today, or with a version of it. Does nothing where the file was removed meanwhile."""
    file = db().get(ExportFile, UUID(file_id))
    if file is None:
        return
    with renderer().app_context(), force_locale("nl"):
        _say(0)
        content, cover = (
            _version(UUID(version_id)) if version_id else _plan(UUID(plan_id) if plan_id else None)
        )
        data = document_of(content, cover)
        _say(1)
        made = typeset("plan", data)
        _say(2)
    file.fill(made)


def _say(step: int) -> None:
    progress(step, len(STEPS), str(STEPS[step]))


def _plan(plan_id: UUID | None) -> tuple[Content, Cover]:
    content = content_of(plan_id)
    if content is None:
        message = "There is no such plan."
        raise LookupError(message)
    adopted = content["plan"]["adopted"]
    state = f"Stand van {partial_date_in_words(PartialDate.of(today()))}"
    return content, _cover(
        state, PartialDate.parse(adopted) if adopted else None, content["plan"]["adopted_by"]
    )


def _version(version_id: UUID) -> tuple[Content, Cover]:
    version = version_to_read(version_id)
    if version is None or not version.is_readable:
        message = "There is no such version that this build can read."
        raise LookupError(message)
    return version.content, _cover(_state_of(version), version.adopted_on, version.adopted_by)


def _state_of(version: PlanVersion) -> str:
    if version.as_loaded:
        return f"Versie “{version.name}”, zoals ingelezen uit het document"
    frozen: datetime = version.frozen_at.astimezone(AMSTERDAM)
    day = partial_date_in_words(PartialDate.of(frozen.date()))
    return f"Versie “{version.name}”, vastgelegd op {day}"


def _cover(state: str, adopted_on: PartialDate | None, adopted_by: str) -> Cover:
    here = current_tenant()
    return Cover(
        coalition=here.coalition,
        municipality=here.municipality,
        colour=here.colour,
        state=state,
        made_on=today(),
        adopted_on=adopted_on,
        adopted_by=adopted_by,
        demonstration=here.demonstration,
    )

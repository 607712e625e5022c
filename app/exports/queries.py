"""What files are made of: the list as it was filtered; and the files that were made for somebody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort
from flask_babel import gettext
from sqlalchemy import ARRAY, Select, Subquery, Uuid, any_, func, literal, select, union_all
from sqlalchemy.orm import undefer

from app.exports.models import ExportFile
from app.exports.rules import State
from app.exports.wording import TRIES_AGAIN
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.periods import PartialDate
from app.pillars.models import Pillar, Theme, ThemePillar
from app.plan.models import (
    Action,
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTargetGroup,
    ActionTheme,
    Goal,
    Neighbourhood,
    Plan,
    ProgressUpdate,
    TargetGroup,
)
from app.plan.queries.cards import Card, card_of
from app.plan.queries.listing import Selection, whole_list
from app.versions.models import PlanVersion
from jobs.task import Task
from tenants import db

_MOST_FILES = 50
Ties = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """An action in the file: its card, and what the page of the list has no room for."""

    card: Card
    description: str
    goal: str
    starts: PartialDate | None
    ends: PartialDate | None
    told: str
    ties: Ties


def lines(selection: Selection, today: date, stalled_after_days: int) -> list[Line]:
    """Exactly the rows of the list that the selection asks, in its order: two statements, however many there are."""
    goal = select(func.concat_ws(" ", func.nullif(Goal.number, ""), Goal.title)).where(
        Goal.id == Action.goal_id
    )
    newest = select(ProgressUpdate.happened).where(ProgressUpdate.action_id == Action.id)
    statement = whole_list(
        selection,
        today,
        stalled_after_days,
        Action.starts,
        Action.ends,
        goal.scalar_subquery().label("goal"),
        newest.order_by(ProgressUpdate.at.desc()).limit(1).scalar_subquery().label("told"),
    )
    rows = db().execute(statement).all()
    ties = _ties([row.id for row in rows])
    return [
        Line(
            card_of(row),
            row.description,
            row.goal or "",
            row.starts,
            row.ends,
            row.told or "",
            ties.get(row.id, {}),
        )
        for row in rows
    ]


def _ties(actions: Sequence[UUID]) -> dict[UUID, Ties]:
    """The names that each of these actions is tied to, by kind."""
    found: dict[UUID, Ties] = defaultdict(lambda: defaultdict(list))
    every = _every_tie()
    # As one value: a list of ten thousand parameters would be a statement of its own each time.
    wanted = select(every).where(every.c.action_id == any_(literal(list(actions), ARRAY(Uuid))))
    for row in db().execute(wanted.order_by(every.c.place, every.c.sort_key)):
        found[row.action_id][row.kind].append(row.name)
    return found


def _every_tie() -> Subquery:
    theme = func.concat_ws(" ", func.nullif(Theme.number, ""), Theme.title)
    pillar = func.concat(Pillar.number, ". ", Pillar.title)
    return union_all(
        _tie("contributors", ActionContributor, Organisation.name, literal(0), Organisation.sort_key)
        .join(Partner, Partner.id == ActionContributor.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id),
        _pillars(pillar),
        _tie("themes", ActionTheme, theme, Theme.position, Theme.title).join(
            Theme, Theme.id == ActionTheme.theme_id
        ),
        _tie("neighbourhoods", ActionNeighbourhood, Neighbourhood.name, literal(0), Neighbourhood.name).join(
            Neighbourhood, Neighbourhood.id == ActionNeighbourhood.neighbourhood_id
        ),
        _tie("target_groups", ActionTargetGroup, TargetGroup.name, literal(0), TargetGroup.name).join(
            TargetGroup, TargetGroup.id == ActionTargetGroup.target_group_id
        ),
    ).subquery()


def _tie(kind: str, between: Any, name: Any, place: Any, sort_key: Any) -> Select[Any]:
    return select(
        between.action_id,
        literal(kind).label("kind"),
        name.label("name"),
        place.label("place"),
        sort_key.label("sort_key"),
    ).select_from(between)


def _pillars(name: Any) -> Any:
    """The pillars that an action serves, by itself or through a theme, each once: as the filter of the list counts them."""
    directly = _tie("pillars", ActionPillar, name, Pillar.number, Pillar.title).join(
        Pillar, Pillar.id == ActionPillar.pillar_id
    )
    through = (
        _tie("pillars", ActionTheme, name, Pillar.number, Pillar.title)
        .join(ThemePillar, ThemePillar.theme_id == ActionTheme.theme_id)
        .join(Pillar, Pillar.id == ThemePillar.pillar_id)
    )
    return directly.union(through).subquery().select()


@dataclass(frozen=True, slots=True)
class Made:
    """A file of one's own, and how far it is."""

    file: ExportFile
    state: State
    percentage: int | None
    sentence: str


def my_files(person_id: UUID) -> list[Made]:
    """The files of this person, the newest first, with how far their tasks are; one statement."""
    rows = db().execute(
        select(ExportFile, Task)
        .outerjoin(Task, Task.id == ExportFile.task_id)
        .where(ExportFile.made_for == person_id)
        .order_by(ExportFile.asked_at.desc())
        .limit(_MOST_FILES)
    )
    return [_made(file, task) for file, task in rows]


def _made(file: ExportFile, task: Task | None) -> Made:
    if file.made_at is not None:
        return Made(file, State.READY, 100, "")
    if task is None or task.progress.failed:
        return Made(file, State.FAILED, None, "")
    return Made(
        file,
        State.BEING_MADE,
        task.progress.percentage or 0,
        str(TRIES_AGAIN) if task.error else task.sentence and gettext(task.sentence),
    )


def export_file(file_id: UUID, person_id: UUID) -> ExportFile:
    """A file with its content. Answers 404 where it is not here, or was made for somebody else."""
    wanted = select(ExportFile).where(ExportFile.id == file_id, ExportFile.made_for == person_id)
    return db().scalar(wanted.options(undefer(ExportFile.content))) or abort(404)


def plan_to_typeset(plan_id: UUID) -> Plan:
    """A plan, without what stands in it. Answers 404 where it is not here."""
    return db().get(Plan, plan_id) or abort(404)


def version_to_typeset(version_id: UUID) -> PlanVersion:
    """A version, without what stands in it. Answers 404 where it is not here."""
    return db().get(PlanVersion, version_id) or abort(404)

"""The year view: actions and milestones of the current plan, by group and by quarter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, func, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.organisations.models import Organisation
from app.partners.models import Partner
from app.periods import PartialDate, Quarter, quarters
from app.pillars.models import Pillar, ThemePillar
from app.plan.models import Action, ActionPillar, ActionTheme, Goal, Milestone, Plan
from app.plan.queries.cards import in_current_plan, serves_pillar
from app.plan.rules import ActionStatus
from app.plan.timeline.bar import Term, Window
from app.plan.timeline.calendar import Calendar, calendar
from app.plan.timeline.drawing import Dated, Drawn, Grouping, Moment, best_grouping, draw, grouped
from tenants import db

# More years than this no sheet of paper can hold; what lies outside is listed.
MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class Selection:
    """What the address says; no year is all years of the plan."""

    year: int | None = None
    grouping: Grouping | None = None
    status: ActionStatus | None = None
    pillar: int | None = None
    owner: UUID | None = None


@dataclass(frozen=True, slots=True)
class YearView:
    """Everything that the page shows."""

    window: Window
    years: list[int]
    all_years: Window
    grouping: Grouping
    plan: str
    shown: int
    groups: list[tuple[str | None, list[Drawn]]]
    calendar: Calendar
    elsewhere: list[Dated]
    undated: list[Dated]
    moments_elsewhere: int
    today: float | None

    @property
    def quarters(self) -> list[Quarter]:
        """The columns of the drawing."""
        return quarters(self.window.years)

    @property
    def lines(self) -> int:
        """How many lines the drawing has: what its density on paper depends on."""
        return len(self.groups) + sum(len(rows) for _, rows in self.groups)


def year_view(selection: Selection, today: date) -> YearView:
    """The view that the selection asks, in two statements."""
    plan = db().scalars(select(Plan).where(Plan.current)).one_or_none()
    actions = [_dated(row, selection.pillar) for row in db().execute(_statement(selection))]
    dated = [action for action in actions if action.is_dated]
    years = sorted({*_years_of(plan), *_mentioned(dated), today.year})
    whole = _whole(_years_of(plan), years, today)
    chosen = selection.year if selection.year in years else None
    window = Window(range(chosen, chosen + 1)) if chosen else whole
    drawn = [row for action in dated if (row := draw(action, window, today)) is not None]
    here = {row.action.id for row in drawn}
    grouping = selection.grouping or best_grouping(actions)
    return YearView(
        window=window,
        years=years,
        all_years=whole,
        grouping=grouping,
        plan=plan.title if plan is not None else "",
        shown=len(drawn),
        groups=grouped(drawn, grouping),
        calendar=calendar([row.action for row in drawn], window, today),
        elsewhere=[action for action in dated if action.id not in here],
        undated=[action for action in actions if not action.is_dated],
        moments_elsewhere=sum(
            not window.holds(moment.at) for row in drawn for moment in row.action.milestones if moment.at
        ),
        today=window.place(today) if today.year in window.years else None,
    )


def _statement(selection: Selection) -> Any:
    milestone = func.json_build_array(
        Milestone.title, type_coerce(Milestone.due, Text), type_coerce(Milestone.done_on, Text)
    )
    milestones = select(func.json_agg(aggregate_order_by(milestone, Milestone.position, Milestone.title)))
    named = aggregate_order_by(func.json_build_array(Pillar.number, Pillar.title), Pillar.number)
    served = select(func.json_agg(named)).where(
        or_(Pillar.id.in_(_pillars_of_action()), Pillar.id.in_(_pillars_through_themes()))
    )
    return (
        select(
            *(Action.id, Action.number, Action.title, Action.status, Action.starts, Action.ends, Action.deadline),
            *(Goal.id.label("goal_id"), Goal.number.label("goal_number"), Goal.title.label("goal_title")),
            *(Organisation.name.label("owner"), Organisation.sort_key),
            served.correlate(Action).scalar_subquery().label("pillars"),
            milestones.where(Milestone.action_id == Action.id).scalar_subquery().label("milestones"),
        )
        .outerjoin(Goal, Goal.id == Action.goal_id)
        .outerjoin(Partner, Partner.id == Action.owner_id)
        .outerjoin(Organisation, Organisation.id == Partner.organisation_id)
        .where(*_conditions(selection))
        .order_by(Goal.position, Goal.number, Action.position, Action.number, Action.title)
    )  # fmt: skip


def _pillars_of_action() -> Any:
    return select(ActionPillar.pillar_id).where(ActionPillar.action_id == Action.id).correlate(Action)


def _pillars_through_themes() -> Any:
    return (
        select(ThemePillar.pillar_id)
        .join(ActionTheme, ActionTheme.theme_id == ThemePillar.theme_id)
        .where(ActionTheme.action_id == Action.id)
        .correlate(Action)
    )


def _conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    yield in_current_plan()
    if selection.status is not None:
        yield Action.status == selection.status
    if selection.pillar is not None:
        yield serves_pillar(selection.pillar)
    if selection.owner is not None:
        yield Action.owner_id == selection.owner


def _dated(row: Row[Any], only: int | None) -> Dated:
    """The action of a row; `only` is the one pillar that was asked for."""
    goal = (row.goal_number, f"{row.goal_number} {row.goal_title}".strip())
    served = [(number, f"{number} {title}") for number, title in row.pillars or []]
    return Dated(
        id=row.id,
        number=row.number,
        title=row.title,
        term=Term(row.starts, row.ends, row.deadline, ActionStatus(row.status)),
        milestones=[Moment(title, _read(due), _read(done)) for title, due, done in row.milestones or []],
        groups={
            Grouping.GOAL: [goal] if row.goal_id else [],
            Grouping.PILLAR: [each for each in served if only in (None, each[0])],
            Grouping.OWNER: [(row.sort_key, row.owner)] if row.owner else [],
        },
    )


def _read(written: str | None) -> PartialDate | None:
    return PartialDate.parse(written) if written else None


def _years_of(plan: Plan | None) -> range:
    """The years of the plan; none where its period is not known whole."""
    if plan is None or plan.period_from is None or plan.period_until is None:
        return range(0)
    return range(plan.period_from.year, plan.period_until.year + 1)


def _dates_of(action: Dated) -> list[PartialDate]:
    term = action.term
    dates = [term.starts, term.ends, term.deadline, *(moment.at for moment in action.milestones)]
    return [moment for moment in dates if moment is not None]


def _mentioned(actions: Iterable[Dated]) -> set[int]:
    return {moment.year for action in actions for moment in _dates_of(action)}


def _whole(of_plan: range, years: list[int], today: date) -> Window:
    """The plan's years; where they are not known those in which something happens."""
    if of_plan:
        return Window(of_plan[:MOST_YEARS])
    # One date in a far year may not push this year off the sheet.
    first = max(years[0], min(today.year, years[-1] - MOST_YEARS + 1))
    return Window(range(first, years[-1] + 1)[:MOST_YEARS])

"""Everything of a plan around its chapters and actions, as rows of one shape: kind, what it stands under, and the thing itself."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    Select,
    Text,
    Uuid,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from app.history.models import Provenance
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.pillars.models import Pillar, Reading, Theme, ThemePillar
from app.plan.models import (
    Action,
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTargetGroup,
    ActionTheme,
    Chapter,
    Goal,
    Milestone,
    Neighbourhood,
    Passage,
    Plan,
    TargetGroup,
)

# The id of the plan that is wanted, as a query of its own: there may be none.
Wanted = ScalarSelect[Any]


class Kind(StrEnum):
    """What a row is; those of a tie are also what the content calls it."""

    PLAN = "plan"
    CHAPTER = "chapter"
    PASSAGE = "passage"
    MILESTONE = "milestone"
    GOAL = "goal"
    PILLAR = "pillar"
    PILLAR_THEME = "pillar_theme"
    CONTRIBUTORS = "contributors"
    PILLARS = "pillars"
    THEMES = "themes"
    NEIGHBOURHOODS = "neighbourhoods"
    TARGET_GROUPS = "target_groups"


def parts_of(plan_id: Wanted) -> Select[Any]:
    """The parts of the plan with this id, each kind in its own order; one statement."""
    everything = union_all(*_texts(plan_id), *_tree(plan_id), *_pillars(), *_ties(plan_id)).subquery()
    order = (everything.c.kind, everything.c.place, everything.c.sort_key, everything.c.id)
    return select(everything.c.kind, everything.c.around_id, everything.c.item).order_by(*order)


def _row(row_kind: Kind, noun: Any, around: Any, place: Any, sort_key: Any, **item: Any) -> Select[Any]:
    pairs = [part for name, value in item.items() for part in (literal(name), value)]
    return select(
        literal(row_kind.value).label("kind"),
        noun.id.label("id"),
        around.label("around_id"),
        place.label("place"),
        sort_key.label("sort_key"),
        func.jsonb_build_object(*pairs).label("item"),
    )


def _source(noun: type[Provenance]) -> dict[str, Any]:
    return {
        "source_document": noun.source_document,
        "source_heading": noun.source_heading,
        "source_item": noun.source_item,
        "demonstration": noun.demonstration,
    }


def _texts(plan_id: Wanted) -> list[Select[Any]]:
    plan = _row(
        Kind.PLAN,
        Plan,
        cast(null(), Uuid),
        literal(0),
        Plan.title,
        id=Plan.id,
        title=Plan.title,
        summary=Plan.summary,
        period_from=type_coerce(Plan.period_from, Text),
        period_until=type_coerce(Plan.period_until, Text),
        adopted=type_coerce(Plan.adopted, Text),
        adopted_by=Plan.adopted_by,
        **_source(Plan),
    )
    chapter = _row(
        Kind.CHAPTER,
        Chapter,
        cast(null(), Uuid),
        Chapter.position,
        Chapter.title,
        id=Chapter.id,
        number=Chapter.number,
        title=Chapter.title,
        kind=Chapter.kind,
        body=Chapter.body,
        **_source(Chapter),
    )
    passage = _row(
        Kind.PASSAGE,
        Passage,
        func.coalesce(Passage.chapter_id, Passage.action_id),
        Passage.position,
        Passage.text,
        id=Passage.id,
        parent_id=Passage.parent_id,
        kind=Passage.kind,
        label=Passage.label,
        text=Passage.text,
        **_source(Passage),
    )
    return [
        plan.where(Plan.id == plan_id),
        chapter.where(Chapter.plan_id == plan_id),
        passage.outerjoin(Chapter, Chapter.id == Passage.chapter_id)
        .outerjoin(Action, Action.id == Passage.action_id)
        .where(or_(Chapter.plan_id == plan_id, Action.plan_id == plan_id)),
    ]


def _tree(plan_id: Wanted) -> list[Select[Any]]:
    milestone = _row(
        Kind.MILESTONE,
        Milestone,
        Milestone.action_id,
        Milestone.position,
        Milestone.title,
        id=Milestone.id,
        title=Milestone.title,
        due=type_coerce(Milestone.due, Text),
        done_on=type_coerce(Milestone.done_on, Text),
        weight=Milestone.weight,
        **_source(Milestone),
    )
    goal = _row(
        Kind.GOAL,
        Goal,
        cast(null(), Uuid),
        Goal.position,
        Goal.title,
        id=Goal.id,
        parent=Goal.parent_id,
        level=Goal.level,
        number=Goal.number,
        title=Goal.title,
        description=Goal.description,
        weight=Goal.weight,
        **_source(Goal),
    )
    return [
        milestone.join(Action, Action.id == Milestone.action_id).where(Action.plan_id == plan_id),
        goal.where(Goal.plan_id == plan_id),
    ]


def _pillars() -> list[Select[Any]]:
    name = func.concat_ws(" ", func.nullif(Theme.number, ""), Theme.title)
    pillar = _row(Kind.PILLAR, Pillar, cast(null(), Uuid), Pillar.number, Pillar.title,
                  id=Pillar.id, number=Pillar.number, title=Pillar.title)  # fmt: skip
    theme = _row(Kind.PILLAR_THEME, Theme, ThemePillar.pillar_id, Theme.position, Theme.title, name=name)
    return [pillar, theme.join(ThemePillar, ThemePillar.theme_id == Theme.id)]


def _ties(plan_id: Wanted) -> list[Select[Any]]:
    def tie(kind: Kind, between: Any, noun: Any, place: Any, sort_key: Any, name: Any) -> Select[Any]:
        row = _row(kind, noun, between.action_id, place, sort_key, name=name, to_confirm=_to_confirm(between))
        joined = row.select_from(between).join(Action, Action.id == between.action_id)
        return joined.where(Action.plan_id == plan_id)

    first = literal(0)
    pillar = func.concat(Pillar.number, ". ", Pillar.title)
    theme = func.concat_ws(" ", func.nullif(Theme.number, ""), Theme.title)
    places, groups = (ActionNeighbourhood, Neighbourhood), (ActionTargetGroup, TargetGroup)
    return [
        tie(Kind.CONTRIBUTORS, ActionContributor, Partner, first, Organisation.sort_key, Organisation.name)
        .join(Partner, Partner.id == ActionContributor.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id),
        tie(Kind.PILLARS, ActionPillar, Pillar, Pillar.number, Pillar.title, pillar)
        .join(Pillar, Pillar.id == ActionPillar.pillar_id),
        tie(Kind.THEMES, ActionTheme, Theme, Theme.position, Theme.title, theme)
        .join(Theme, Theme.id == ActionTheme.theme_id),
        tie(Kind.NEIGHBOURHOODS, *places, first, Neighbourhood.name, Neighbourhood.name)
        .join(Neighbourhood, Neighbourhood.id == ActionNeighbourhood.neighbourhood_id),
        tie(Kind.TARGET_GROUPS, *groups, first, TargetGroup.name, TargetGroup.name)
        .join(TargetGroup, TargetGroup.id == ActionTargetGroup.target_group_id),
    ]  # fmt: skip


def _to_confirm(between: Any) -> Any:
    """As `Reading.to_confirm`, for the database; what is no reading never is."""
    if issubclass(between, Reading):
        return between.reading & between.confirmed_at.is_(None)
    return literal(value=False)

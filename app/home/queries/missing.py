"""What the page of who is missing is made of: four statements, however many partners there are."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    DateTime,
    Integer,
    Select,
    Subquery,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    union,
    union_all,
)

from app.bodies.queries import vacancies
from app.contributions.models import Contribution, ContributionAnswer
from app.contributions.rules.words import Side
from app.home.missing import Carried, Known, Missing, Place, missing, months_before
from app.organisations.models import Organisation
from app.organisations.rules import Sector
from app.partners.models import Contact, Partner, PartnerNeighbourhood, PartnerNote
from app.partners.rules import Circle, PartnerState, belonging
from app.pillars.models import Pillar, Theme, ThemePillar
from app.plan.models import (
    Action,
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTheme,
    Neighbourhood,
    Plan,
    ProgressUpdate,
)
from app.plan.queries.cards import FINISHED
from app.web.clock import AMSTERDAM
from tenants import db

_GONE = (PartnerState.ENDED, PartnerState.DECLINED, PartnerState.REFUSED)


def who_is_missing(months: int, today: date) -> Missing:
    """All that is missing on the day `today`, with as silent who was not heard of for so many months; four statements."""
    since = months_before(today, months)
    return missing(_known(), _places(), vacancies(today), _carried(), since=since, months=months)


def _known() -> Sequence[Known]:
    rows = db().execute(_partners())
    return [
        Known(
            id=row.id,
            name=row.name,
            sector=Sector(row.sector),
            belonging=belonging(PartnerState(row.state), Circle(row.circle)),
            places=frozenset(row.places or ()),
            actions=row.actions or 0,
            asks=UUID(row.asks) if row.asks else None,
            heard=row.heard,
        )
        for row in rows
    ]


@cache
def _partners() -> Select[Any]:
    parts, heard = _parts().subquery("parts"), _last_heard()
    work = (
        select(
            parts.c.partner_id,
            func.count().label("actions"),
            func.min(cast(Action.id, Text)).filter(Action.status.not_in(FINISHED)).label("asks"),
        )
        .join(Action, Action.id == parts.c.action_id)
        .group_by(parts.c.partner_id)
        .subquery("work")
    )
    serves = (
        select(
            PartnerNeighbourhood.partner_id,
            func.array_agg(PartnerNeighbourhood.neighbourhood_id).label("places"),
        )
        .group_by(PartnerNeighbourhood.partner_id)
        .subquery("serves")
    )
    return (
        select(
            *(Partner.id, Organisation.name, Organisation.sector, Partner.state, Partner.circle),
            *(serves.c.places, work.c.actions, work.c.asks, heard.c.heard),
        )
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .outerjoin(serves, serves.c.partner_id == Partner.id)
        .outerjoin(work, work.c.partner_id == Partner.id)
        .outerjoin(heard, heard.c.partner_id == Partner.id)
        .where(Partner.state.not_in(_GONE))
        .order_by(Organisation.sort_key)
    )


def _parts() -> CompoundSelect[Any]:
    """Which partner has a part in which action of the plan that counts now, as owner or contributor; each once."""
    current = select(Action.id).join(Plan, Plan.id == Action.plan_id).where(Plan.current)
    owns = select(Action.owner_id.label("partner_id"), Action.id.label("action_id")).where(
        Action.owner_id.is_not(None), Action.id.in_(current)
    )
    helps = select(ActionContributor.partner_id, ActionContributor.action_id).where(
        ActionContributor.action_id.in_(current)
    )
    return union(owns, helps)


def _last_heard() -> Subquery:
    """When each partner was last heard of: an update, a note, a contact, something given or confirmed, or a change of its part."""
    parts = _parts().subquery("parts_heard")
    sources: list[Any] = [
        select(parts.c.partner_id, ProgressUpdate.at.label("at")).join(
            ProgressUpdate, ProgressUpdate.action_id == parts.c.action_id
        ),
        # What came with the plan was written by nobody who heard of it.
        select(PartnerNote.partner_id, PartnerNote.at).where(
            PartnerNote.ended_at.is_(None), PartnerNote.author_id.is_not(None)
        ),
        select(Contact.partner_id, _noon(func.greatest(Contact.since, Contact.until))),
        select(Contribution.partner_id, Contribution.noted_at).where(Contribution.side == Side.PARTNER),
        select(Contribution.partner_id, ContributionAnswer.noted_at)
        .join(Contribution, Contribution.id == ContributionAnswer.contribution_id)
        .where(ContributionAnswer.side == Side.PARTNER),
        select(Partner.id, Partner.state_since).where(Partner.state_since.is_not(None)),
    ]
    every = union_all(*sources).subquery("every")
    return (
        select(every.c.partner_id, func.max(every.c.at).label("heard"))
        .group_by(every.c.partner_id)
        .subquery("heard")
    )


def _noon(day: Any) -> ColumnElement[datetime]:
    """A day as a moment in it."""
    return func.timezone(AMSTERDAM.key, cast(day, DateTime) + func.make_interval(0, 0, 0, 0, 12))


def _places() -> Sequence[Place]:
    busy = (
        select(ActionNeighbourhood.neighbourhood_id, func.count().label("actions"))
        .join(Action, Action.id == ActionNeighbourhood.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(Plan.current)
        .group_by(ActionNeighbourhood.neighbourhood_id)
        .subquery()
    )
    rows = db().execute(
        select(Neighbourhood.id, Neighbourhood.name, func.coalesce(busy.c.actions, 0))
        .outerjoin(busy, busy.c.neighbourhood_id == Neighbourhood.id)
        .order_by(Neighbourhood.name)
    )
    return [Place(*row) for row in rows]


def _carried() -> Sequence[Carried]:
    """The pillars and themes of which the actions are carried by one partner, or by nobody; those without an action are not asked about."""
    rows = db().execute(_lonely())
    return [Carried(row.id, row.number, row.title, row.partner) for row in rows]


@cache
def _lonely() -> CompoundSelect[Any]:
    """A theme serves pillars, and so do its actions."""
    through = select(ThemePillar.pillar_id.label("noun_id"), ActionTheme.action_id).join(
        ActionTheme, ActionTheme.theme_id == ThemePillar.theme_id
    )
    direct = select(ActionPillar.pillar_id.label("noun_id"), ActionPillar.action_id)
    of_themes = select(ActionTheme.theme_id.label("noun_id"), ActionTheme.action_id)
    pillars = _with_one(Pillar, union(direct, through), Pillar.number)
    return union_all(pillars, _with_one(Theme, of_themes, cast(null(), Integer)))


def _with_one(noun: Any, serving: Any, number: Any) -> Select[Any]:
    """Of which nouns all actions together have at most one partner; `serving` says which action serves which (noun_id, action_id)."""
    name = noun.__tablename__
    serves, parts = serving.subquery(f"serves_{name}"), _parts().subquery(f"parts_of_{name}")
    return (
        select(
            noun.id,
            func.min(number).label("number"),
            noun.title,
            func.min(Organisation.name).label("partner"),
        )
        .join(serves, serves.c.noun_id == noun.id)
        .join(Action, Action.id == serves.c.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .outerjoin(parts, parts.c.action_id == Action.id)
        .outerjoin(Partner, Partner.id == parts.c.partner_id)
        .outerjoin(Organisation, Organisation.id == Partner.organisation_id)
        .where(Plan.current)
        .group_by(noun.id, noun.title)
        .having(func.count(func.distinct(Partner.id)) <= literal(1, Integer))
    )

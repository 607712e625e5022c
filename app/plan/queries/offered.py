"""What the forms of an action offer to choose from."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.pillars.models import Pillar, Theme
from app.plan.models import Goal, Neighbourhood, Plan, TargetGroup
from tenants import db

Name = TypeVar("Name", Neighbourhood, TargetGroup)

_NOT_OFFERED = (PartnerState.DECLINED, PartnerState.REFUSED, PartnerState.ENDED)


def current_plan() -> Plan | None:
    """The plan that the coalition works with; None where there is none yet."""
    return db().scalars(select(Plan).where(Plan.current)).one_or_none()


def goals() -> Sequence[Goal]:
    """The goals of the current plan, in its order."""
    plan = select(Plan.id).where(Plan.current).scalar_subquery()
    return db().scalars(select(Goal).where(Goal.plan_id == plan).order_by(Goal.position, Goal.number)).all()


def partners() -> Sequence[Partner]:
    """The partners that can own or help, by name; those that left or never came are not offered."""
    return (
        db()
        .scalars(
            select(Partner)
            .join(Partner.organisation)
            .where(Partner.state.not_in(_NOT_OFFERED))
            .options(joinedload(Partner.organisation))
            .order_by(Organisation.sort_key)
        )
        .all()
    )


def pillars() -> Sequence[Pillar]:
    """The five pillars."""
    return db().scalars(select(Pillar).order_by(Pillar.number)).all()


def themes() -> Sequence[Theme]:
    """The local themes, in their own order."""
    return db().scalars(select(Theme).order_by(Theme.position, Theme.title)).all()


def all_of(noun: type[Name]) -> Sequence[Name]:
    """Every neighbourhood, or every target group, by name."""
    return db().scalars(select(noun).order_by(noun.name)).all()


def named(noun: type[Name], names: Iterable[str]) -> list[Name]:
    """The neighbourhoods or target groups with these names; one that the coalition did not know yet is made."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    known = {row.name.casefold(): row for row in all_of(noun)} if wanted else {}
    return [known.get(name.casefold()) or noun(name=name) for name in wanted]

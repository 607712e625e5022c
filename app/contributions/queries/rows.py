"""The rows that a page of contributions shows or changes, each by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import is_let_in
from app.contributions.models import Contribution, ContributionPeriod, MoneyStep, Pledge
from app.contributions.rules.words import ContributionKind, Step
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from app.plan.models import Plan
from tenants import db


def periods() -> Sequence[ContributionPeriod]:
    """Every period, the last first."""
    return (
        db()
        .scalars(
            select(ContributionPeriod).order_by(ContributionPeriod.until.desc(), ContributionPeriod.name)
        )
        .all()
    )


def period_to_change(period_id: UUID) -> ContributionPeriod:
    """One period, locked until this change is settled. 404 where it is not here."""
    found: ContributionPeriod = _found(
        select(ContributionPeriod).where(ContributionPeriod.id == period_id).with_for_update()
    )
    return found


def plans() -> Sequence[Plan]:
    """The plans that a period can belong to."""
    return db().scalars(select(Plan).order_by(Plan.current.desc(), Plan.title)).all()


def partners_to_ask() -> Sequence[Partner]:
    """The partners of which contributions can be noted, by name."""
    gone = (PartnerState.REFUSED, PartnerState.DECLINED)
    return db().scalars(
        select(Partner)
        .join(Partner.organisation)
        .where(Partner.state.not_in(gone))
        .options(joinedload(Partner.organisation))
        .order_by(Organisation.sort_key)
    ).all()  # fmt: skip


def partners_of(organisations: Sequence[UUID]) -> Sequence[Partner]:
    """The partners here that are these organisations, as far as the coalition let them in, by name."""
    return db().scalars(
        select(Partner)
        .join(Partner.organisation)
        .where(Partner.organisation_id.in_(organisations))
        .where(is_let_in(Partner.organisation_id))
        .options(joinedload(Partner.organisation))
        .order_by(Organisation.sort_key)
    ).all()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promise:
    """All that was said of one promise, the oldest first, and the steps in which its money comes in."""

    versions: Sequence[Pledge]
    steps: Sequence[MoneyStep]
    received: Sequence[Contribution]

    @property
    def now(self) -> Pledge:
        """What was said last."""
        return self.versions[-1]

    @property
    def state(self) -> Step:
        """How far its money is."""
        if self.received:
            return Step.RECEIVED
        return Step(self.steps[-1].step) if self.steps else Step.PROMISED


def promise_to_change(pledge_id: UUID) -> Promise:
    """The same, while others wait: everything of one partner is changed by one person at a time."""
    db().execute(
        select(Partner.id)
        .join(Pledge, Pledge.partner_id == Partner.id)
        .where(Pledge.id == pledge_id)
        .with_for_update(of=Partner)
    )
    return promise(pledge_id)


def promise(pledge_id: UUID) -> Promise:
    """The promise of which this is a row, with its partner and period. 404 where it is not here."""
    first = select(func.coalesce(Pledge.first_id, Pledge.id)).where(Pledge.id == pledge_id).scalar_subquery()
    versions = db().scalars(
        select(Pledge)
        .where(or_(Pledge.id == first, Pledge.first_id == first))
        .options(joinedload(Pledge.partner).joinedload(Partner.organisation), joinedload(Pledge.period))
        .order_by(Pledge.noted_at, Pledge.first_id.is_not(None))
    ).all()  # fmt: skip
    if not versions:
        abort(404)
    promise_id = versions[0].promise_id
    steps = (
        db()
        .scalars(select(MoneyStep).where(MoneyStep.pledge_id == promise_id).order_by(MoneyStep.noted_at))
        .all()
    )
    return Promise(versions, steps, _came_in(promise_id))


def _came_in(promise_id: UUID) -> Sequence[Contribution]:
    """What came of a promise and was not taken back, the oldest first."""
    back = aliased(Contribution)
    return db().scalars(
        select(Contribution)
        .where(Contribution.pledge_id == promise_id, Contribution.quantity > 0)
        .where(~exists().where(back.corrects_id == Contribution.id))
        .order_by(Contribution.day, Contribution.noted_at)
    ).all()  # fmt: skip


def contribution_to_change(contribution_id: UUID) -> Contribution:
    """The same, while others wait: everything of one partner is changed by one person at a time."""
    db().execute(
        select(Partner.id)
        .join(Contribution, Contribution.partner_id == Partner.id)
        .where(Contribution.id == contribution_id)
        .with_for_update(of=Partner)
    )
    return contribution(contribution_id)


def contribution(contribution_id: UUID) -> Contribution:
    """One line of what was given, with its partner, period and answers. 404 where it is not here."""
    found: Contribution = _found(
        select(Contribution)
        .where(Contribution.id == contribution_id)
        .options(
            joinedload(Contribution.partner).joinedload(Partner.organisation),
            joinedload(Contribution.period),
            selectinload(Contribution.answers),
        )
    )
    return found


def is_corrected(contribution: Contribution) -> bool:
    """Whether another line takes this one back."""
    return bool(db().scalar(select(exists().where(Contribution.corrects_id == contribution.id))))


def money_promised(partner_id: UUID, period_id: UUID, *, but: UUID | None = None) -> int:
    """How many cents the partner promised in the period, without the promise of which `but` is a row."""
    conditions = [
        Pledge.stands(),
        Pledge.partner_id == partner_id,
        Pledge.period_id == period_id,
        Pledge.kind == ContributionKind.MONEY,
    ]
    if but is not None:
        conditions.append(Pledge.id != but)
    return int(db().scalar(select(func.coalesce(func.sum(Pledge.quantity), 0)).where(*conditions)) or 0)


def _found(statement: Select[Any]) -> Any:
    row = db().scalars(statement).one_or_none()
    return row if row is not None else abort(404)

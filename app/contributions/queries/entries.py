"""Every promise as it is now and everything that was given, as the rules reckon with them: one statement."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    RowMapping,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from app.contributions.models import Contribution, ContributionAnswer, ContributionPeriod, MoneyStep, Pledge
from app.contributions.rules.ledger import Entry, Line, booked
from app.contributions.rules.words import ContributionKind, Side, Step, Verdict
from app.organisations.models import Organisation
from app.partners.models import Partner
from tenants import read


def lines(partner_id: UUID | None = None) -> list[Line]:
    """What was promised and given, of one partner or of all, with what each adds: the newest day first."""
    rows = read(_entries(), {"partner": partner_id}).mappings()
    return booked(_entry(row) for row in rows)


# Composed once: that takes longer than running it.
@cache
def _entries() -> Select[Any]:
    both = union_all(_promises(), _gifts()).subquery("entry")
    of_partner = bindparam("partner", type_=Uuid)
    return (
        select(
            *both.c,
            Organisation.name.label("partner"),
            Organisation.sector,
            Partner.circle,
            ContributionPeriod.name.label("period"),
            ContributionPeriod.hour_rate.label("rate"),
        )
        .join(Partner, Partner.id == both.c.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .join(ContributionPeriod, ContributionPeriod.id == both.c.period_id)
        .where(or_(of_partner.is_(None), both.c.partner_id == of_partner))
        .order_by(both.c.day.desc(), both.c.noted_at.desc(), both.c.id)
    )


def _said(row: Any) -> list[ColumnElement[Any]]:
    names = (
        *("id", "partner_id", "period_id", "kind", "quantity", "value", "day", "what", "unit", "reason"),
        *("side", "noted_by", "noted_at", "demonstration"),
    )
    return [getattr(row, name) for name in names]


def _promises() -> Select[Any]:
    newest = (
        select(MoneyStep.pledge_id, MoneyStep.step, MoneyStep.day, MoneyStep.number)
        .ext(distinct_on(MoneyStep.pledge_id))
        .order_by(MoneyStep.pledge_id, MoneyStep.noted_at.desc(), MoneyStep.id)
        .subquery("step")
    )
    promise = func.coalesce(Pledge.first_id, Pledge.id)
    return (
        select(
            *_said(Pledge),
            true().label("is_promise"),
            promise.label("promise_id"),
            cast(null(), Text).label("verdict"),
            cast(null(), Text).label("answered_by"),
            cast(null(), DateTime(timezone=True)).label("answered_at"),
            cast(null(), Text).label("sentence"),
            cast(null(), Uuid).label("corrects_id"),
            false().label("corrected"),
            Pledge.withdrawn,
            newest.c.step,
            newest.c.day.label("step_day"),
            newest.c.number.label("step_number"),
        )
        .outerjoin(newest, newest.c.pledge_id == promise)
        .where(Pledge.is_last())
    )


def _gifts() -> Select[Any]:
    newest = (
        select(
            ContributionAnswer.contribution_id,
            ContributionAnswer.verdict,
            ContributionAnswer.noted_by,
            ContributionAnswer.noted_at,
            ContributionAnswer.sentence,
        )
        .ext(distinct_on(ContributionAnswer.contribution_id))
        .order_by(
            ContributionAnswer.contribution_id, ContributionAnswer.noted_at.desc(), ContributionAnswer.id
        )
        .subquery("answer")
    )
    back = aliased(Contribution)
    return select(
        *_said(Contribution),
        literal(False, Boolean).label("is_promise"),  # noqa: FBT003 - a value of SQL
        Contribution.pledge_id.label("promise_id"),
        newest.c.verdict,
        newest.c.noted_by.label("answered_by"),
        newest.c.noted_at.label("answered_at"),
        newest.c.sentence,
        Contribution.corrects_id,
        exists().where(back.corrects_id == Contribution.id).label("corrected"),
        literal(False, Boolean).label("withdrawn"),  # noqa: FBT003 - a value of SQL
        cast(null(), Text).label("step"),
        cast(null(), Date).label("step_day"),
        cast(null(), Text).label("step_number"),
    ).outerjoin(newest, newest.c.contribution_id == Contribution.id)


def _entry(row: RowMapping) -> Entry:
    words = {
        "kind": ContributionKind(row["kind"]),
        "side": Side(row["side"]),
        "verdict": Verdict(row["verdict"]) if row["verdict"] else None,
        "step": Step(row["step"]) if row["step"] else None,
        **{name: row[name] or "" for name in ("answered_by", "sentence", "step_number")},
    }
    return Entry(**{**row, **words})

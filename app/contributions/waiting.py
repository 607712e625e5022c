"""What should wait because of contributions: a confirmation of the other side, an invoice, a promise of which nothing came yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, Text, cast, exists, func, literal, select
from sqlalchemy.orm import aliased

from app.accounts.models import is_let_in
from app.contributions.models.contribution import Contribution, ContributionAnswer
from app.contributions.models.period import ContributionPeriod
from app.contributions.models.pledge import MoneyStep, Pledge
from app.contributions.rules.words import ContributionKind, Side, Step, Verdict
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM

# So many days before the end of a period a promise of which nothing came yet is asked after.
NEARLY_OVER = 60


@says(Contribution)
def waiting_of_contributions() -> Sequence[Select[Any]]:
    """Of what one side noted, the other says whether it is so; what was taken back before that waits for nobody.

    What the coalition noted waits once it lets the people of the partner in.
    """
    of_partner = _noted_by(Side.PARTNER, Kind.CONTRIBUTION_OF_PARTNER)
    of_coalition = _noted_by(
        Side.COALITION, Kind.CONTRIBUTION_OF_COALITION, organisation=Partner.organisation_id
    )
    return [of_partner, of_coalition.where(is_let_in(Partner.organisation_id))]


def _noted_by(side: Side, kind: Kind, **addressee: Any) -> Select[Any]:
    noted = cast(func.timezone(AMSTERDAM.key, Contribution.noted_at), Date)
    answered = exists().where(ContributionAnswer.contribution_id == Contribution.id)
    return (
        wanted(kind, Contribution, Contribution, title=Organisation.name, shows_from=noted, **addressee)
        .join_from(Contribution, Partner, Partner.id == Contribution.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(
            Contribution.side == side,
            ~answered,
            ~_is_taken_back(Contribution),
            ~_takes_back_what_never_counted(),
        )
    )


def _is_taken_back(contribution: Any) -> ColumnElement[bool]:
    back = aliased(Contribution)
    return exists().where(back.corrects_id == contribution.id)


def _takes_back_what_never_counted() -> ColumnElement[bool]:
    confirmed = exists().where(
        ContributionAnswer.contribution_id == Contribution.corrects_id,
        ContributionAnswer.verdict == Verdict.CONFIRMED,
    )
    return Contribution.corrects_id.is_not(None) & ~confirmed


@says(Pledge)
def waiting_of_promises() -> Sequence[Select[Any]]:
    """Of a promise that stands: the invoice after it was asked for, and near the end of the period that something comes of it."""
    return [_invoices(), _without_anything()]


def _invoices() -> Select[Any]:
    asked, invoiced = aliased(MoneyStep), aliased(MoneyStep)
    promise = func.coalesce(Pledge.first_id, Pledge.id)
    since = (
        select(func.max(asked.day))
        .where(asked.pledge_id == promise, asked.step == Step.ASKED)
        .scalar_subquery()
    )
    sent = exists().where(invoiced.pledge_id == promise, invoiced.step == Step.INVOICED)
    came = exists().where(
        Contribution.pledge_id == promise, Contribution.quantity > 0, ~_is_taken_back(Contribution)
    )
    query = wanted(Kind.INVOICE, Pledge, Pledge, title=Organisation.name, shows_from=since)
    return _of_promise(query).where(Pledge.kind == ContributionKind.MONEY, since.is_not(None), ~sent, ~came)


def _without_anything() -> Select[Any]:
    until = ContributionPeriod.until
    given = exists().where(
        Contribution.partner_id == Pledge.partner_id,
        Contribution.period_id == Pledge.period_id,
        Contribution.kind == Pledge.kind,
        Contribution.quantity > 0,
        ~_is_taken_back(Contribution),
    )
    query = wanted(
        Kind.PROMISE,
        Pledge,
        Pledge,
        title=Organisation.name,
        due=func.to_char(until, "YYYY-MM-DD"),
        shows_from=until - literal(NEARLY_OVER, Integer),
        in_what=cast(Pledge.kind, Text),
    )
    return (
        _of_promise(query).join(ContributionPeriod, ContributionPeriod.id == Pledge.period_id).where(~given)
    )


def _of_promise(query: Select[Any]) -> Select[Any]:
    return (
        query.join_from(Pledge, Partner, Partner.id == Pledge.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(Pledge.stands())
    )

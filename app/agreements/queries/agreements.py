"""The agreements of the coalition: each with its texts, and with how every partner stands to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased, defer, joinedload, selectinload

from app.agreements.models import (
    Agreement,
    AgreementFile,
    AgreementParty,
    AgreementSignature,
    AgreementVersion,
)
from app.agreements.rules import STANDING, PartyState, Tally, Way, tally
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.rules import PartnerState
from tenants import db

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Overview:
    """An agreement in the list: its newest version, and how many partners stand where."""

    id: UUID
    title: str
    number: int
    kind: str
    is_sent: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class Line:
    """How one partner stands to an agreement: what counts now, or else what was asked last."""

    id: UUID
    agreement_id: UUID
    title: str
    partner_id: UUID
    partner: str
    state: str
    reason: str
    number: int
    valid_from: date
    valid_until: date
    answer_by: date
    signatory: str
    signed_on: date | None
    way: str | None
    asked_again: bool
    has_file: bool

    def is_late(self, today: date) -> bool:
        """Whether an answer was expected before this day."""
        return self.state == PartyState.SENT and self.answer_by < today

    @property
    def is_being_made(self) -> bool:
        """Whether it was signed here and its document is not there yet."""
        return self.way == Way.HERE and not self.has_file


def overviews() -> list[Overview]:
    """Every agreement, the newest first; two statements."""
    newest = (
        select(
            AgreementVersion.agreement_id,
            AgreementVersion.number,
            AgreementVersion.kind,
            AgreementVersion.sent_at,
        )
        .ext(distinct_on(AgreementVersion.agreement_id))
        .order_by(AgreementVersion.agreement_id, AgreementVersion.number.desc())
        .subquery()
    )
    rows = db().execute(
        select(Agreement.id, Agreement.title, newest.c.number, newest.c.kind, newest.c.sent_at)
        .join(newest, newest.c.agreement_id == Agreement.id)
        .order_by(Agreement.started_at.desc())
    ).all()  # fmt: skip
    of_each = _tallies()
    return [
        Overview(
            row.id, row.title, row.number, row.kind, row.sent_at is not None, of_each.get(row.id, Tally({}))
        )
        for row in rows
    ]


def _tallies() -> Mapping[UUID, Tally]:
    standing = _standing(AgreementParty.agreement_id, AgreementParty.state).subquery()
    counted = select(standing.c.agreement_id, standing.c.state, func.count().label("number"))
    found: dict[UUID, dict[str, int]] = {}
    for row in db().execute(counted.group_by(standing.c.agreement_id, standing.c.state)):
        found.setdefault(row.agreement_id, {})[row.state] = row.number
    return {identifier: Tally(counts) for identifier, counts in found.items()}


def _standing(*columns: Any) -> Select[Any]:
    """Per agreement and partner the one row that says how it stands: a signed one, else one that waits, else the last."""
    weight = case(
        (AgreementParty.state == PartyState.SIGNED, 0), (AgreementParty.state == PartyState.SENT, 1), else_=2
    )
    pair = (AgreementParty.agreement_id, AgreementParty.partner_id)
    return (
        select(*columns)
        .ext(distinct_on(*pair))
        .order_by(*pair, weight, AgreementParty.valid_from, AgreementParty.sent_at.desc())
    )


def agreement(agreement_id: UUID) -> Agreement:
    """One agreement with its versions, without their texts. 404 where it is not here."""
    found = select(Agreement).where(Agreement.id == agreement_id)
    return found_or_404(found.options(selectinload(Agreement.versions).options(defer(AgreementVersion.text))))


def agreement_to_change(agreement_id: UUID) -> Agreement:
    """The same with the texts, locked until this change is settled."""
    found = select(Agreement).where(Agreement.id == agreement_id).with_for_update(of=Agreement)
    return found_or_404(found.options(selectinload(Agreement.versions)))


def version(agreement_version_id: UUID) -> AgreementVersion:
    """One text with its agreement. 404 where it is not here."""
    found = select(AgreementVersion).where(AgreementVersion.id == agreement_version_id)
    return found_or_404(found.options(joinedload(AgreementVersion.agreement)))


def version_to_change(agreement_version_id: UUID) -> AgreementVersion:
    """The same, locked until this change is settled."""
    found = select(AgreementVersion).where(AgreementVersion.id == agreement_version_id)
    return found_or_404(
        found.options(selectinload(AgreementVersion.agreement)).with_for_update(of=AgreementVersion)
    )


def lines(agreement_id: UUID) -> list[Line]:
    """How every partner that was ever asked stands to this agreement, by name; one statement."""
    which = _standing(AgreementParty.id).where(AgreementParty.agreement_id == agreement_id)
    return _lines(AgreementParty.id.in_(which.subquery().select()))


def lines_of_partner(partner_id: UUID) -> list[Line]:
    """Every agreement with one partner, also earlier ones, the newest first; one statement."""
    return sorted(
        _lines(AgreementParty.partner_id == partner_id), key=lambda line: line.valid_until, reverse=True
    )


def lines_of_employers(organisations: Sequence[UUID]) -> list[Line]:
    """What the organisations that somebody works for were asked here, what waits first; one statement."""
    found = _lines(Partner.organisation_id.in_(organisations))
    return sorted(found, key=lambda line: (line.state != PartyState.SENT, -line.valid_until.toordinal()))


def ending(first: date, last: date) -> list[Line]:
    """What was signed, ends between these days, and has nothing that follows on it: by date; one statement."""
    later = aliased(AgreementParty)
    followed = exists().where(later.renews_id == AgreementParty.id, later.state.in_(STANDING))
    found = _lines(
        and_(
            AgreementParty.state == PartyState.SIGNED,
            AgreementParty.valid_until.between(first, last),
            Partner.state == PartnerState.ACTIVE,
            ~followed,
        )
    )
    return sorted(found, key=lambda line: line.valid_until)


def tally_of(found: Sequence[Line]) -> Tally:
    """How many of them stand where."""
    return tally(line.state for line in found)


def _lines(condition: ColumnElement[bool]) -> list[Line]:
    again = aliased(AgreementParty)
    asked_again = exists().where(again.renews_id == AgreementParty.id, again.state == PartyState.SENT)
    rows = db().execute(
        select(
            AgreementParty.id,
            AgreementParty.agreement_id,
            AgreementVersion.title,
            AgreementParty.partner_id,
            Organisation.name.label("partner"),
            AgreementParty.state,
            AgreementParty.reason,
            AgreementVersion.number,
            AgreementParty.valid_from,
            AgreementParty.valid_until,
            AgreementParty.answer_by,
            func.coalesce(AgreementSignature.name, "").label("signatory"),
            AgreementSignature.signed_on,
            AgreementSignature.way,
            asked_again.label("asked_again"),
            AgreementFile.id.is_not(None).label("has_file"),
        )
        .select_from(AgreementParty)
        .join(AgreementVersion, AgreementVersion.id == AgreementParty.version_id)
        .join(Partner, Partner.id == AgreementParty.partner_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .outerjoin(AgreementSignature, AgreementSignature.party_id == AgreementParty.id)
        .outerjoin(AgreementFile, AgreementFile.party_id == AgreementParty.id)
        .where(condition)
        .order_by(Organisation.sort_key, AgreementParty.valid_from.desc())
    )
    return [Line(**row._mapping) for row in rows]  # noqa: SLF001 - a row's own word


def found_or_404(statement: Select[Noun]) -> Noun:
    """The one row that the statement finds. Answers 404 where it finds none."""
    row = db().scalars(statement).one_or_none()
    return row if row is not None else abort(404)

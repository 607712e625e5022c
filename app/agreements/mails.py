"""The mails of agreements: that one waits for a signature, and that one ends."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask_babel import force_locale, format_date
from sqlalchemy import or_, select

from app.access import Role
from app.accounts.models import Membership, OrganisationMember, Person
from app.agreements.models import AgreementParty
from app.web.language import LOCALES
from jobs.mail import renderer, send
from tenants import current_tenant, db


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a mail."""

    email: str
    name: str
    language: str


def mail_sent(party: AgreementParty, readers: Iterable[Reader]) -> None:
    """Tell those who may sign that an agreement waits. Needs the party's agreement and partner to be loaded."""
    for reader in readers:
        with _in_language(reader):
            context = {
                "title": party.version.title,
                "partner": party.partner.label,
                "asked_by": party.sent_by,
                "answer_by": format_date(party.answer_by, "long"),
                "path": f"{current_tenant().slug}/overeenkomsten/{party.id}",
            }
        send.later(to=reader.email, template="mail/agreement_sent", context=context, language=reader.language)


def mail_ending(party: AgreementParty, readers: Iterable[Reader], *, days: int, inside: bool) -> None:
    """Remind of the end; `inside`: those of the coalition, who can renew it. Needs the same to be loaded."""
    where = f"partners/overeenkomsten/partijen/{party.id}" if inside else f"overeenkomsten/{party.id}"
    for reader in readers:
        with _in_language(reader):
            context = {
                "title": party.version.title,
                "partner": party.partner.label,
                "days": days,
                "inside": inside,
                "ends": format_date(party.valid_until, "long"),
                "path": f"{current_tenant().slug}/{where}",
            }
        send.later(
            to=reader.email, template="mail/agreement_ending", context=context, language=reader.language
        )


def readers_for(organisations: Collection[UUID]) -> dict[UUID, list[Reader]]:
    """Per organisation who may sign for it or keeps it, as far as it was let in here; one statement."""
    rows = db().execute(
        select(OrganisationMember.organisation_id, Person.email, Person.name, Person.language)
        .join(OrganisationMember.person)
        .where(
            OrganisationMember.organisation_id.in_(organisations),
            OrganisationMember.ended_at.is_(None),
            or_(OrganisationMember.may_sign, OrganisationMember.administrator),
            Person.ended_at.is_(None),
        )
        .order_by(Person.email)
    )
    found: dict[UUID, list[Reader]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(Reader(row.email, row.name, row.language))
    return found


def coordinators() -> list[Reader]:
    """Who looks after the agreements of this coalition."""
    rows = db().execute(
        select(Person.email, Person.name, Person.language)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.is_here(), Membership.role == Role.COORDINATOR, Person.ended_at.is_(None))
        .order_by(Person.email)
    )
    return [Reader(row.email, row.name, row.language) for row in rows]


@contextmanager
def _in_language(reader: Reader) -> Iterator[None]:
    """Within the language of a reader, also where no request is."""
    with renderer().app_context(), force_locale(LOCALES[reader.language]):
        yield

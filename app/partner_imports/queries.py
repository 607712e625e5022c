"""What a list is compared with, and the lists that were brought: each by name, few statements whatever their number of rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flask import abort
from flask_babel import force_locale
from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.partner_imports.models import PartnerImport, PartnerImportRow
from app.partner_imports.rules.columns import Column, plain
from app.partner_imports.rules.outcomes import Known, Lookup, Outcome, outcomes_of
from app.partner_imports.wording import labels_of
from app.partners.models import Contact, Partner, PartnerNeighbourhood
from app.plan.models import Neighbourhood
from app.web.language import LANGUAGES
from jobs.task import Task
from tenants import current_tenant_id, db

_MOST_LISTS = 20
_OF_THE_ORGANISATION = (
    *(Column.NAME, Column.SECTOR, Column.KIND, Column.KVK_NUMBER, Column.WEBSITE),
    *(Column.EMAIL, Column.PHONE, Column.PLACE, Column.DESCRIPTION),
)


# How a contact calls what a column holds.
OF_A_CONTACT = {
    Column.CONTACT_NAME: "name",
    Column.CONTACT_FUNCTION: "function",
    Column.CONTACT_EMAIL: "email",
    Column.CONTACT_PHONE: "phone",
}


def partner_imports() -> Sequence[PartnerImport]:
    """The lists that were brought, the newest first."""
    return (
        db().scalars(select(PartnerImport).order_by(PartnerImport.brought_at.desc()).limit(_MOST_LISTS)).all()
    )


def partner_import(import_id: UUID) -> tuple[PartnerImport, Task | None]:
    """A list, with the task that reads it in. 404 where it is not here."""
    found = db().execute(
        select(PartnerImport, Task)
        .outerjoin(Task, Task.id == PartnerImport.task_id)
        .where(PartnerImport.id == import_id)
    ).one_or_none()  # fmt: skip
    return (found[0], found[1]) if found is not None else abort(404)


def partner_import_to_change(import_id: UUID) -> PartnerImport:
    """A list, locked until this change is settled. 404 where it is not here."""
    found = db().scalar(select(PartnerImport).where(PartnerImport.id == import_id).with_for_update())
    return found or abort(404)


def row_to_change(row_id: UUID) -> PartnerImportRow:
    """A row with its list, which is locked. 404 where it is not here."""
    statement = select(PartnerImportRow).options(joinedload(PartnerImportRow.brought, innerjoin=True))
    found = db().scalar(statement.where(PartnerImportRow.id == row_id).with_for_update())
    return found or abort(404)


def rows_of(import_id: UUID) -> Sequence[PartnerImportRow]:
    """The rows of a list, in the order of the file."""
    mine = select(PartnerImportRow).where(PartnerImportRow.import_id == import_id)
    return db().scalars(mine.order_by(PartnerImportRow.number)).all()


def partners_to_change(partner_ids: Iterable[UUID]) -> dict[UUID, Partner]:
    """These partners with their organisations, locked in one order, so that two lists at once do not wait for each other."""
    wanted = select(Partner).where(Partner.id.in_(list(partner_ids))).order_by(Partner.id)
    serves = selectinload(Partner.serves).joinedload(PartnerNeighbourhood.neighbourhood)
    wanted = wanted.options(selectinload(Partner.organisation), serves).with_for_update(of=Partner)
    found = db().scalars(wanted.execution_options(populate_existing=True))
    return {partner.id: partner for partner in found}


def contact_known(partner_id: UUID, email: str, name: str) -> Contact | None:
    """The contact that is there now with this address, or else this name; None for two empty ones."""
    there = select(Contact).where(Contact.partner_id == partner_id, Contact.until.is_(None))
    met = db().scalars(there.order_by(Contact.is_first)).all()
    by = {plain(contact.name): contact for contact in met} | {c.email: c for c in met if c.email}
    return by.get(email) or by.get(plain(name)) if email or name else None


def rehearsed(
    brought: PartnerImport, rows: Sequence[PartnerImportRow], places: Mapping[str, str] | None = None
) -> list[Outcome]:
    """What reading the list in would do now: nothing is written. The import does what this says (jobs/partner_imports.py).

    `places`: what `neighbourhoods` gave, where the caller asked already.
    """
    numbers = {number for row in rows if (number := _digits(str(row.cells.get(Column.KVK_NUMBER, ""))))}
    return outcomes_of(
        (row.as_row for row in rows),
        lookup(numbers, neighbourhoods() if places is None else places),
        brought.columns_read,
    )


def lookup(numbers: Iterable[str], places: Mapping[str, str]) -> Lookup:
    """What is known of the partners here, and of the organisations with these KvK numbers elsewhere in the product.

    `places`: the names of the neighbourhoods, by id.
    """
    known = _known_here(numbers)
    by_number = {number: found for found in reversed(known) if (number := found.values[Column.KVK_NUMBER])}
    words = {column: _words(column) for column in (Column.SECTOR, Column.KIND, Column.CIRCLE)}
    words[Column.NEIGHBOURHOODS] = {plain(name): key for key, name in places.items()}
    return Lookup(by_number, {plain(found.name): found for found in reversed(known) if found.partner}, words)


def listed() -> tuple[dict[UUID, Known], dict[str, str]]:
    """What is known of each partner, by its id, with the first of its contacts among its values; and how neighbourhoods are called."""
    found = {UUID(known.partner): known for known in _known_here()}
    first = {key: list(known.contacts.values())[-1] for key, known in found.items() if known.contacts}
    return {
        key: replace(known, values={**known.values, **first.get(key, {})}) for key, known in found.items()
    }, neighbourhoods()


def neighbourhoods() -> dict[str, str]:
    """The name of each neighbourhood of the coalition, by its id as text."""
    rows = db().execute(select(Neighbourhood.id, Neighbourhood.name).order_by(Neighbourhood.name))
    return {str(row.id): row.name for row in rows}


def _known_here(numbers: Iterable[str] = ()) -> list[Known]:
    """The partners, and behind them the other organisations with one of these KvK numbers."""
    contacts: dict[UUID, dict[str, dict[str, str]]] = defaultdict(dict)
    for contact in db().scalars(select(Contact).where(Contact.until.is_(None)).order_by(Contact.is_first)):
        values = {column.value: getattr(contact, name) for column, name in OF_A_CONTACT.items()}
        contacts[contact.partner_id] |= {
            plain(contact.name): values,
            contact.email or plain(contact.name): values,
        }
    served = func.string_agg(cast(PartnerNeighbourhood.neighbourhood_id, Text), "; ")
    places = select(served).where(PartnerNeighbourhood.partner_id == Partner.id).scalar_subquery()
    rows = db().execute(
        select(Organisation, Partner.id, Partner.circle, places, func.organisation_has_member(Organisation.id))
        .outerjoin(Partner, Partner.organisation_id == Organisation.id)
        .where(or_(Partner.id.is_not(None), Organisation.kvk_number.in_(list(numbers))))
        .order_by(Partner.id.is_(None))
    )  # fmt: skip
    return [
        _known(
            organisation,
            str(partner_id or ""),
            {Column.CIRCLE: circle or "", Column.NEIGHBOURHOODS: served or ""},
            has_member=has_member,
            contacts=contacts.get(partner_id),
        )
        for organisation, partner_id, circle, served, has_member in rows
    ]


def _known(
    organisation: Organisation,
    partner: str,
    beside: dict[Column, str],
    *,
    has_member: bool,
    contacts: dict[str, dict[str, str]] | None = None,
) -> Known:
    values = {column.value: getattr(organisation, column.value) or "" for column in _OF_THE_ORGANISATION}
    if values[Column.KIND] == OrganisationKind.UNKNOWN:
        values[Column.KIND] = ""
    return Known(
        organisation=str(organisation.id),
        partner=partner,
        name=organisation.name,
        values=values | {column.value: value for column, value in beside.items()},
        kept_here=organisation.added_by_tenant == current_tenant_id() and not has_member,
        contacts=contacts or {},
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _words(column: Column) -> dict[str, str]:
    """Whatever the language of who looks: a list is written in Dutch, and sometimes in English."""
    words = {plain(value): value for value in labels_of(column)}
    for code in LANGUAGES:
        with force_locale(code):
            words |= {plain(label): value for value, label in labels_of(column).items()}
    return words

"""Reads of partners, each by name. What partners do stands in app/home: a partner knows nothing of the plan."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.organisations.models import Organisation
from app.partners.models import Contact, Partner, PartnerNote
from app.partners.rules import PartnerState
from tenants import current_tenant_id, db
from tenants.provision import sort_key

# Of one search: who finds more says more.
_OFFERED = 12


def partners() -> Sequence[Partner]:
    """Every partner with its organisation, by name, also those that ended."""
    statement = select(Partner).join(Partner.organisation).options(joinedload(Partner.organisation))
    return db().scalars(statement.order_by(Organisation.sort_key)).all()


def partner(partner_id: UUID) -> Partner:
    """One partner with its organisation, and whom it takes part through. 404 where it is not here."""
    found: Partner = _found(
        select(Partner)
        .where(Partner.id == partner_id)
        .options(
            joinedload(Partner.organisation), joinedload(Partner.umbrella).joinedload(Partner.organisation)
        )
    )
    return found


def partner_to_change(partner_id: UUID) -> Partner:
    """One partner with its organisation, locked until this change is settled. 404 where it is not here."""
    found: Partner = _found(
        select(Partner)
        .where(Partner.id == partner_id)
        .options(selectinload(Partner.organisation))
        .with_for_update(of=Partner)
    )
    return found


def partner_under_umbrella(partner_id: UUID) -> Partner:
    """One partner, and whom it takes part through, with their organisations; locked. 404 where it is not here."""
    found: Partner = _found(
        select(Partner)
        .where(Partner.id == partner_id)
        .options(
            selectinload(Partner.organisation),
            selectinload(Partner.umbrella).joinedload(Partner.organisation),
        )
        .with_for_update(of=Partner)
    )
    return found


def possible_umbrellas(partner_id: UUID) -> Sequence[tuple[UUID, str]]:
    """Id and name of the partners through which this one could take part, by name."""
    rows = db().execute(
        select(Partner.id, Organisation.name)
        .join(Partner.organisation)
        .where(Partner.state != PartnerState.ENDED, Partner.id != partner_id)
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]


def partner_with_name(name: str) -> Partner | None:
    """The partner whose name is the same when capitals and accents are set aside."""
    return db().scalars(
        select(Partner)
        .join(Partner.organisation)
        .where(Organisation.sort_key == sort_key(name))
        .options(joinedload(Partner.organisation))
        .limit(1)
    ).one_or_none()  # fmt: skip


def organisations_like(words: str) -> list[tuple[Organisation, UUID | None]]:
    """The organisations that `words` could mean (a part of the name, or a KvK number), by name; with the id of those that are partners.

    Those with a number, whoever added them, and those without one that this coalition knows; at most twelve. What another coalition calls
    its own, row level security does not show; and an organisation that the viewer happens to work for is nothing of this coalition.
    """
    if not words.strip():
        return []
    called = Organisation.sort_key.contains(sort_key(words), autoescape=True)
    meant = or_(called, Organisation.kvk_number == "".join(words.split()))
    rows = db().execute(
        select(Organisation, Partner.id)
        .outerjoin(Partner, Partner.organisation_id == Organisation.id)
        .where(meant, _is_known_here())
        .order_by(Organisation.sort_key)
        .limit(_OFFERED)
    )
    return [(organisation, partner_id) for organisation, partner_id in rows]


def organisation_to_offer(organisation_id: UUID) -> Organisation:
    """One of those that `organisations_like` finds. 404 otherwise."""
    found = (
        select(Organisation)
        .outerjoin(Partner, Partner.organisation_id == Organisation.id)
        .where(Organisation.id == organisation_id, _is_known_here())
    )
    return db().scalar(found) or abort(404)


def _is_known_here() -> ColumnElement[bool]:
    return or_(
        Organisation.kvk_number.is_not(None),
        Organisation.added_by_tenant == current_tenant_id(),
        Partner.id.is_not(None),
    )


def partner_of(organisation: Organisation) -> Partner | None:
    """This coalition's partner row of the organisation."""
    return db().scalars(
        select(Partner).where(Partner.organisation_id == organisation.id).options(joinedload(Partner.organisation))
    ).one_or_none()  # fmt: skip


def partners_to_seat() -> Sequence[tuple[UUID, str]]:
    """Id and name of the partners that can sit in a body, by name."""
    rows = db().execute(
        select(Partner.id, Organisation.name)
        .join(Partner.organisation)
        .where(Partner.state != PartnerState.ENDED)
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]


def notes_of(partner_id: UUID) -> Sequence[PartnerNote]:
    """What the coalition keeps about a partner, the newest first."""
    return db().scalars(
        select(PartnerNote)
        .where(PartnerNote.partner_id == partner_id, PartnerNote.ended_at.is_(None))
        .order_by(PartnerNote.at.desc(), PartnerNote.id)
    ).all()  # fmt: skip


def note_to_change(partner_id: UUID, note_id: UUID) -> PartnerNote:
    """A note about this partner, locked. 404 where there is none, or where it was taken back."""
    found: PartnerNote = _found(
        select(PartnerNote)
        .where(
            PartnerNote.id == note_id, PartnerNote.partner_id == partner_id, PartnerNote.ended_at.is_(None)
        )
        .with_for_update()
    )
    return found


def note_taken_back(note_id: UUID) -> PartnerNote:
    """A note that its writer took back, locked. 404 where its term has passed since."""
    found: PartnerNote = _found(select(PartnerNote).where(PartnerNote.id == note_id).with_for_update())
    return found


def contacts_of(partner_id: UUID) -> Sequence[Contact]:
    """Whom the coalition calls at a partner, and who left: the first to call first, those who left last."""
    return db().scalars(
        select(Contact)
        .where(Contact.partner_id == partner_id)
        .order_by(Contact.until.desc().nulls_first(), Contact.is_first.desc(), Contact.name)
    ).all()  # fmt: skip


def contact_to_change(partner_id: UUID, contact_id: UUID) -> Contact:
    """A contact at this partner, locked. 404 where it is not here."""
    found: Contact = _found(
        select(Contact).where(Contact.id == contact_id, Contact.partner_id == partner_id).with_for_update()
    )
    return found


def _found(statement: Select[Any]) -> Any:
    row = db().scalars(statement).one_or_none()
    return row if row is not None else abort(404)

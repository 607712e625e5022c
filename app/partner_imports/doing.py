"""Reading a list in: the deeds that were shown, by the verbs that people use, all or none."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from app.organisations.models import Organisation, OrganisationFacts
from app.partner_imports.models import PartnerImport, PartnerImportRow
from app.partner_imports.queries import (
    OF_A_CONTACT,
    contact_known,
    neighbourhoods,
    partners_to_change,
    rehearsed,
)
from app.partner_imports.rules.columns import Column
from app.partner_imports.rules.outcomes import DONE, Deed, Mark, Outcome, fingerprint
from app.partners.models import Contact, ContactFacts, Partner
from app.partners.rules import Circle
from tenants import db


class NotAsShown(RuntimeError):  # noqa: N818 - the name is the sentence
    """After a list was read in, the coalition does not hold what was shown before: nothing of it stays."""


def carry_out(brought: PartnerImport, rows: Sequence[PartnerImportRow]) -> Iterator[int]:
    """Do what was confirmed, and say after each row how many are done. Where it would now do something else, nothing is done.

    Raises NotAsShown where reading the list again afterwards would still change something: then what was done is not what was shown.
    """
    outcomes = rehearsed(brought, rows)
    if fingerprint(outcomes) != brought.confirmed:
        brought.stop()
        return
    to_do = [outcome for outcome in outcomes if outcome.deed in DONE]
    known = partners_to_change([UUID(outcome.partner) for outcome in to_do if outcome.partner])
    for done, outcome in enumerate(to_do, start=1):
        _do(brought, outcome, known)
        yield done
    db().flush()
    if any(again.deed in DONE for again in rehearsed(brought, rows)):
        raise NotAsShown
    brought.finish({outcome.number: outcome for outcome in outcomes}, rows)


def _do(brought: PartnerImport, outcome: Outcome, known: Mapping[UUID, Partner]) -> None:
    values = outcome.changes
    if outcome.deed is Deed.CHANGE:
        partner = known[UUID(outcome.partner)]
        partner.edit(_organisation(values))
        if Column.CIRCLE.value in values:
            partner.switch_circle(Circle(values[Column.CIRCLE]), f"Uit de lijst “{brought.filename}”.")
    else:
        partner = Partner.welcome(_organisation_of(outcome), circle=values[Column.CIRCLE])
    if Column.NEIGHBOURHOODS.value in values:
        _serve(partner, values[Column.NEIGHBOURHOODS].split("; "))
    if any(column.value in values for column in OF_A_CONTACT):
        _meet(partner, outcome)


def _serve(partner: Partner, places: Sequence[str]) -> None:
    """The neighbourhoods of the row, beside those that are there."""
    (read,) = partners_to_change([partner.id]).values()
    names = neighbourhoods()
    served = {*places, *(str(tie.neighbourhood_id) for tie in read.serves)}
    read.serve([(UUID(place), names[place]) for place in sorted(served)])


def _organisation_of(outcome: Outcome) -> Organisation:
    if outcome.deed is Deed.JOIN:
        return db().get_one(Organisation, UUID(outcome.organisation))
    return Organisation.add(**_organisation(outcome.changes))


def _meet(partner: Partner, outcome: Outcome) -> None:
    """The contact of the row: somebody new, or somebody known by the address or the name, of whom more is known now."""
    facts: ContactFacts = {}
    for column, name in OF_A_CONTACT.items():
        cell = outcome.cells.get(column.value)
        if cell is not None and cell.mark is not Mark.EMPTY:
            facts[name] = cell.value  # type: ignore[literal-required]  # the names of OF_A_CONTACT are the fields
    before = {
        name: outcome.cells[column.value].before
        for column, name in OF_A_CONTACT.items()
        if column.value in outcome.cells
    }
    known = contact_known(partner.id, before.get("email", ""), before.get("name", ""))
    if known is None:
        Contact.add(partner, first=False, **facts)
    else:
        known.edit(partner, first=False, **facts)


def _organisation(values: Mapping[str, str]) -> OrganisationFacts:
    facts: OrganisationFacts = {}
    for column in (
        *(Column.NAME, Column.SECTOR, Column.KIND, Column.KVK_NUMBER, Column.WEBSITE),
        *(Column.EMAIL, Column.PHONE, Column.PLACE, Column.DESCRIPTION),
    ):
        if column.value in values:
            facts[column.value] = values[column.value]  # type: ignore[literal-required]  # the value is the field's name
    return facts

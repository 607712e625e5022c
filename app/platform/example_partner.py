"""An organisation with people of its own, for the demonstration: a partner of one coalition, invited by another. Never in production."""

import tomllib
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import OrganisationMember, Person, open_to
from app.joining.models import PartnerInvitation
from app.organisations.models import ColleagueInvitation, Organisation
from app.organisations.rules import Rights
from app.partners.models import Partner
from app.partners.rules import Circle, PartnerState
from app.web.transaction import digest
from tenants import Actor, acting_in, acting_outside, db
from tenants.provision import tenant_id_of

EXAMPLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
MEMBER, COLLEAGUE = ((EXAMPLE[who]["email"], EXAMPLE[who]["name"]) for who in ("member", "colleague"))


def give_people(member: Person, colleague: Person) -> UUID | None:
    """Let `member` be the first with an account for the organisation, and `colleague` the second; returns the organisation.

    None where there is no such partner. Doing so twice is doing so once.
    """
    here = tenant_id_of(EXAMPLE["takes_part_in"])
    with acting_in(here, actor=Actor(member.id, member.name)):
        found = select(Partner.organisation_id).where(
            Partner.id == uuid5(here, f"partner/{EXAMPLE['partner']}")
        )
        organisation_id = db().scalar(found)
        if organisation_id is None:
            return None
        if not db().scalar(select(func.organisation_has_member(organisation_id))):
            OrganisationMember.first(
                organisation_id, db().get_one(Person, member.id), function="Regiocoördinator"
            )
            open_to(organisation_id)
    _let_in(organisation_id, member, colleague)
    return organisation_id


def _let_in(organisation_id: UUID, member: Person, colleague: Person) -> None:
    """By a link, as everybody; without authority to sign."""
    with acting_outside(actor=Actor(member.id, member.name)):
        held = select(OrganisationMember.id).where(
            OrganisationMember.organisation_id == organisation_id,
            OrganisationMember.person_id == colleague.id,
        )
        if db().scalar(held) is not None:
            return
        _, token = ColleagueInvitation.to(
            db().get_one(Organisation, organisation_id),
            name=colleague.name,
            email=colleague.email,
            rights=Rights("Medewerker", administrator=False, may_sign=False),
        )
    with acting_outside(actor=Actor(colleague.id, colleague.name), key=digest(token)):
        link = select(ColleagueInvitation).where(ColleagueInvitation.token_hash == digest(token))
        db().scalars(link).one().accept(db().get_one(Person, colleague.id))


def invite(organisation_id: UUID, by: Person) -> None:
    """Let the other coalition invite it: the question waits for its answer. Where it is a partner there already, nothing happens."""
    with acting_in(tenant_id_of(EXAMPLE["invited_by"]), actor=Actor(by.id, by.name)):
        its_row = select(Partner).where(Partner.organisation_id == organisation_id)
        if db().scalar(its_row) is not None:
            return
        state, circle = PartnerState.MENTIONED.value, Circle.WIDER.value
        db().add(Partner(organisation_id=organisation_id, state=state, circle=circle, demonstration=True))
        db().flush()
        partner = db().scalars(its_row.options(joinedload(Partner.organisation))).one()
        PartnerInvitation.to_accounts(partner, message=EXAMPLE["message"])

"""An organisation with people of its own, for the demonstration: a core partner of Almelo that Enschede invited. Never in production."""

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

# Where it takes part, and by which key its partner is called in the file of that workspace; and who invited it.
TAKES_PART_IN, PARTNER, INVITED_BY = "almelo", "humanitas-twente", "enschede"
MEMBER = ("member@humanitas-twente.example", "Coördinator Humanitas Twente (voorbeeld)")
COLLEAGUE = ("colleague@humanitas-twente.example", "Medewerker Humanitas Twente (voorbeeld)")
_MESSAGE = "Wij willen graag dat u ook in Enschede meedoet. Verzonnen voorbeeld."


def give_people(member: Person, colleague: Person) -> UUID | None:
    """Let `member` be the first with an account for the organisation, and `colleague` the second; returns the organisation.

    None where there is no such partner. Doing so twice is doing so once.
    """
    here = tenant_id_of(TAKES_PART_IN)
    with acting_in(here, actor=Actor(member.id, member.name)):
        found = select(Partner.organisation_id).where(Partner.id == uuid5(here, f"partner/{PARTNER}"))
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
    with acting_in(tenant_id_of(INVITED_BY), actor=Actor(by.id, by.name)):
        its_row = select(Partner).where(Partner.organisation_id == organisation_id)
        if db().scalar(its_row) is not None:
            return
        state, circle = PartnerState.MENTIONED.value, Circle.WIDER.value
        db().add(Partner(organisation_id=organisation_id, state=state, circle=circle, demonstration=True))
        db().flush()
        partner = db().scalars(its_row.options(joinedload(Partner.organisation))).one()
        PartnerInvitation.to_accounts(partner, message=_MESSAGE)

"""The demonstration accounts: one per role in each demonstration workspace, two for an organisation. The password is public.

Never in production.
"""

from sqlalchemy import select

from app.access import PlatformRole, Role
from app.accounts.models import Membership, Person
from app.accounts.passwords import hashed
from app.accounts.queries import person_with_email
from app.accounts.rules import DEMONSTRATION_PASSWORD
from app.platform import example_partner
from app.platform.grants import grant
from tenants import Tenant, acting_in, acting_outside, current_tenant, db

# Two controllers, because where two pairs of eyes are asked it is two persons.
ACCOUNTS: dict[str, tuple[Role, str]] = {
    "administrator": (Role.ADMINISTRATOR, "Beheerder"),
    "coordinator": (Role.COORDINATOR, "Coördinator"),
    "officer": (Role.OFFICER, "Beleidsmedewerker"),
    "controller": (Role.CONTROLLER, "Controller"),
    "controller2": (Role.CONTROLLER, "Tweede controller"),
    "decider": (Role.DECIDER, "Beslisser"),
    "committee": (Role.COMMITTEE, "Commissielid"),
    "reader": (Role.READER, "Lezer"),
}
PLATFORM_ACCOUNTS = {
    "adviser@national.example": (PlatformRole.ADVISER, "Landelijk adviseur (voorbeeld)"),
    "operator@platform.example": (PlatformRole.OPERATOR, "Platformbeheerder (voorbeeld)"),
}


def make_demonstration_accounts(owner_url: str) -> None:
    """Make what is missing of them, in every demonstration workspace; `owner_url` signs in as the role that may grant across."""
    password_hash = hashed(DEMONSTRATION_PASSWORD)
    with acting_outside():
        workspaces = db().execute(select(Tenant.id, Tenant.slug).where(Tenant.demonstration)).all()
    for workspace in workspaces:
        with acting_in(workspace.id):
            _fill(workspace.slug, current_tenant().municipality, password_hash)
    _fill_organisation(password_hash)
    for email, (role, name) in PLATFORM_ACCOUNTS.items():
        with acting_outside():
            person = _person(email, name, password_hash)
        grant(owner_url, person.id, role)


def _fill(slug: str, municipality: str, password_hash: str) -> None:
    for word, (role, title) in ACCOUNTS.items():
        person = _person(f"{word}@{slug}.example", f"{title} {municipality} (voorbeeld)", password_hash)
        held = select(Membership.id).where(Membership.person_id == person.id, Membership.role == role)
        if db().scalar(held) is None:
            db().add(Membership(person_id=person.id, role=role, granted_by="Samenkracht"))
            db().flush()


def _fill_organisation(password_hash: str) -> None:
    with acting_outside():
        member = _person(*example_partner.MEMBER, password_hash)
        colleague = _person(*example_partner.COLLEAGUE, password_hash)
        inviting = person_with_email(f"coordinator@{example_partner.EXAMPLE['invited_by']}.example")
    organisation_id = example_partner.give_people(member, colleague)
    if organisation_id is not None and inviting is not None:
        example_partner.invite(organisation_id, inviting)


def _person(email: str, name: str, password_hash: str) -> Person:
    person = person_with_email(email)
    if person is None:
        person = Person(email=email, name=name, password_hash=password_hash, demonstration=True)
        db().add(person)
        db().flush()
    return person

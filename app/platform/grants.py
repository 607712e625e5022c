"""Roles across coalitions: given by the one who runs the platform, as the database's owner, and by nobody else."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql import insert

from app.access import PlatformRole
from app.accounts.models import PasswordReset, Person, PlatformAssignment
from app.accounts.queries import person_with_email
from tenants import Actor, acting_outside, current_scope, db

FIRST_LINK_LASTS = timedelta(days=7)


def grant(owner_url: str, person_id: UUID, role: PlatformRole) -> None:
    """Give a role across coalitions. `owner_url` signs in as the role `owner`: no door of the web can make an operator."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.execute(
            insert(PlatformAssignment).values(person_id=person_id, role=role).on_conflict_do_nothing()
        )
    engine.dispose()


def make_person(email: str, name: str) -> tuple[UUID, str]:
    """The person with this address, made where there is none; and the path of a link to choose a first password.

    The path is empty where the person has a password already.
    """
    with acting_outside():
        person = person_with_email(email)
        if person is None:
            person = Person(email=email.lower(), name=name)
            db().add(person)
            db().flush()
        if person.can_sign_in:
            return person.id, ""
        current_scope().identify(Actor(person.id, person.name))
        _, token = PasswordReset.of(person, FIRST_LINK_LASTS)
        return person.id, f"wachtwoord/{token}"

"""What the screens of accounts need, each by name."""

from sqlalchemy import select

from app.accounts.models import Person
from tenants import current_scope, db


def person_with_email(email: str) -> Person | None:
    """The person who signs in with `email`: shown by row level security because the address itself is held up as the key."""
    address = email.strip().lower()
    current_scope().present(address)
    return db().scalar(select(Person).where(Person.email == address))

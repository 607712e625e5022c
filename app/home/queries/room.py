"""The partner's room, in two statements: what waits wherever it waits, and for which organisations one works."""

from datetime import date

from sqlalchemy import select

from app.access import Role
from app.accounts.viewer import SignedIn
from app.home.room import Organisation, Room
from app.organisations import models as organisations
from app.todos.queries import waiting_for_me
from tenants import db


def room(me: SignedIn, today: date) -> Room:
    """The room of `me`, who acts, on the day `today`; read outside every coalition."""
    # What waits for a role is read in the coalitions where one holds a role oneself.
    slugs = [place.slug for place in me.coalitions if place.roles - {Role.PARTNER_MEMBER}]
    return Room(today, me, _my_organisations(me), waiting_for_me(slugs, today, at_hand=True))


def _my_organisations(me: SignedIn) -> list[Organisation]:
    theirs = {employer.id: employer for employer in me.employers}
    noun = organisations.Organisation
    rows = db().execute(
        select(noun.id, noun.name, noun.logo).where(noun.id.in_(theirs)).order_by(noun.sort_key)
    )
    return [
        Organisation(row.id, row.name, theirs[row.id].administrator, theirs[row.id].may_sign, row.logo)
        for row in rows
    ]

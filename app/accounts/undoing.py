"""How the ending of somebody's roles, and the withdrawal of an invitation, is undone."""

from collections.abc import Mapping

from sqlalchemy import select

from app.access import Permission, Role
from app.accounts.models import Membership, wait_your_turn
from app.accounts.models.membership import ENDED_ROLES
from app.accounts.queries import colleague, invitation
from app.history.models import record
from app.history.undoing import Undo, WayBack, changed_since
from app.todos.settling import settle
from tenants import db


def invitation_back(way: WayBack) -> None:
    """The link that was mailed works again, as long as it would have."""
    found = invitation(way.row_id)
    way.put_back(found)
    record("invitation.revocation_undone", found)
    settle(found)


def roles_back(way: WayBack) -> None:
    """The person holds the roles that were ended, since when they were given. Raises Refusal where new roles were given meanwhile."""
    wait_your_turn()
    person, held = colleague(way.row_id)
    if held:
        raise changed_since()
    ended = select(Membership).where(
        Membership.id.in_(way.was[ENDED_ROLES]), Membership.person_id == person.id
    )
    again = db().scalars(ended).all()
    for membership in again:
        membership.ended_at = None
    roles = [role.value for role in Role if role in {membership.role for membership in again}]
    record("person.ending_undone", person, changes={"roles": ([], roles)})


UNDO: Mapping[str, Undo] = {
    "invitation.revoked": Undo(Permission.PEOPLE_MANAGE, invitation_back),
    "person.given_roles": Undo(Permission.PEOPLE_MANAGE, roles_back),
}

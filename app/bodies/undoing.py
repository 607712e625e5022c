"""How what is done by mistake with seats is undone."""

from collections.abc import Mapping

from app.access import Permission
from app.bodies.models import BodyMember
from app.bodies.queries import body_to_change
from app.history.models import record
from app.history.undoing import Undo, WayBack, changed_since
from app.partners.queries import partner_to_change


def seat_back(way: WayBack) -> None:
    """The organisation sits in the group again. Raises Refusal where it was given another seat meanwhile."""
    (values,) = way.was["rows"]
    body = body_to_change(values["body_id"])
    if values["partner_id"] in {str(member.partner_id) for member in body.members}:
        raise changed_since()
    (member,) = way.bring_back(BodyMember)
    label = partner_to_change(member.partner_id).label if member.partner_id else member.role
    record("body.unseating_undone", body, changes={"member": (None, label)}, note=member.role)


UNDO: Mapping[str, Undo] = {"body.unseated": Undo(Permission.PARTNER_EDIT, seat_back)}

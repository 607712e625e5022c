"""How what is done by mistake with seats and offices is undone."""

from collections.abc import Mapping

from app.access import Permission
from app.bodies.models import BodyMember
from app.bodies.models.body import FORMER, WHO
from app.bodies.queries import body_of_seat, body_to_change, office_to_change
from app.bodies.rules import Office
from app.history.models import record
from app.history.undoing import Undo, WayBack, changed_since, plain
from app.partners.queries import partner_to_change
from app.todos.settling import settle
from tenants import db


def removed_seat_back(way: WayBack) -> None:
    """The seat is there again. Raises Refusal where the organisation was given another meanwhile."""
    (values,) = way.was["rows"]
    body = body_to_change(values["body_id"])
    taken = {str(member.partner_id) for member in body.members if member.ends is None}
    if values["partner_id"] in taken:
        raise changed_since()
    (member,) = way.bring_back(BodyMember)
    partner = partner_to_change(member.partner_id) if member.partner_id else None
    label = partner.label if partner is not None else member.role
    record("body.unseating_undone", body, changes={"member": (None, label)}, note=member.role)
    if partner is not None:
        settle(partner)


def seat_back(way: WayBack) -> None:
    """Whoever left sits there again."""
    body, member = body_of_seat(way.row_id)
    way.put_back(member)
    db().flush()
    record("body.unseating_undone", body, changes={"member": (None, member.label)}, note=member.role)
    if member.partner is not None:
        settle(member.partner)


def kept_seat_away(way: WayBack) -> None:
    """The seat that went on after somebody left is not needed: that somebody is back. Raises Refusal where it was filled meanwhile."""
    body, member = body_of_seat(way.row_id)
    if plain(member, (*WHO, "ends")) != way.became:
        raise changed_since()
    body.members.remove(member)
    db().flush()


def office_back(way: WayBack) -> None:
    """Whoever was chair or secretary is so again. Raises Refusal where somebody else is meanwhile."""
    office = office_to_change(way.row_id)
    body = body_to_change(office.body_id) if office is not None else None
    if office is None or body is None or body.holder(Office(office.kind)) is not None:
        raise changed_since()
    way.put_back(office)
    db().flush()
    record("body.office_undone", body)


def appointment_back(way: WayBack) -> None:
    """Whoever became chair or secretary did not, and the former is so again. Raises Refusal where that ended meanwhile."""
    office = office_to_change(way.row_id)
    if office is None or office.ends is not None:
        raise changed_since()
    body, former = body_to_change(office.body_id), way.was[FORMER]
    body.offices.remove(office)
    db().flush()
    if former is not None:
        next(each for each in body.offices if str(each.id) == former).ends = None
    record("body.office_undone", body)


UNDO: Mapping[str, Undo] = {
    "body.appointed": Undo(Permission.PARTNER_EDIT, appointment_back),
    "body.seated": Undo(Permission.PARTNER_EDIT, kept_seat_away),
    "body.vacated": Undo(Permission.PARTNER_EDIT, kept_seat_away),
    "body.seat_removed": Undo(Permission.PARTNER_EDIT, removed_seat_back),
    "body.unseated": Undo(Permission.PARTNER_EDIT, seat_back),
    "body.office_ended": Undo(Permission.PARTNER_EDIT, office_back),
}

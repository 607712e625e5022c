"""How what is done by mistake with partners is undone."""

from collections.abc import Mapping

from app.access import Permission
from app.accounts.models import close_to, open_to, was_taken_over_since
from app.history.models import record
from app.history.undoing import Undo, WayBack
from app.partners.models.partner import WAS_OPEN
from app.partners.queries import note_taken_back, partner_to_change
from app.partners.rules import PartnerState
from app.todos.settling import catch_up

_COMES_IN = frozenset({PartnerState.ACTIVE, PartnerState.PAUSED})


def state_back(way: WayBack) -> None:
    """The partner takes part as it did, or did not; its people come in again where they did before, and only there.

    Where others took the organisation over since the door was closed, it stays closed: they come in by an invitation of their own.
    """
    partner = partner_to_change(way.row_id)
    now = partner.state
    closed_at = partner.state_since
    was_open = way.was.pop(WAS_OPEN, False)
    way.put_back(partner)
    if was_open and closed_at and not was_taken_over_since(partner.organisation_id, closed_at):
        open_to(partner.organisation_id)
    elif partner.state not in _COMES_IN:
        close_to(partner.organisation_id)
    record("partner.state_undone", partner, changes={"state": (now, partner.state)})
    catch_up()


def circle_back(way: WayBack) -> None:
    """The partner is in the circle where it was."""
    partner = partner_to_change(way.row_id)
    now = partner.circle
    way.put_back(partner)
    record("partner.circle_undone", partner, changes={"circle": (now, partner.circle)})


def note_back(way: WayBack) -> None:
    """The note is there again."""
    note = note_taken_back(way.row_id)
    way.put_back(note)
    record("partner.note_undone", partner_to_change(note.partner_id))


UNDO: Mapping[str, Undo] = {
    "partner.took_part": Undo(Permission.PARTNER_EDIT, state_back),
    "partner.paused": Undo(Permission.PARTNER_EDIT, state_back),
    "partner.resumed": Undo(Permission.PARTNER_EDIT, state_back),
    "partner.ended": Undo(Permission.PARTNER_EDIT, state_back),
    "partner.returned": Undo(Permission.PARTNER_EDIT, state_back),
    "partner.switched_circle": Undo(Permission.PARTNER_EDIT, circle_back),
    "partner.note_removed": Undo(Permission.PARTNER_PRIVATE, note_back),
}

"""How what is done by mistake with partners is undone."""

from collections.abc import Mapping

from app.access import Permission
from app.history.models import record
from app.history.undoing import Undo, WayBack
from app.partners.queries import partner_to_change


def state_back(way: WayBack) -> None:
    """The partner takes part as it did: or did not."""
    partner = partner_to_change(way.row_id)
    now = partner.state
    way.put_back(partner)
    record("partner.state_undone", partner, changes={"state": (now, partner.state)})


UNDO: Mapping[str, Undo] = {
    "partner.took_part": Undo(Permission.PARTNER_EDIT, state_back),
    "partner.ended": Undo(Permission.PARTNER_EDIT, state_back),
}

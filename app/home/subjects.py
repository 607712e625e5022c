"""Where the thing that something happened to can be seen."""

from uuid import UUID

from flask import url_for

_BY_ID = {
    "action": ("plan.action", "action_id"),
    "goal": ("plan.goal", "goal_id"),
    "partner": ("partners.partner", "partner_id"),
    "body": ("partners.body", "body_id"),
}
_ROOMS = {
    "plan": "plan.document",
    "chapter": "plan.document",
    "passage": "plan.document",
    "pillar": "plan.pillars",
    "theme": "plan.pillars",
    "invitation": "accounts.people",
    "membership": "accounts.people",
    "person": "accounts.people",
}


def url_of(table: str, identifier: UUID) -> str | None:
    """The address of a row of `table`, or of the room where it stands; None where there is no page for it."""
    if table in _BY_ID:
        endpoint, name = _BY_ID[table]
        return url_for(endpoint, **{name: identifier})  # type: ignore[arg-type]
    return url_for(_ROOMS[table]) if table in _ROOMS else None

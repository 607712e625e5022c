"""Where the thing that something happened to can be seen."""

from uuid import UUID

from flask import url_for

from app.access import Permission
from app.web.door import may

# Table to endpoint and the name of the id in its address.
_OF_ITSELF = {
    "action": ("plan.action", "action_id"),
    "goal": ("plan.goal", "goal_id"),
    "partner": ("partners.partner", "partner_id"),
    "body": ("bodies.body", "body_id"),
    "plan_version": ("versions.version", "version_id"),
}
_IN_THE_PLAN = {"plan": "", "chapter": "hoofdstuk-{}", "passage": "passage-{}"}
# The room in which rows stand together, for who may come there.
_IN_A_ROOM = {
    "pillar": ("plan.pillars", Permission.PLAN_READ),
    "theme": ("plan.pillars", Permission.PLAN_READ),
    "action_template": ("action_templates.gallery", Permission.PLAN_EDIT),
    "invitation": ("accounts.people", Permission.PEOPLE_READ),
    "membership": ("accounts.people", Permission.PEOPLE_READ),
    "person": ("accounts.people", Permission.PEOPLE_READ),
    # Who works for a partner reads the own ones only.
    "agreement": ("agreements.own", Permission.OWN_PART),
}


def url_of(table: str, identifier: UUID) -> str | None:
    """The address of a row of `table`, or of the room where it stands; None where the viewer has no page for it."""
    if table in _OF_ITSELF:
        endpoint, name = _OF_ITSELF[table]
        return url_for(endpoint, **{name: identifier})  # type: ignore[arg-type]
    if table in _IN_THE_PLAN:
        return url_for("plan.document", _anchor=_IN_THE_PLAN[table].format(identifier) or None)
    if table == "agreement" and may(Permission.AGREEMENT_READ):
        return url_for("agreements.agreement", agreement_id=identifier)
    endpoint, permission = _IN_A_ROOM.get(table, ("", None))
    return url_for(endpoint) if permission is not None and may(permission) else None

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
_UNDER_THE_PILLARS = frozenset({"pillar", "theme"})
_AMONG_THE_PEOPLE = frozenset({"invitation", "membership", "person"})


def url_of(table: str, identifier: UUID) -> str | None:
    """The address of a row of `table`, or of the room where it stands; None where the viewer has no page for it."""
    if table in _OF_ITSELF:
        endpoint, name = _OF_ITSELF[table]
        return url_for(endpoint, **{name: identifier})  # type: ignore[arg-type]
    if table in _IN_THE_PLAN:
        return url_for("plan.document", _anchor=_IN_THE_PLAN[table].format(identifier) or None)
    if table in _UNDER_THE_PILLARS:
        return url_for("plan.pillars")
    if table == "agreement" and may(Permission.AGREEMENT_READ):
        return url_for("agreements.agreement", agreement_id=identifier)
    if table == "agreement" and may(Permission.OWN_PART):
        return url_for("agreements.own")
    if table == "action_template" and may(Permission.PLAN_EDIT):
        return url_for("action_templates.gallery")
    if table in _AMONG_THE_PEOPLE and may(Permission.PEOPLE_READ):
        return url_for("accounts.people")
    return None

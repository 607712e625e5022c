"""Who works in this coalition: its own people, and those who come in for an organisation."""

from flask import Response

from app.access import Permission
from app.accounts.queries import colleagues, open_invitations
from app.accounts.routes.blueprint import blueprint
from app.accounts.wording import ROLE_NAMES, ROLE_TASKS
from app.organisations.queries.people import who_comes_in_by_organisation
from app.web.door import may, needs
from app.web.page import page


@blueprint.get("/mensen")
@needs(Permission.PEOPLE_READ)
def people() -> Response:
    """Who has which roles since when, and who comes in for which organisation; for who may invite, who was invited."""
    return page(
        "accounts/people.html",
        colleagues=colleagues(),
        by_organisation=who_comes_in_by_organisation(),
        invitations=open_invitations() if may(Permission.PEOPLE_MANAGE) else [],
        role_names=ROLE_NAMES,
        role_tasks=ROLE_TASKS,
    )

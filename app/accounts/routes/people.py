"""The roles of who works in this coalition. The page of all of them stands in app/organisations: others come in for a partner."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.accounts.forms import RolesForm
from app.accounts.models import give_roles, wait_your_turn
from app.accounts.queries import colleague
from app.accounts.routes.blueprint import blueprint
from app.accounts.wording import ROLE_NAMES, ROLE_TASKS
from app.history.meanwhile import watch
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/mensen/<uuid:person_id>", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def roles(person_id: UUID) -> Response:
    """Change the roles of somebody who works here."""
    wait_your_turn()
    person, held = colleague(person_id)
    form = RolesForm(data={"roles": [role.value for role in held]})
    watch(form, person.id)
    if form.validate_on_submit():
        try:
            give_roles(person, form.chosen)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="roles")
        else:
            flash(gettext("De rollen van %(name)s zijn opgeslagen.", name=person.name), "success")
            return see_view("accounts.people")
    status = 422 if request.method == "POST" else 200
    return page(
        "accounts/roles.html", form=form, person=person, held=held, role_tasks=ROLE_TASKS, status=status
    )


@blueprint.route("/mensen/<uuid:person_id>/einde", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def end_roles(person_id: UUID) -> Response:
    """Let somebody's work here end, after asking."""
    person, held = colleague(person_id)
    refused = ""
    if request.method == "POST":
        try:
            give_roles(person, ())
        except Refusal as refusal:
            refused = gettext(refusal.sentence)
        else:
            flash(gettext("%(name)s werkt hier niet meer mee.", name=person.name), "success")
            return see_view("accounts.people")
    return page(
        "accounts/end_roles.html",
        person=person,
        held=held,
        role_names=ROLE_NAMES,
        refused=refused,
        status=409 if refused else 200,
    )

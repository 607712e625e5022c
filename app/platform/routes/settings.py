"""The settings of a workspace, by who may change them."""

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.history.changes import amend
from app.history.meanwhile import watch
from app.history.models import record
from app.plan.models import Action
from app.platform.forms import SettingsForm
from app.platform.routes.blueprint import blueprint
from app.todos.settling import settle_every
from app.web.door import needs
from app.web.page import page, see_view
from tenants import current_tenant, db

_AS_TYPED = ("coalition", "aim", "led_by", "responsible", "colour", "stalled_after_days")


@blueprint.route("/instellingen", methods=["GET", "POST"])
@needs(Permission.WORKSPACE_EDIT)
def settings() -> Response:
    """What the coalition is called and wants, who leads, who is responsible, its colour, and when an action has stalled."""
    tenant = current_tenant()
    # Locked and read anew: of two who save at the same moment the second sees what the first changed.
    db().refresh(tenant, with_for_update={"key_share": True})
    form = SettingsForm(obj=tenant)
    watch(form, tenant.id)
    if form.validate_on_submit():
        values = {name: form.data[name] for name in _AS_TYPED}
        # Our reading of a document stays marked until the coalition itself says who it is: by a tick, or by writing another name.
        said = form.confirmed.data or values["responsible"] != tenant.responsible
        changes = amend(tenant, values | {"responsible_reading": tenant.responsible_reading and not said})
        if changes:
            record("workspace.edited", tenant, changes=changes)
        if "stalled_after_days" in changes:
            settle_every(Action)
        flash(gettext("De instellingen zijn opgeslagen."), "success")
        return see_view("platform.settings")
    return page(
        "platform/settings.html", form=form, tenant=tenant, status=422 if request.method == "POST" else 200
    )

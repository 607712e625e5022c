"""What the coalition does with an application."""

from contextlib import suppress
from uuid import UUID

from flask import Response, abort, flash
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.access import Permission
from app.joining import queries
from app.joining.forms import ReasonForm
from app.joining.mails import mail_decision
from app.joining.models import PartnerApplication
from app.joining.routes.blueprint import blueprint
from app.joining.wording import APPLICATION_STATES, APPLICATION_TONES
from app.organisations.wording import SECTORS
from app.partners.models import Partner
from app.partners.wording import BELONGINGS
from app.web.door import needs
from app.web.page import page, see_view
from tenants import db


@blueprint.get("/partners/aanmeldingen/<uuid:partner_application_id>")
@needs(Permission.PARTNER_EDIT)
def application(partner_application_id: UUID) -> Response:
    """What the organisation says of itself, what is known of it here, and the two answers."""
    return _show(queries.application(partner_application_id), ReasonForm(formdata=None))


@blueprint.post("/partners/aanmeldingen/<uuid:partner_application_id>/toelating")
@needs(Permission.PARTNER_EDIT)
def accept_application(partner_application_id: UUID) -> Response:
    """Let the organisation take part; who applied gets a link to make its account, where it has none yet."""
    found = queries.application(partner_application_id)
    partner = found.partner or abort(404)
    token = found.accept(has_accounts=bool(queries.mail_domains(partner.organisation_id)))
    _note_number(found, partner)
    mail_decision(found, token=token)
    flash(gettext("%(name)s doet mee.", name=found.name), "success")
    return see_view("joining.application", partner_application_id=found.id)


@blueprint.route("/partners/aanmeldingen/<uuid:partner_application_id>/weigering", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def refuse_application(partner_application_id: UUID) -> Response:
    """Say no, for a reason that who applied gets by mail."""
    found = queries.application(partner_application_id)
    form = ReasonForm()
    if not form.is_submitted():
        return see_view("joining.application", partner_application_id=found.id)
    if form.validate():
        found.refuse(form.reason.data or "")
        mail_decision(found)
        flash(gettext("%(name)s krijgt uw antwoord per mail.", name=found.contact_name), "success")
        return see_view("joining.application", partner_application_id=found.id)
    return _show(found, form, status=422)


def _note_number(found: PartnerApplication, partner: Partner) -> None:
    """The number that was given becomes that of the organisation, where it has none and nobody else has it."""
    if (
        not found.kvk_number
        or partner.organisation.kvk_number
        or queries.known_organisation(found.kvk_number)
    ):
        return
    # Where another coalition notes the same number in this very moment, it stays with that one.
    with suppress(IntegrityError), db().begin_nested():
        partner.edit({"kvk_number": found.kvk_number})


def _show(found: PartnerApplication, form: ReasonForm, *, status: int = 200) -> Response:
    return page(
        "joining/application.html",
        application=found,
        form=form,
        domains=queries.mail_domains(found.partner.organisation_id) if found.partner else [],
        states=APPLICATION_STATES,
        tones=APPLICATION_TONES,
        sectors=SECTORS,
        belongings=BELONGINGS,
        status=status,
    )

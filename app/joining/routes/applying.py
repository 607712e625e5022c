"""Applying to take part, from the public page. The answer is the same whether the organisation is known here or not."""

from flask import Response, abort

from app.joining import queries
from app.joining.forms import ApplicationForm
from app.joining.mails import mail_confirmation
from app.joining.models import PartnerApplication
from app.joining.routes.blueprint import blueprint
from app.joining.rules import ApplicationState
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.queries import partner_to_change, partner_with_name
from app.partners.rules import PartnerState
from app.web.door import Place, open_to_all
from app.web.forms import BaseForm
from app.web.limits import by_typed_address, limiter, was_taken
from app.web.page import page, see_view
from tenants import Actor, current_scope, tenant_in_brief

_PER_PLACE = "20 per hour"
_PER_MAIL_ADDRESS = "3 per hour"
# As app/console/personal.py knows who did something by a link, without an account.
_BY_LINK = " (via een link)"


@blueprint.route("/coalitie/aanmelden", methods=["GET", "POST"])
@limiter.limit(_PER_PLACE, methods=["POST"])
@limiter.limit(_PER_MAIL_ADDRESS, methods=["POST"], key_func=by_typed_address, deduct_when=was_taken)
@open_to_all(Place.INSIDE)
def apply() -> Response:
    """Say who one is and why one wants to take part; then a mail asks to confirm the address."""
    _refuse_where_nobody_can_apply()
    form = ApplicationForm()
    if form.validate_on_submit():
        # A machine gets the answer that people get, and nothing is kept.
        if not form.is_by_machine:
            application, token = PartnerApplication.send(**form.facts)
            mail_confirmation(application, token)
        return see_view("joining.applied")
    return page("joining/apply.html", form=form, status=422 if form.is_submitted() else 200)


def _refuse_where_nobody_can_apply() -> None:
    public = queries.public_page()
    if not tenant_in_brief().shows_public_page or (public and not public.takes_applications):
        abort(404)


@blueprint.get("/coalitie/aanmelden/mail")
@open_to_all(Place.INSIDE)
def applied() -> Response:
    """Say that a mail is on its way."""
    _refuse_where_nobody_can_apply()
    return page("joining/applied.html")


@blueprint.route("/coalitie/aanmelding/<token>", methods=["GET", "POST"])
@limiter.limit(_PER_PLACE, methods=["POST"])
@open_to_all(Place.INSIDE)
def confirm(token: str) -> Response:
    """Show by the link that the address is one's own: from then on the coalition sees the application."""
    found = queries.application_with_token(token)
    if found is None:
        return page("joining/application_state.html", application=None, state="unknown", status=404)
    form = BaseForm()
    if found.state is ApplicationState.UNCONFIRMED and form.validate_on_submit():
        current_scope().identify(Actor(None, f"{found.contact_name}{_BY_LINK}"))
        found.confirm(_partner_of(found))
        return see_view("joining.confirm", token=token)
    if found.state is ApplicationState.UNCONFIRMED:
        return page("joining/confirm.html", application=found, form=form, token=token)
    return page("joining/application_state.html", application=found, state=found.state)


def _partner_of(application: PartnerApplication) -> Partner:
    """The partner that it is about: known here by number or by name, or named from now on.

    What a stranger says of an organisation that nobody knew is not public knowledge yet: its number is noted once the coalition agrees.
    """
    known = queries.known_organisation(application.kvk_number) if application.kvk_number else None
    partner = known.partner if known else partner_with_name(application.name)
    if partner is not None:
        return partner_to_change(partner.id)
    if known is not None:
        return Partner.begin(known.organisation, PartnerState.APPLIED)
    return Partner.begin(
        Organisation.add(name=application.name, sector=application.sector, website=application.website),
        PartnerState.APPLIED,
    )

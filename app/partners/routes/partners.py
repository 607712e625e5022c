"""Adding and editing partners."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.access import Permission
from app.history.meanwhile import watch
from app.organisations.models import Organisation
from app.partners import queries
from app.partners.forms import OrganisationForm, PartnerForm
from app.partners.models import Partner, PartnerNote
from app.partners.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view
from tenants import db


@blueprint.route("/partners/nieuw", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def add() -> Response:
    """Add an organisation to the coalition; one whose KvK number is known already is offered first."""
    form = PartnerForm()
    if not form.is_submitted():
        return page("partners/add.html", form=form, known=None)
    known = None
    try:
        if form.validate():
            known = _known_organisation(form)
            if known is None or form.known.data == str(known.id):
                return _welcome(form, known)
            form.known.data = str(known.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="name")
    return page("partners/add.html", form=form, known=known, status=422)


def _known_organisation(form: PartnerForm) -> Organisation | None:
    """The organisation that has the number typed. Raises Refusal where it, or one of this name, is a partner already."""
    known = queries.organisation_with_kvk_number(form.number) if form.number else None
    already = queries.partner_of(known) if known else queries.partner_with_name(form.name.data or "")
    if already is not None:
        raise Refusal(
            "%(name)s staat al bij de partners.", about="kvk_number" if known else "name", name=already.label
        )
    return known


def _welcome(form: PartnerForm, known: Organisation | None) -> Response:
    partner = Partner.welcome(known or _new_organisation(form), **form.partner)
    if form.note.data:
        PartnerNote.write(partner, form.note.data)
    flash(gettext("%(name)s is toegevoegd.", name=partner.label), "success")
    return see_view("partners.partner", partner_id=partner.id)


def _new_organisation(form: PartnerForm) -> Organisation:
    """Raises Refusal where another coalition added the same number in this very moment: it is offered at the next try."""
    try:
        with db().begin_nested():
            return Organisation.add(**form.organisation)
    except IntegrityError as error:
        raise Refusal(
            "Zojuist voegde iemand anders dit nummer toe. Verstuur het formulier opnieuw.", about="kvk_number"
        ) from error


@blueprint.route("/partners/<uuid:partner_id>/bewerken", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def edit(partner_id: UUID) -> Response:
    """Change what is known of an organisation whose profile is kept here; of another its own people keep it."""
    partner = queries.partner_to_change(partner_id)
    organisation = partner.organisation
    if not organisation.is_kept_here():
        return see_view("partners.partner", partner_id=partner.id)
    facts = {name: getattr(organisation, name) for name in ("name", "sector", "website", "kvk_number")}
    form = OrganisationForm(data=facts)
    watch(form, partner.id)
    if not form.is_submitted():
        return page("partners/edit.html", form=form, partner=partner)
    try:
        if form.validate():
            _refuse_number_of_another(form, partner)
            if partner.edit(form.organisation):
                flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("partners.partner", partner_id=partner.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="name")
    return page("partners/edit.html", form=form, partner=partner, status=422)


def _refuse_number_of_another(form: OrganisationForm, partner: Partner) -> None:
    owner = queries.organisation_with_kvk_number(form.number) if form.number else None
    if owner is not None and owner.id != partner.organisation_id:
        raise Refusal("Dit KvK-nummer hoort bij %(name)s.", about="kvk_number", name=owner.name)

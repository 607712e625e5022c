"""Adding partners, and keeping the profile of an organisation that has no people of its own here."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.access import Permission
from app.history.meanwhile import watch
from app.organisations.forms import profile_of
from app.organisations.models import Organisation
from app.organisations.queries.profiles import changes_of, organisation_with_kvk_number
from app.organisations.wording import ORGANISATION_KINDS, SECTORS, told
from app.partners import queries
from app.partners.forms import KeptOrganisationForm, OfferedForm, PartnerForm
from app.partners.models import Partner, PartnerNote
from app.partners.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view
from tenants import db


@blueprint.route("/partners/nieuw", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def add() -> Response:
    """Find an organisation that is known already, or add a new one; one whose KvK number is known is offered first."""
    words = request.args.get("naam", "").strip()
    form = PartnerForm()
    if not form.is_submitted():
        form.name.data = words
        return _adding(form, words=words)
    known = None
    try:
        if form.validate():
            known = _known_organisation(form)
            if known is None or form.known.data == str(known.id):
                return _welcome(known or _new_organisation(form), form)
            form.known.data = str(known.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="name")
    return _adding(form, known=known, status=422)


def _adding(
    form: PartnerForm, *, words: str = "", known: Organisation | None = None, status: int = 200
) -> Response:
    return page(
        "partners/add.html",
        fragment="partners/_known.html",
        status=status,
        form=form,
        known=known,
        words=words,
        found=queries.organisations_like(words),
        kinds=ORGANISATION_KINDS,
        sectors=SECTORS,
    )


@blueprint.route("/partners/nieuw/<uuid:organisation_id>", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def offered(organisation_id: UUID) -> Response:
    """Add an organisation that is known already, with the profile that everybody may see."""
    organisation = queries.organisation_to_offer(organisation_id)
    already = queries.partner_of(organisation)
    if already is not None:
        return see_view("partners.partner", partner_id=already.id)
    form = OfferedForm()
    if form.validate_on_submit():
        return _welcome(organisation, form)
    return page(
        "partners/offered.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        organisation=organisation,
        kinds=ORGANISATION_KINDS,
        sectors=SECTORS,
    )


def _known_organisation(form: PartnerForm) -> Organisation | None:
    """The organisation that has the number typed. Raises Refusal where it, or one of this name, is a partner already."""
    known = organisation_with_kvk_number(form.number) if form.number else None
    already = queries.partner_of(known) if known else queries.partner_with_name(form.name.data or "")
    if already is not None:
        raise Refusal(
            "%(name)s staat al bij de partners.", about="kvk_number" if known else "name", name=already.label
        )
    return known


def _welcome(organisation: Organisation, form: OfferedForm) -> Response:
    partner = Partner.welcome(organisation, **form.partner)
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
    """Change the profile of an organisation that is kept here; for another one suggests a change."""
    partner = queries.partner_to_change(partner_id)
    organisation = partner.organisation
    if not organisation.is_kept_here():
        return see_view("partners.suggest", partner_id=partner.id)
    form = KeptOrganisationForm(data=profile_of(organisation))
    watch(form, partner.id)
    known = None
    try:
        if form.validate_on_submit():
            known = _recognised(form, partner)
            if known is None or form.known.data == str(known.id):
                return _edited(partner, form, known)
            form.known.data = str(known.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="name")
    return page(
        "partners/edit.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        partner=partner,
        known=known,
        changes=told(changes_of(organisation.id)),
        kinds=ORGANISATION_KINDS,
        sectors=SECTORS,
    )


def _recognised(form: KeptOrganisationForm, partner: Partner) -> Organisation | None:
    """Another organisation that has the number typed: the same one, known already. Raises Refusal where that cannot be."""
    owner = organisation_with_kvk_number(form.number) if form.number else None
    if owner is None or owner.id == partner.organisation_id:
        return None
    if partner.organisation.kvk_number is not None or queries.partner_of(owner) is not None:
        raise Refusal("Dit KvK-nummer hoort bij %(name)s.", about="kvk_number", name=owner.name)
    return owner


def _edited(partner: Partner, form: KeptOrganisationForm, known: Organisation | None) -> Response:
    if known is not None:
        partner.recognise(known)
        flash(
            gettext("Dit is nu %(name)s. Alles wat u hier bijhield, is meegegaan.", name=known.name),
            "success",
        )
    elif partner.edit(form.organisation):
        flash(gettext("De wijzigingen zijn opgeslagen."), "success")
    return see_view("partners.partner", partner_id=partner.id)

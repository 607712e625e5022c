"""Whom the coalition calls at a partner. Handing over, taking along and erasing reach further: app/home/routes/contacts.py."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.partners import queries
from app.partners.forms import ContactForm, LeavingForm
from app.partners.models import Contact
from app.partners.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/partners/<uuid:partner_id>/contacten/nieuw", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def add_contact(partner_id: UUID) -> Response:
    """Somebody to call at a partner."""
    partner = queries.partner_to_change(partner_id)
    form = ContactForm()
    if form.validate_on_submit():
        contact = Contact.add(partner, first=form.first.data, **form.facts)
        flash(gettext("%(name)s is toegevoegd.", name=contact.name), "success")
        return see_view("partners.partner", partner_id=partner.id, _anchor="contacten")
    status = 422 if form.errors else 200
    return page("partners/contact_form.html", form=form, partner=partner, contact=None, status=status)


@blueprint.route("/partners/<uuid:partner_id>/contacten/<uuid:contact_id>/bewerken", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def edit_contact(partner_id: UUID, contact_id: UUID) -> Response:
    """Change what is known of a contact."""
    partner = queries.partner_to_change(partner_id)
    contact = queries.contact_to_change(partner_id, contact_id)
    facts = ("name", "function", "email", "phone", "purpose")
    form = ContactForm(data={name: getattr(contact, name) for name in facts} | {"first": contact.is_first})
    form.watch(lambda _since, changes: changes)
    if form.validate_on_submit():
        if contact.edit(partner, first=form.first.data, **form.facts):
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
        return see_view("partners.partner", partner_id=partner.id, _anchor="contacten")
    status = 422 if form.is_submitted() else 200
    return page("partners/contact_form.html", form=form, partner=partner, contact=contact, status=status)


@blueprint.route("/partners/<uuid:partner_id>/contacten/<uuid:contact_id>/vertrek", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def contact_leaves(partner_id: UUID, contact_id: UUID) -> Response:
    """A contact leaves and nobody comes in the place."""
    partner = queries.partner_to_change(partner_id)
    contact = queries.contact_to_change(partner_id, contact_id)
    form = LeavingForm(data={"on": today()})
    try:
        if form.validate_on_submit():
            contact.leave(partner, form.day)
            flash(gettext("%(name)s is geen contact meer.", name=contact.name), "success")
            return see_view("partners.partner", partner_id=partner.id, _anchor="contacten")
    except Refusal as refusal:
        form.refuse(refusal, otherwise="on")
    status = 422 if form.errors else 200
    return page("partners/contact_leaves.html", form=form, partner=partner, contact=contact, status=status)

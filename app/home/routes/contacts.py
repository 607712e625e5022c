"""One contact: what this coalition holds of the person, as a page and as a file; who takes over, and forgetting."""

import json
from uuid import UUID

from flask import Response, flash
from flask_babel import force_locale, gettext

from app.access import Permission
from app.home import contacts
from app.home.queries.contact import Dossier, as_told, dossier, open_requests
from app.home.wording import HELD, as_text, facts_of
from app.partners import queries
from app.partners.forms import HandOverForm
from app.partners.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.forms import BaseForm
from app.web.page import file, page, see_view

_CONTACT = "/partners/<uuid:partner_id>/contacten/<uuid:contact_id>"


@blueprint.get(_CONTACT)
@needs(Permission.PARTNER_PRIVATE)
def contact(partner_id: UUID, contact_id: UUID) -> Response:
    """Everything that this coalition holds of a contact."""
    return page(
        "partners/contact.html", found=dossier(partner_id, contact_id), facts=facts_of, held_names=HELD
    )


@blueprint.post(_CONTACT + "/gegevens.json")
@needs(Permission.PARTNER_PRIVATE)
def contact_data(partner_id: UUID, contact_id: UUID) -> Response:
    """The same for a machine (GDPR, article 20). By a button, because it leaves a trace."""
    found = _taken_along(partner_id, contact_id)
    content = json.dumps(as_told(found), ensure_ascii=False, indent=2)
    return file(content.encode(), name="gegevens.json", media_type="application/json")


@blueprint.post(_CONTACT + "/gegevens.txt")
@needs(Permission.PARTNER_PRIVATE)
def contact_text(partner_id: UUID, contact_id: UUID) -> Response:
    """The same for a person (GDPR, article 15). By a button, because it leaves a trace."""
    found = _taken_along(partner_id, contact_id)
    with force_locale("nl"):
        content = as_text(found)
    return file(content.encode(), name="gegevens.txt", media_type="text/plain; charset=utf-8")


def _taken_along(partner_id: UUID, contact_id: UUID) -> Dossier:
    found = dossier(partner_id, contact_id)
    contacts.take_along({row.partner.id: row.partner for row in (found.contact, *found.others)}.values())
    return found


@blueprint.route(_CONTACT + "/overdracht", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def hand_over(partner_id: UUID, contact_id: UUID) -> Response:
    """A contact leaves, and another takes over."""
    partner = queries.partner_to_change(partner_id)
    leaver = queries.contact_to_change(partner_id, contact_id)
    others = [
        other for other in queries.contacts_of(partner_id) if other.until is None and other is not leaver
    ]
    form = HandOverForm(data={"on": today()})
    form.offer((other.id, other.name) for other in others)
    waiting = open_requests(leaver)
    try:
        if form.validate_on_submit():
            to = next(other for other in others if str(other.id) == form.to.data)
            contacts.hand_over(leaver, partner, to, form.day, form.note.data or "")
            flash(
                gettext("%(name)s neemt het over van %(leaver)s.", name=to.name, leaver=leaver.name),
                "success",
            )
            return see_view("partners.partner", partner_id=partner.id, _anchor="contacten")
    except Refusal as refusal:
        form.refuse(refusal, otherwise="to")
    status = 422 if form.errors else 200
    return page(
        "partners/hand_over.html",
        form=form, partner=partner, contact=leaver, others=others, requests=waiting, status=status,
    )  # fmt: skip


@blueprint.route(_CONTACT + "/verwijdering", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def forget_contact(partner_id: UUID, contact_id: UUID) -> Response:
    """Forget a person who asked for that, or of whom nothing needs to be known any more."""
    form = BaseForm()
    if form.validate_on_submit():
        partner = queries.partner_to_change(partner_id)
        contacts.forget(queries.contact_to_change(partner_id, contact_id), partner)
        flash(gettext("Alles wat wij van deze persoon bewaarden is verwijderd."), "success")
        return see_view("partners.partner", partner_id=partner.id, _anchor="contacten")
    return page("partners/contact_erase.html", form=form, found=dossier(partner_id, contact_id))

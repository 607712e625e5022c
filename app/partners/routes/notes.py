"""What the coalition keeps to itself about a partner."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.partners import queries
from app.partners.forms import NoteForm
from app.partners.models import PartnerNote
from app.partners.routes.blueprint import blueprint
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/partners/<uuid:partner_id>/notities", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def notes(partner_id: UUID) -> Response:
    """Write a note."""
    partner = queries.partner(partner_id)
    form = NoteForm()
    if form.validate_on_submit():
        PartnerNote.write(partner, form.text.data or "")
        flash(gettext("De notitie is bewaard."), "success")
        return see_view("partners.partner", partner_id=partner.id, _anchor="notities")
    status = 422 if form.errors else 200
    return page("partners/note.html", form=form, partner=partner, note=None, status=status)


@blueprint.route("/partners/<uuid:partner_id>/notities/<uuid:note_id>/verbetering", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def correct_note(partner_id: UUID, note_id: UUID) -> Response:
    """Say the same in better words."""
    partner, note = queries.partner(partner_id), queries.note_to_change(partner_id, note_id)
    form = NoteForm(data={"text": note.text})
    if form.validate_on_submit():
        note.correct(partner, form.text.data or "")
        flash(gettext("De notitie is verbeterd."), "success")
        return see_view("partners.partner", partner_id=partner.id, _anchor="notities")
    status = 422 if form.errors else 200
    return page("partners/note.html", form=form, partner=partner, note=note, status=status)


@blueprint.route("/partners/<uuid:partner_id>/notities/<uuid:note_id>/verwijdering", methods=["GET", "POST"])
@needs(Permission.PARTNER_PRIVATE)
def remove_note(partner_id: UUID, note_id: UUID) -> Response:
    """Take a note back."""
    partner, note = queries.partner(partner_id), queries.note_to_change(partner_id, note_id)
    if request.method == "POST":
        note.take_back(partner)
        flash(gettext("De notitie is verwijderd."), "success")
    return see_view("partners.partner", partner_id=partner.id, _anchor="notities")

"""Suggesting a change of a profile that others keep, and answering what others suggest for one that is kept here."""

from uuid import UUID

from flask import Response, abort, flash
from flask_babel import gettext

from app.access import Permission
from app.organisations.forms import AnswerForm, SuggestionForm, profile_of
from app.organisations.models import ProfileSuggestion
from app.organisations.queries import profiles
from app.organisations.rules import SuggestionState
from app.organisations.wording import SUGGESTION_STATES, side_by_side
from app.partners import queries
from app.partners.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import Place, may, needs, open_to_all
from app.web.page import page, see_view


@blueprint.route("/partners/<uuid:partner_id>/profielvoorstel", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def suggest(partner_id: UUID) -> Response:
    """Suggest a change to who keeps the profile, and read the answers to earlier ones."""
    partner = queries.partner(partner_id)
    organisation = partner.organisation
    if organisation.is_kept_here():
        return see_view("partners.edit", partner_id=partner.id)
    form = SuggestionForm(data=profile_of(organisation))
    if form.validate_on_submit():
        try:
            ProfileSuggestion.make(organisation, form.organisation, form.why.data or "")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="name")
        else:
            flash(gettext("Het voorstel is verstuurd. U leest het antwoord hier."), "success")
            return see_view("partners.suggest", partner_id=partner.id, _anchor="voorstellen")
    return page(
        "partners/suggest.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        partner=partner,
        suggestions=[(each, side_by_side(each)) for each in profiles.our_suggestions(organisation.id)],
        states=SUGGESTION_STATES,
    )


@blueprint.get("/profielvoorstellen/<uuid:suggestion_id>")
@open_to_all(Place.INSIDE)
def suggestion(suggestion_id: UUID) -> Response:
    """Where what waits leads to: of a profile that is kept here to the answer, of another to the room of the organisation."""
    found = profiles.suggestion(suggestion_id)
    if may(Permission.PARTNER_EDIT) and not profiles.is_ours(suggestion_id):
        return see_view("partners.answer", suggestion_id=found.id)
    return see_view("organisations.suggestion", suggestion_id=found.id)


@blueprint.route("/profielvoorstellen/<uuid:suggestion_id>/antwoord", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def answer(suggestion_id: UUID) -> Response:
    """Take over what is suggested for a profile that is kept here, field by field, or say why not."""
    found = profiles.suggestion_to_answer(suggestion_id)
    partner = queries.partner_of(found.organisation)
    if partner is None or profiles.is_ours(suggestion_id) or not found.organisation.is_kept_here():
        abort(404)
    form = AnswerForm.about(found) if found.state == SuggestionState.OPEN else None
    if form is not None and form.validate_on_submit():
        try:
            partner.edit(found.answer_with(form.chosen, form.answer.data or ""), suggested=True)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="answer")
        else:
            flash(gettext("Uw antwoord is opgeslagen. Wie het voorstelde, leest het."), "success")
            return see_view("partners.partner", partner_id=partner.id)
    return page(
        "partners/suggestion.html",
        status=422 if form is not None and form.is_submitted() else 200,
        suggestion=found,
        partner=partner,
        fields=side_by_side(found),
        form=form,
        states=SUGGESTION_STATES,
    )


@blueprint.post("/profielvoorstellen/<uuid:suggestion_id>/intrekking")
@needs(Permission.PARTNER_EDIT)
def withdraw(suggestion_id: UUID) -> Response:
    """Not suggest it any more."""
    found = profiles.suggestion_to_answer(suggestion_id)
    partner = queries.partner_of(found.organisation)
    if partner is None or not profiles.is_ours(suggestion_id):
        abort(404)
    found.withdraw()
    flash(gettext("Het voorstel is ingetrokken."), "success")
    return see_view("partners.suggest", partner_id=partner.id)

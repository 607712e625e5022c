"""Suggestions for the profile of the own organisation; its administrator answers them, outside every coalition."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.organisations.forms import AnswerForm
from app.organisations.queries import profiles
from app.organisations.routes.blueprint import blueprint, employer
from app.organisations.rules import SuggestionState
from app.organisations.wording import SUGGESTION_STATES, side_by_side
from app.refusals import Refusal
from app.web.door import needs_across
from app.web.page import page, see_view


@blueprint.route("/mijn/organisatie/voorstellen/<uuid:suggestion_id>", methods=["GET", "POST"])
@needs_across(Permission.ROOM_READ)
def suggestion(suggestion_id: UUID) -> Response:
    """Take over what is suggested, field by field, or say why not; colleagues who do not keep the profile may read it."""
    found = profiles.suggestion(suggestion_id)
    keeps = employer(found.organisation_id).administrator
    found = profiles.suggestion_to_answer(suggestion_id) if keeps else found
    may_answer = keeps and found.state == SuggestionState.OPEN
    form = AnswerForm.about(found) if may_answer else None
    if form is not None and form.validate_on_submit():
        try:
            found.organisation.edit(found.answer_with(form.chosen, form.answer.data or ""), suggested=True)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="answer")
        else:
            flash(gettext("Uw antwoord is opgeslagen. Wie het voorstelde, leest het."), "success")
            return see_view("organisations.profile", organisation_id=found.organisation_id)
    return page(
        "organisations/suggestion.html",
        suggestion=found,
        fields=side_by_side(found),
        form=form,
        states=SUGGESTION_STATES,
        status=422 if form is not None and form.is_submitted() else 200,
    )

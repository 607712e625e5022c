"""Milestones of an action."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.periods import PartialDate
from app.plan.forms.action import MilestoneForm
from app.plan.models import Action, Milestone
from app.plan.queries.action import action_to_change, milestone_to_change
from app.plan.routes.action_page import changed
from app.plan.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.forms import PartialDateField
from app.web.page import page, see_view, wants_fragment


@blueprint.route("/acties/<uuid:action_id>/mijlpalen", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def add_milestone(action_id: UUID) -> Response:
    """Add a milestone to an action."""
    action = action_to_change(action_id)
    form = MilestoneForm()
    del form.done_on
    if form.validate_on_submit():
        try:
            action.add_milestone(form.title.data or "", form.due.value, weight=form.weight.data or 0)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="title")
        else:
            return changed(action_id, gettext("De mijlpaal is toegevoegd."))
    return _part(action, form, milestone=None)


@blueprint.route("/mijlpalen/<uuid:milestone_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_milestone(milestone_id: UUID) -> Response:
    """Change a milestone."""
    milestone = milestone_to_change(milestone_id)
    form = MilestoneForm(data=_shown(milestone))
    if milestone.done_on is None:
        del form.done_on
    watch(form, milestone.action_id)
    if form.validate_on_submit():
        try:
            milestone.edit(
                title=form.title.data or "",
                due=form.due.value,
                weight=form.weight.data or 0,
                done_on=form.done_on.value if "done_on" in form else None,
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="title")
        else:
            return changed(milestone.action_id, gettext("De mijlpaal is opgeslagen."))
    return _part(milestone.action, form, milestone=milestone)


@blueprint.route("/mijlpalen/<uuid:milestone_id>/gehaald", methods=["GET", "POST"])
@needs(Permission.ACTION_UPDATE)
def complete_milestone(milestone_id: UUID) -> Response:
    """Tick a milestone off, as of today."""
    milestone = milestone_to_change(milestone_id)
    if request.method == "GET":
        return see_view("plan.action", action_id=milestone.action_id)
    milestone.complete(PartialDate.of(today()))
    return changed(milestone.action_id, gettext("De mijlpaal is gehaald."))


@blueprint.route("/mijlpalen/<uuid:milestone_id>/heropening", methods=["GET", "POST"])
@needs(Permission.ACTION_UPDATE)
def reopen_milestone(milestone_id: UUID) -> Response:
    """It is not there yet after all."""
    milestone = milestone_to_change(milestone_id)
    if request.method == "GET":
        return see_view("plan.action", action_id=milestone.action_id)
    milestone.reopen()
    return changed(milestone.action_id, gettext("De mijlpaal staat weer open."))


@blueprint.route("/mijlpalen/<uuid:milestone_id>/verwijdering", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def remove_milestone(milestone_id: UUID) -> Response:
    """Take a milestone out of the plan, after a question."""
    milestone = milestone_to_change(milestone_id)
    if request.method == "GET":
        return page("plan/milestone_remove.html", milestone=milestone)
    milestone.remove()
    return changed(milestone.action_id, gettext("De mijlpaal is verwijderd."))


def _shown(milestone: Milestone) -> dict[str, Any]:
    return {
        "title": milestone.title,
        "weight": milestone.weight,
        "due": PartialDateField.of(milestone.due),
        "done_on": PartialDateField.of(milestone.done_on),
    }


def _part(action: Action, form: MilestoneForm, milestone: Milestone | None) -> Response:
    return page(
        "plan/milestone_edit.html",
        fragment="plan/_milestone_edit.html",
        status=422 if form.errors else 200,
        action=action,
        form=form,
        milestone=milestone,
        in_place=wants_fragment(),
    )

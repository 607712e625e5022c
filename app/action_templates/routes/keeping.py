"""Keep an action as a template; call a template otherwise; throw it away."""

from datetime import date
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.action_templates.forms import RenameForm, SaveForm
from app.action_templates.models import ActionTemplate
from app.action_templates.queries import own_template_to_change
from app.action_templates.routes.blueprint import blueprint
from app.action_templates.rules import length_of, steps_from
from app.history.meanwhile import watch
from app.plan.models import Action
from app.plan.queries.action import action_to_change
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/acties/<uuid:action_id>/sjabloon", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def keep(action_id: UUID) -> Response:
    """Keep an action as a template: its dates become weeks, counted from a day."""
    action = action_to_change(action_id)
    form = SaveForm(
        data={"name": action.title, "description": action.description, "starts": _counted_from(action)}
    )
    if form.validate_on_submit() and form.starts.data is not None:
        try:
            _keep(action, form, form.starts.data)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="name")
        else:
            flash(gettext("Het sjabloon is bewaard. U vindt het bij een nieuwe actie."), "success")
            return see_view("action_templates.gallery")
    return page("action_templates/keep.html", status=422 if form.errors else 200, action=action, form=form)


@blueprint.route("/acties/sjablonen/<uuid:action_template_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def rename(action_template_id: UUID) -> Response:
    """Call a template otherwise."""
    template = own_template_to_change(action_template_id)
    form = RenameForm(data={"name": template.name, "description": template.description})
    watch(form, template.id)
    if form.validate_on_submit():
        template.edit(name=form.name.data or "", description=form.description.data or "")
        flash(gettext("Het sjabloon is opgeslagen."), "success")
        return see_view("action_templates.gallery")
    return page(
        "action_templates/rename.html", status=422 if form.errors else 200, outline=template, form=form
    )


@blueprint.route("/acties/sjablonen/<uuid:action_template_id>/verwijdering", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def remove(action_template_id: UUID) -> Response:
    """Throw a template away, after a question."""
    template = own_template_to_change(action_template_id)
    form = RenameForm(data={"name": template.name})
    if form.is_submitted():
        template.remove()
        flash(gettext("Het sjabloon is verwijderd."), "success")
        return see_view("action_templates.gallery")
    return page("action_templates/remove.html", outline=template)


def _moments(action: Action) -> list[tuple[str, date | None, int]]:
    """The milestones with the latest day on which they are there, as planned: what was late once need not be again."""
    moments = ((one.title, one.due or one.done_on, one.weight) for one in action.milestones)
    return [(title, at.last_day if at else None, weight) for title, at, weight in moments]


def _counted_from(action: Action) -> date | None:
    """The day on which the action begins, or else its first milestone; None where neither is known."""
    if action.starts is not None:
        return action.starts.first_day
    return min((moment for _, moment, _ in _moments(action) if moment is not None), default=None)


def _keep(action: Action, form: SaveForm, starts: date) -> ActionTemplate:
    steps = steps_from(starts, _moments(action))
    end = action.ends or action.deadline
    weeks = form.weeks.data or length_of(starts, end.last_day if end else None, steps)
    return ActionTemplate.save(form.name.data or "", form.description.data or "", weeks, steps)

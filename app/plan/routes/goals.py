"""Goals: the page of one, and changing the tree."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.plan.forms.goal import GoalForm
from app.plan.models import Goal
from app.plan.queries import goal as goals
from app.plan.queries.offered import current_plan
from app.plan.routes.blueprint import blueprint
from app.plan.wording import STATUS_NAMES
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/doelen/<uuid:goal_id>")
@needs(Permission.PLAN_READ)
def goal(goal_id: UUID) -> Response:
    """A goal, how far it is and what that is computed from."""
    found = goals.goal(goal_id)
    return page(
        "plan/goal.html", goal=found, under=goals.under(found), status_names=STATUS_NAMES, today=today()
    )


@blueprint.route("/doelen/<uuid:goal_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_goal(goal_id: UUID) -> Response:
    """Change a goal."""
    found = goals.goal_to_change(goal_id)
    form = GoalForm(obj=found)
    watch(form, found.id)
    if form.validate_on_submit():
        try:
            found.edit(
                title=form.title.data or "",
                description=form.description.data or "",
                weight=form.weight.data or 0,
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="title")
        else:
            flash(gettext("Het doel is opgeslagen."), "success")
            return see_view("plan.goal", goal_id=goal_id)
    return _form_page(form, goal=found, parent=found.parent)


@blueprint.route("/doelen/nieuw", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_goal() -> Response:
    """Add a goal at the top of the current plan."""
    return _add(GoalForm(), parent=None)


@blueprint.route("/doelen/<uuid:goal_id>/doelen", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_sub_goal(goal_id: UUID) -> Response:
    """Add a goal under another."""
    return _add(GoalForm(), parent=goals.goal(goal_id))


def _add(form: GoalForm, parent: Goal | None) -> Response:
    plan = parent.plan if parent else current_plan()
    if plan is None:
        return page("plan/no_plan.html")
    if form.validate_on_submit():
        try:
            added = plan.add_goal(
                form.title.data or "",
                parent=parent,
                description=form.description.data or "",
                weight=form.weight.data or 0,
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="title")
        else:
            flash(gettext("Het doel is toegevoegd."), "success")
            return see_view("plan.goal", goal_id=added.id)
    return _form_page(form, goal=None, parent=parent)


def _form_page(form: GoalForm, *, goal: Goal | None, parent: Goal | None) -> Response:
    return page(
        "plan/goal_edit.html", status=422 if form.errors else 200, form=form, goal=goal, parent=parent
    )

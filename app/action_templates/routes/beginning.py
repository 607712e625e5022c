"""Begin an action with a template."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext

from app.access import Permission
from app.action_templates.forms import FromTemplateForm
from app.action_templates.queries import own_template, own_templates, shipped, shipped_template
from app.action_templates.routes.blueprint import blueprint
from app.action_templates.rules import Outline
from app.periods import PartialDate
from app.plan.models import Action, Plan
from app.plan.queries import offered
from app.plan.queries.action import action_to_change, action_to_tie
from app.plan.rules import ActionStatus
from app.web.clock import today
from app.web.door import needs
from app.web.intake import said_but
from app.web.page import page, see_view

COUNT_AGAIN = "herreken"


@blueprint.get("/acties/sjablonen")
@needs(Permission.PLAN_EDIT)
def gallery() -> Response:
    """What an action can begin with."""
    return page(
        "action_templates/gallery.html", own=own_templates(), shipped=shipped(), came_from=_came_from()
    )


@blueprint.route("/acties/sjablonen/standaard/<name>", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def begin_with_shipped(name: str) -> Response:
    """Begin an action with a template that ships."""
    return _begin(shipped_template(name))


@blueprint.route("/acties/sjablonen/<uuid:action_template_id>/actie", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def begin_with_own(action_template_id: UUID) -> Response:
    """Begin an action with a template of the coalition."""
    return _begin(own_template(action_template_id).outline)


def _came_from() -> dict[str, Any]:
    """The goal or the pillar from which one came, for the next address."""
    return {name: value for name, value in said_but("").items() if name in {"doel", "pijler"}}


def _begin(outline: Outline) -> Response:
    plan = offered.current_plan()
    if plan is None:
        return page("plan/no_plan.html")
    form = FromTemplateForm(data=FromTemplateForm.shown(outline, today()))
    _offer(form)
    asked = COUNT_AGAIN in request.form
    if form.is_submitted() and form.term is not None and (asked or form.is_stale):
        # Saved with another start than the dates were computed for: show the new dates first.
        form.count_again(outline)
        return _form(outline, form, counted=True)
    if form.validate_on_submit() and form.term is not None:
        action = _add(plan, form, outline, *form.term)
        flash(gettext("De actie is toegevoegd, met haar mijlpalen."), "success")
        return see_view("plan.action", action_id=action.id)
    return _form(outline, form)


def _offer(form: FromTemplateForm) -> None:
    pillars = offered.pillars()
    number = request.args.get("pijler")
    pillar = next((pillar.id for pillar in pillars if str(pillar.number) == number), None)
    form.goal.offer(offered.goals(), none=gettext("Nog geen doel"), now=request.args.get("doel"))
    form.pillar.offer(pillars, none=gettext("Nog geen pijler"), now=pillar)
    form.owner.offer(offered.partners(), none=gettext("Nog niemand"))


def _add(plan: Plan, form: FromTemplateForm, outline: Outline, starts: date, weeks: int) -> Action:
    added = plan.add_action(
        status=ActionStatus(form.status.data),
        title=form.title.data or "",
        description=form.description.data or "",
        goal=form.goal.row,
        owner=form.owner.row,
        starts=PartialDate.of(starts),
        ends=PartialDate.of(outline.ends(starts, weeks)),
    )
    if form.pillar.row is not None:
        action_to_tie(added.id).tie_to(pillars=[form.pillar.row])
    action = action_to_change(added.id)
    for place, step in enumerate(form.steps):
        if step.form.title.data:
            due = PartialDate.of(step.form.due.data) if step.form.due.data else None
            weight = outline.steps[place].weight if place < len(outline.steps) else 1
            action.add_milestone(step.form.title.data, due, weight=weight)
    return action


def _form(outline: Outline, form: FromTemplateForm, *, counted: bool = False) -> Response:
    return page(
        "action_templates/begin.html",
        fragment="action_templates/_begin.html",
        # Nothing was saved, also where only the dates were asked for: the form can be sent again.
        status=422 if form.errors or counted else 200,
        outline=outline,
        form=form,
        counted=counted,
        here=url_for(request.endpoint or "", **(request.view_args or {}), **_came_from()),
    )

"""The action: its page, and each part of it that can be changed."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.plan.forms.action import FactsForm, MoveForm, NewActionForm, TiesForm
from app.plan.models import Action, ActionPillar, ActionTheme, Neighbourhood, TargetGroup
from app.plan.queries import offered
from app.plan.queries.action import action_to_change, action_to_show, action_to_tie
from app.plan.queries.ties import choices
from app.plan.routes.action_page import changed, show
from app.plan.routes.blueprint import blueprint
from app.plan.routes.moving import refuse_from_elsewhere
from app.plan.rules import ActionStatus
from app.refusals import Refusal
from app.web.door import needs
from app.web.intake import said_but
from app.web.page import page, see_view, wants_fragment
from app.web.row_fields import RowsField


@blueprint.route("/acties/<uuid:action_id>")
@needs(Permission.PLAN_READ)
def action(action_id: UUID) -> Response:
    """Everything of one action."""
    return show(action_id)


@blueprint.route("/acties/nieuw", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_action() -> Response:
    """Add an action to the current plan; `?doel=`, `?pijler=` and `?trekker=` say from where one came."""
    plan = offered.current_plan()
    if plan is None:
        return page("plan/no_plan.html")
    form = NewActionForm()
    form.goal.offer(offered.goals(), none=gettext("Nog geen doel"), now=request.args.get("doel"))
    pillars = offered.pillars()
    came_from = next(
        (pillar.id for pillar in pillars if str(pillar.number) == request.args.get("pijler")), None
    )
    form.pillar.offer(pillars, none=gettext("Nog geen pijler"), now=came_from)
    form.owner.offer(offered.partners(), none=gettext("Nog niemand"), now=request.args.get("trekker"))
    if form.validate_on_submit():
        added = plan.add_action(
            status=ActionStatus(form.status.data),
            title=form.title.data or "",
            goal=form.goal.row,
            owner=form.owner.row,
            deadline=form.deadline.value,
        )
        if form.pillar.row is not None:
            action_to_tie(added.id).tie_to(pillars=[form.pillar.row])
        flash(gettext("De actie is toegevoegd. Vul hieronder aan wat u al weet."), "success")
        return see_view("plan.action", action_id=added.id)
    # For who would rather begin with a template.
    there = {name: value for name, value in said_but("").items() if name in {"doel", "pijler"}}
    return page("plan/action_new.html", status=422 if form.errors else 200, form=form, came_from=there)


@blueprint.route("/acties/<uuid:action_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_action(action_id: UUID) -> Response:
    """Change the facts of an action."""
    found = action_to_change(action_id)
    form = FactsForm(data=FactsForm.shown(found))
    form.goal.offer(offered.goals(), none=gettext("Geen doel"), now=found.goal_id)
    form.owner.offer(offered.partners(), none=gettext("Nog niemand"), now=found.owner_id)
    watch(form, found.id)
    if form.validate_on_submit():
        try:
            found.edit(
                title=form.title.data or "",
                description=form.description.data or "",
                goal=form.goal.row,
                owner=form.owner.row,
                starts=form.starts.value,
                ends=form.ends.value,
                deadline=form.deadline.value,
                weight=form.weight.data or 0,
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="title")
        else:
            return changed(action_id, gettext("De gegevens zijn opgeslagen."))
    return _part("edit", found, form)


@blueprint.route("/acties/<uuid:action_id>/status", methods=["GET", "POST"])
@needs(Permission.ACTION_UPDATE)
def move_action(action_id: UUID) -> Response:
    """Give an action another status; `?naar=` is the one chosen already."""
    found = action_to_change(action_id)
    form = MoveForm(data={"status": request.args.get("naar")})
    form.offer(found)
    if form.validate_on_submit():
        try:
            refuse_from_elsewhere(found, form.status.data)
            moved = found.move(form.status.data, reason=form.reason.data or "")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="status")
        else:
            said = gettext("De status is veranderd.") if moved else gettext("Deze status had de actie al.")
            return changed(action_id, said)
    return _part("move", found, form)


@blueprint.route("/acties/<uuid:action_id>/verbanden", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def tie_action(action_id: UUID) -> Response:
    """Say what an action is tied to: pillars, themes, who helps, where and for whom."""
    form = TiesForm()
    found = _found_with_offers(action_id, form)
    watch(form, found.id)
    if form.validate_on_submit():
        places, groups = form.neighbourhoods.rows, form.target_groups.rows
        found.tie_to(
            pillars=form.pillars.rows,
            themes=form.themes.rows,
            contributors=form.contributors.rows,
            neighbourhoods=_with_new(places, Neighbourhood, form.new_neighbourhoods.data),
            target_groups=_with_new(groups, TargetGroup, form.new_target_groups.data),
        )
        return changed(action_id, gettext("De verbanden zijn opgeslagen."))
    return _part("tie", found, form)


@blueprint.route("/acties/<uuid:action_id>/lezingen/<uuid:tie_id>", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def confirm_reading(action_id: UUID, tie_id: UUID) -> Response:
    """Confirm that our reading of the document is right: this action does serve that pillar or theme."""
    found = action_to_tie(action_id)
    ties: list[ActionPillar | ActionTheme] = [*found.pillars, *found.themes]
    tie = next((tie for tie in ties if tie.id == tie_id), None) or abort(404)
    if request.method == "GET":
        return see_view("plan.action", action_id=action_id)
    found.confirm(tie)
    return changed(action_id, gettext("Dank u, dit staat nu vast."))


def _part(name: str, found: Action, form: object) -> Response:
    return page(
        f"plan/action_{name}.html",
        fragment=f"plan/_action_{name}.html",
        status=422 if getattr(form, "errors", None) else 200,
        action=found,
        form=form,
        in_place=wants_fragment(),
    )


def _found_with_offers(action_id: UUID, form: TiesForm) -> Action:
    """The action, with what it can be tied to offered in `form`: the rows themselves to who changes it, their names to who opens it."""
    if request.method != "POST":
        found = action_to_show(action_id)
        offers = choices(action_id)
        fields: list[RowsField[Any]] = [
            form.pillars,
            form.themes,
            form.contributors,
            form.neighbourhoods,
            form.target_groups,
        ]
        for field in fields:
            rows = offers.get(field.name, [])
            field.offer(rows, now=[row.id for row in rows if row.tied], posted=False)
        return found
    found = action_to_tie(action_id)
    _offer_rows(form, found)
    return found


def _offer_rows(form: TiesForm, found: Action) -> None:
    form.pillars.offer(offered.pillars(), now=[tie.pillar_id for tie in found.pillars], posted=True)
    form.themes.offer(offered.themes(), now=[tie.theme_id for tie in found.themes], posted=True)
    helping = [tie.partner_id for tie in found.contributors]
    form.contributors.offer(offered.partners(), now=helping, posted=True)
    places = [tie.neighbourhood_id for tie in found.neighbourhoods]
    form.neighbourhoods.offer(offered.all_of(Neighbourhood), now=places, posted=True)
    groups = [tie.target_group_id for tie in found.target_groups]
    form.target_groups.offer(offered.all_of(TargetGroup), now=groups, posted=True)


def _with_new(ticked: list[offered.Name], noun: type[offered.Name], typed: str | None) -> list[offered.Name]:
    added = offered.named(noun, (typed or "").split(","))
    return ticked + [row for row in added if row not in ticked]

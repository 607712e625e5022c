"""The plan by pillar and by theme. Here and not in `pillars`, because these pages show actions and partners."""

from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext, ngettext

from app.access import Permission
from app.history.meanwhile import watch
from app.pillars.models import Reading, ThemeActionLine, ThemePillar
from app.pillars.queries import theme_to_change
from app.plan.forms.by_pillar import PillarForm, TieThemeForm
from app.plan.queries import offered
from app.plan.queries.by_pillar import Gap, pillar_page, pillar_to_change, theme_page
from app.plan.queries.grid import grid
from app.plan.queries.readings import Tie, ties_of_pillar, ties_of_theme
from app.plan.routes.blueprint import blueprint
from app.plan.wording import STATUS_NAMES
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view
from tenants import current_tenant


@blueprint.get("/pijlers")
@needs(Permission.PLAN_READ)
def pillars() -> Response:
    """The five pillars and the three action lines, with what serves them."""
    return page("plan/pillars.html", grid=grid())


@blueprint.get("/pijlers/<int(min=1, max=5):number>")
@needs(Permission.PLAN_READ)
def pillar(number: int) -> Response:
    """One pillar: what it asks, what we do for it, what is missing."""
    found = pillar_page(number) or abort(404)
    now, after_days = today(), current_tenant().stalled_after_days
    return page(
        "plan/pillar.html",
        found=found,
        pillar=found.pillar,
        gaps=found.gaps(now, after_days),
        Gap=Gap,
        stalled=found.stalled(now, after_days),
        status_names=STATUS_NAMES,
        today=now,
        stalled_after_days=after_days,
    )


@blueprint.route("/pijlers/<int(min=1, max=5):number>/wijziging", methods=["GET", "POST"])
@needs(Permission.PILLAR_EDIT)
def edit_pillar(number: int) -> Response:
    """Change who leads a pillar, and our note."""
    found = pillar_to_change(number) or abort(404)
    form = PillarForm(obj=found)
    form.lead.offer(offered.partners(), none=gettext("Nog niemand"), now=found.lead_id)
    watch(form, found.id)
    if form.validate_on_submit():
        found.edit(note=(form.note.data or "").replace("\r\n", "\n"), lead=form.lead.row)
        flash(gettext("De pijler is gewijzigd."), "success")
        return see_view("plan.pillar", number=number)
    return page("plan/pillar_form.html", status=422 if form.errors else 200, form=form, pillar=found)


@blueprint.route("/pijlers/<int(min=1, max=5):number>/themas", methods=["GET", "POST"])
@needs(Permission.PILLAR_EDIT)
def tie_theme(number: int) -> Response:
    """Say that a theme serves this pillar too."""
    found = pillar_to_change(number) or abort(404)
    form = TieThemeForm()
    form.theme.offer(offered.themes(), none=gettext("Kies een thema"))
    if form.validate_on_submit():
        chosen = form.theme.row or abort(404)
        theme = theme_to_change(chosen.id) or abort(404)
        theme.tie_to(pillars=[*(tie.pillar for tie in theme.pillars if tie.pillar is not found), found])
        flash(gettext("“%(theme)s” hoort nu bij deze pijler.", theme=theme.title), "success")
        return see_view("plan.pillar", number=number)
    return page("plan/pillar_theme.html", status=422 if form.errors else 200, form=form, pillar=found)


@blueprint.route(
    "/pijlers/<int(min=1, max=5):number>/lezingen", methods=["GET", "POST"], defaults={"tie_id": None}
)
@blueprint.route("/pijlers/<int(min=1, max=5):number>/lezingen/<uuid:tie_id>", methods=["GET", "POST"])
@needs(Permission.PILLAR_EDIT)
def confirm_pillar(number: int, tie_id: UUID | None) -> Response:
    """Confirm our readings of what serves a pillar: one, or all that still wait."""
    confirm(ties_of_pillar(number, tie_id), one=tie_id is not None)
    return see_view("plan.pillar", number=number)


@blueprint.route("/themas/<uuid:theme_id>")
@needs(Permission.PLAN_READ)
def theme(theme_id: UUID) -> Response:
    """A theme: what it is, which pillars and action lines it serves, and what is done for it."""
    found, actions = theme_page(theme_id) or abort(404)
    readings: list[Reading] = [*found.pillars, *found.action_lines]
    return page(
        "plan/theme.html",
        theme=found,
        actions=actions,
        to_confirm=any(reading.to_confirm for reading in readings)
        or any(action.tie and action.tie.to_confirm for action in actions),
        today=today(),
        stalled_after_days=current_tenant().stalled_after_days,
    )


@blueprint.route("/themas/<uuid:theme_id>/lezingen", methods=["GET", "POST"], defaults={"tie_id": None})
@blueprint.route("/themas/<uuid:theme_id>/lezingen/<uuid:tie_id>", methods=["GET", "POST"])
@needs(Permission.PILLAR_EDIT)
def confirm_theme(theme_id: UUID, tie_id: UUID | None) -> Response:
    """Confirm our readings of what a theme serves, and of what is done for it: one, or all that still wait."""
    if theme_to_change(theme_id) is None:
        abort(404)
    confirm(ties_of_theme(theme_id, tie_id), one=tie_id is not None)
    return see_view("plan.theme", theme_id=theme_id)


def confirm(ties: list[Tie], *, one: bool) -> None:
    """Confirm those that still wait, each by the noun that it belongs to, and say how many that were. `one` must be there.

    Who comes here by the address alone (reloading after a refusal) confirms nothing.
    """
    if one and not ties:
        abort(404)
    if request.method == "GET":
        return
    waiting = [tie for tie in ties if tie.to_confirm]
    for tie in waiting:
        if isinstance(tie, ThemePillar | ThemeActionLine):
            tie.theme.confirm(tie)
        else:
            tie.action.confirm(tie)
    if waiting:
        flash(
            ngettext("Een lezing is bevestigd.", "%(num)s lezingen zijn bevestigd.", len(waiting)), "success"
        )
    else:
        flash(gettext("Dit was al bevestigd."), "info")

"""Themes: add one, change one, and say what it serves. Their pages stand in the plan, where their actions are."""

from uuid import UUID

from flask import Blueprint, Response, abort, flash
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.pillars import queries
from app.pillars.forms import ThemeForm
from app.pillars.models import Theme
from app.web.door import needs
from app.web.page import page, see_view

blueprint = Blueprint("pillars", __name__)


@blueprint.route("/themas/nieuw", methods=["GET", "POST"])
@needs(Permission.PILLAR_EDIT)
def new_theme() -> Response:
    """Add a theme."""
    form = ThemeForm()
    form.offer(queries.pillars(), queries.action_lines(), now=([], []))
    if form.validate_on_submit():
        theme = Theme.add(**form.facts)
        theme.tie_to(pillars=form.pillars.rows, action_lines=form.action_lines.rows)
        flash(
            gettext("Het thema is toegevoegd. Verbind er nu acties aan, op de pagina van elke actie."),
            "success",
        )
        return see_view("plan.theme", theme_id=theme.id)
    return page("pillars/theme_form.html", status=422 if form.errors else 200, form=form, theme=None)


@blueprint.route("/themas/<uuid:theme_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PILLAR_EDIT)
def edit_theme(theme_id: UUID) -> Response:
    """Change a theme, and what it serves."""
    theme = queries.theme_to_change(theme_id) or abort(404)
    form = ThemeForm(data={"number": theme.number, "title": theme.title, "description": theme.description})
    served = [tie.pillar_id for tie in theme.pillars], [tie.action_line_id for tie in theme.action_lines]
    form.offer(queries.pillars(), queries.action_lines(), now=served)
    watch(form, theme.id)
    if form.validate_on_submit():
        theme.edit(**form.facts)
        theme.tie_to(pillars=form.pillars.rows, action_lines=form.action_lines.rows)
        flash(gettext("Het thema is gewijzigd."), "success")
        return see_view("plan.theme", theme_id=theme.id)
    return page("pillars/theme_form.html", status=422 if form.errors else 200, form=form, theme=theme)

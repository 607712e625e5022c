"""The periods in which partners contribute, and their terms."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.contributions.forms import PeriodForm
from app.contributions.models import ContributionPeriod
from app.contributions.queries import rows
from app.contributions.routes.blueprint import blueprint
from app.history.meanwhile import watch
from app.refusals import Refusal
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.get("/partners/bijdragen/perioden")
@needs(Permission.CONTRIBUTION_READ)
def periods() -> Response:
    """Every period, with what the coalition asks in it."""
    return page("contributions/periods.html", periods=rows.periods())


@blueprint.route("/partners/bijdragen/perioden/nieuw", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def open_period() -> Response:
    """Begin a period."""
    form = PeriodForm()
    form.offer(rows.plans())
    try:
        if form.validate_on_submit():
            period = ContributionPeriod.open(**form.facts)
            flash(gettext("%(name)s is toegevoegd.", name=period.name), "success")
            return see_view("contributions.periods")
    except Refusal as refusal:
        form.refuse(refusal, otherwise="name")
    return page("contributions/period_form.html", status=422 if form.errors else 200, form=form, period=None)


@blueprint.route("/partners/bijdragen/perioden/<uuid:period_id>", methods=["GET", "POST"])
@needs(Permission.CONTRIBUTION_EDIT)
def edit_period(period_id: UUID) -> Response:
    """Change a period or its terms."""
    period = rows.period_to_change(period_id)
    form = PeriodForm.of(period)
    form.offer(rows.plans(), now=period.plan_id)
    watch(form, period.id)
    try:
        if form.validate_on_submit():
            if period.edit(**form.facts):
                flash(gettext("De wijzigingen zijn opgeslagen."), "success")
            return see_view("contributions.periods")
    except Refusal as refusal:
        form.refuse(refusal, otherwise="name")
    return page(
        "contributions/period_form.html", status=422 if form.errors else 200, form=form, period=period
    )

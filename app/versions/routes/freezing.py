"""Freeze the plan of today."""

from flask import Response, flash
from flask_babel import format_date, gettext

from app.access import Permission
from app.plan.models import Plan
from app.refusals import Refusal
from app.versions.forms import FreezeForm
from app.versions.models import PlanVersion
from app.versions.queries.content import content_of
from app.versions.queries.versions import names_of_bodies, newest_of, versions
from app.versions.routes.blueprint import blueprint
from app.versions.rules.comparison import compare
from app.versions.rules.content import Content, digest_of, size_of
from app.versions.wording.telling import summary
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/plan/versies/nieuw", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def freeze() -> Response:
    """See what will be frozen, say who adopted it and when, and freeze it: exactly what was seen, or nothing."""
    found = content_of(None)
    if found is None:
        return page("plan/no_plan.html")
    plan, content = found
    form = FreezeForm(
        data={"name": gettext("Vastgesteld in %(month)s", month=format_date(today(), "MMMM y"))}
    )
    form.offer(names_of_bodies(), versions())
    moved_on = form.is_submitted() and form.seen.data != digest_of(content)
    if form.validate_on_submit() and not moved_on:
        try:
            version = _freeze(form, plan, content)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="name")
        else:
            flash(gettext("De versie ligt vast. Ze verandert niet meer."), "success")
            return see_view("versions.version", version_id=version.id)
    form.seen.data = digest_of(content)
    return _show(form, plan, content, moved_on=moved_on)


def _freeze(form: FreezeForm, plan: Plan, content: Content) -> PlanVersion:
    if form.lacks_a_body:
        raise Refusal("Vul in wie het plan vaststelde.", about="another_body")
    return PlanVersion.freeze(plan, content, **form.facts)


def _show(form: FreezeForm, plan: Plan, content: Content, *, moved_on: bool) -> Response:
    newest = newest_of(plan.id)
    changes = compare(newest.content, content) if newest is not None and newest.is_readable else None
    return page(
        "versions/freeze.html",
        status=422 if form.errors or moved_on else 200,
        form=form,
        plan=plan,
        size=size_of(content),
        newest=newest,
        changed=None if changes is None else summary(changes),
        moved_on=moved_on,
    )

"""Freeze the plan of today."""

from flask import Response, flash
from flask_babel import gettext

from app.access import Permission
from app.refusals import Refusal
from app.versions.forms import FreezeForm
from app.versions.models import PlanVersion, called_after
from app.versions.queries.content import content_of
from app.versions.queries.versions import names_of_bodies, versions_to_follow
from app.versions.routes.blueprint import blueprint
from app.versions.rules.comparison import compare
from app.versions.rules.content import FORMAT, Content, digest_of, size_of
from app.versions.wording.telling import summary
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view


@blueprint.route("/plan/versies/nieuw", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def freeze() -> Response:
    """See what will be frozen, say who adopted it and when, and freeze it: exactly what was seen, or nothing."""
    content = content_of(None)
    if content is None:
        return page("plan/no_plan.html")
    form = FreezeForm(data={"name": called_after(today())})
    known, newest, kept = versions_to_follow()
    form.offer(names_of_bodies(), known)
    moved_on = form.is_submitted() and form.seen.data != digest_of(content)
    if form.validate_on_submit() and not moved_on:
        try:
            version = _freeze(form, content)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="name")
        else:
            flash(gettext("De versie ligt vast. Ze verandert niet meer."), "success")
            return see_view("versions.version", version_id=version.id)
    form.seen.data = digest_of(content)
    comparable = kept if kept is not None and kept["format"] == FORMAT else None
    return page(
        "versions/freeze.html",
        status=422 if form.errors or moved_on else 200,
        form=form,
        plan=content["plan"],
        size=size_of(content),
        newest=newest,
        changed=None if comparable is None else summary(compare(comparable, content)),
        moved_on=moved_on,
    )


def _freeze(form: FreezeForm, content: Content) -> PlanVersion:
    if form.lacks_a_body:
        raise Refusal("Vul in wie het plan vaststelde.", about="another_body")
    return PlanVersion.freeze(content, **form.facts)

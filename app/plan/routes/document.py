"""The plan as a document: to read, to print, and its facts to change."""

from collections.abc import Iterable
from uuid import UUID

from flask import Response, abort, flash
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.plan.forms.document import PlanFactsForm
from app.plan.models import Plan
from app.plan.queries import document as documents
from app.plan.queries.document import Document
from app.plan.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.clock import today
from app.web.door import needs
from app.web.page import page, see_view
from tenants import db


@blueprint.get("/plan")
@needs(Permission.PLAN_READ)
def document() -> Response:
    """The current plan; where there is none yet, the way to begin one."""
    found = documents.document(None)
    return show(found) if found else page("plan/no_plan.html")


@blueprint.get("/plan/<uuid:plan_id>")
@needs(Permission.PLAN_READ)
def document_of(plan_id: UUID) -> Response:
    """A plan, also an older one."""
    return show(documents.document(plan_id) or abort(404))


def show(found: Document) -> Response:
    """The plan, from beginning to end."""
    return page(
        "plan/document.html", document=found, plan=found.plan, contents=contents(found), today=today()
    )


def contents(found: Document) -> list[dict[str, object]]:
    """The table of contents: chapters under the chapter whose number they carry on ("2.1" under "2"), then the tree and the pillars."""
    entries = chapter_entries((chapter.id, chapter.number, chapter.title) for chapter in found.plan.chapters)
    goals = [entry_of(f"doel-{goal.id}", goal.title, goal.number, []) for goal in found.goals]
    if goals or found.loose_actions:
        entries.append(entry_of("doelen-en-acties", gettext("Doelen en acties"), "", goals))
    if any(pillar.themes for pillar in found.pillars):
        entries.append(entry_of("pijlers-en-themas", gettext("Pijlers en thema’s"), "", []))
    return entries


def chapter_entries(chapters: Iterable[tuple[object, str, str]]) -> list[dict[str, object]]:
    """The chapters (id, number, title) as lines of the table of contents, those that carry on a number under it."""
    entries: list[dict[str, object]] = []
    open_chapters: dict[str, list[dict[str, object]]] = {}
    for key, number, title in chapters:
        children: list[dict[str, object]] = []
        entry = entry_of(f"hoofdstuk-{key}", title, number, children)
        open_chapters.get(number.rpartition(".")[0] or "-", entries).append(entry)
        open_chapters[number or "-"] = children if number else entries
    return entries


def entry_of(anchor: str, title: str, number: str, children: list[dict[str, object]]) -> dict[str, object]:
    """One line of the table of contents."""
    return {"anchor": anchor, "title": title, "number": number, "children": children}


@blueprint.route("/plan/nieuw", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_plan() -> Response:
    """Begin a plan; the one before it stays to be read."""
    form = PlanFactsForm()
    if form.validate_on_submit():
        try:
            Plan.begin(**form.facts)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="period_until")
        else:
            flash(gettext("Het plan is begonnen. Voeg nu hoofdstukken, doelen en acties toe."), "success")
            return see_view("plan.document")
    return page("plan/plan_form.html", status=422 if form.errors else 200, form=form, plan=None)


@blueprint.route("/plan/<uuid:plan_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_plan(plan_id: UUID) -> Response:
    """Change what a plan is called, for which years it is, and who adopted it."""
    # Locked: of two who save at the same moment the second sees what the first changed.
    plan = db().get(Plan, plan_id, with_for_update={"key_share": True}) or abort(404)
    form = PlanFactsForm.of(plan)
    watch(form, plan.id)
    if form.validate_on_submit():
        try:
            plan.edit(**form.facts)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="period_until")
        else:
            flash(gettext("Het plan is gewijzigd."), "success")
            return see_view("plan.document_of", plan_id=plan.id)
    return page("plan/plan_form.html", status=422 if form.errors else 200, form=form, plan=plan)

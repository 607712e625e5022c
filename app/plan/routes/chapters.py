"""Chapters and passages: add, change, and take out what should not be there."""

from uuid import UUID

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.plan.forms.document import ChapterForm, PassageForm
from app.plan.models import Chapter, Passage
from app.plan.queries.chapters import chapter_to_change, passage_to_change, plan_to_extend
from app.plan.routes.blueprint import blueprint
from app.plan.rules import PassageKind
from app.web.door import needs
from app.web.page import page, see


@blueprint.route("/plan/<uuid:plan_id>/hoofdstukken", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_chapter(plan_id: UUID) -> Response:
    """Add a chapter to a plan."""
    plan = plan_to_extend(plan_id) or abort(404)
    form = ChapterForm(plan)
    if form.validate_on_submit():
        before = form.after.row
        chapter = plan.add_chapter(**form.facts)
        chapter.stand_after(before)
        flash(gettext("Het hoofdstuk is toegevoegd."), "success")
        return see(url_of(chapter))
    return page(
        "plan/chapter_form.html", status=422 if form.errors else 200, form=form, plan=plan, chapter=None
    )


@blueprint.route("/plan/hoofdstukken/<uuid:chapter_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_chapter(chapter_id: UUID) -> Response:
    """Change a chapter's text and place; its passages are listed below it."""
    chapter = chapter_to_change(chapter_id) or abort(404)
    form = ChapterForm(chapter.plan, chapter)
    watch(form, chapter.id)
    if form.validate_on_submit():
        chapter.edit(**form.facts)
        chapter.stand_after(form.after.row)
        flash(gettext("Het hoofdstuk is gewijzigd."), "success")
        return see(url_of(chapter))
    return page(
        "plan/chapter_form.html",
        status=422 if form.errors else 200,
        form=form,
        plan=chapter.plan,
        chapter=chapter,
    )


@blueprint.route("/plan/hoofdstukken/<uuid:chapter_id>/punten", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_passage(chapter_id: UUID) -> Response:
    """Add an item to a chapter."""
    chapter = chapter_to_change(chapter_id) or abort(404)
    form = PassageForm()
    if form.validate_on_submit():
        facts = form.facts
        chapter.add_passage(facts["text"], kind=PassageKind(facts["kind"]), label=facts["label"])
        flash(gettext("Het punt is toegevoegd."), "success")
        return see(url_for("plan.edit_chapter", chapter_id=chapter.id, _anchor="punten"))
    return page(
        "plan/passage_form.html",
        status=422 if form.errors else 200,
        form=form,
        passage=None,
        around=chapter,
        back=url_of(chapter),
    )


@blueprint.route("/plan/punten/<uuid:passage_id>/wijziging", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_passage(passage_id: UUID) -> Response:
    """Change an item, of a chapter or of an action."""
    passage = passage_to_change(passage_id) or abort(404)
    form = PassageForm(obj=passage)
    watch(form, passage.around.id)
    if form.validate_on_submit():
        passage.edit(**form.facts)
        flash(gettext("Het punt is gewijzigd."), "success")
        return see(url_around(passage))
    return page(
        "plan/passage_form.html",
        status=422 if form.errors else 200,
        form=form,
        passage=passage,
        around=passage.around,
        back=url_around(passage),
    )


@blueprint.route("/plan/punten/<uuid:passage_id>/verwijdering", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def remove_passage(passage_id: UUID) -> Response:
    """Ask whether an item should go, and take it out."""
    passage = passage_to_change(passage_id) or abort(404)
    if request.method == "POST":
        back = url_around(passage)
        passage.remove()
        flash(gettext("Het punt is verwijderd. De tekst staat nog in de geschiedenis."), "success")
        return see(back)
    return page("plan/passage_remove.html", passage=passage, back=url_around(passage))


def url_of(chapter: Chapter) -> str:
    """Where a chapter is read."""
    return url_for("plan.document_of", plan_id=chapter.plan_id, _anchor=f"hoofdstuk-{chapter.id}")


def url_around(passage: Passage) -> str:
    """Where a passage is read or changed: with its chapter, or with its action."""
    if passage.action_id is not None:
        return url_for("plan.action", action_id=passage.action_id)
    return url_for("plan.edit_chapter", chapter_id=passage.chapter_id, _anchor="punten")

"""Looking at a list: what it would do, correcting what is wrong, and letting it be done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.partner_imports import queries
from app.partner_imports.forms import ConfirmForm, row_form
from app.partner_imports.models import PartnerImport, PartnerImportRow
from app.partner_imports.routes.blueprint import blueprint
from app.partner_imports.rules.columns import CHOSEN, Column
from app.partner_imports.rules.outcomes import DONE, Deed, Outcome, fingerprint
from app.partner_imports.rules.states import ImportState
from app.partner_imports.wording import (
    COLUMN_NAMES,
    DEED_NAMES,
    DEED_TONES,
    MARK_NAMES,
    labels_of,
    what_happens,
)
from app.refusals import Refusal
from app.web.door import needs
from app.web.intake import countable
from app.web.page import page, see_view
from jobs.partner_imports import read_in

ROWS_PER_PAGE = 50


@blueprint.get("/partners/inlezen/<uuid:partner_import_id>")
@needs(Permission.PARTNER_EDIT)
def look(partner_import_id: UUID) -> Response:
    """What the list would do, row by row; once it was read in, what it did."""
    return _shown(partner_import_id, ConfirmForm())


def _shown(partner_import_id: UUID, form: ConfirmForm, status: int = 200) -> Response:
    brought, task = queries.partner_import(partner_import_id)
    rows = queries.rows_of(brought.id)
    places = queries.neighbourhoods()
    outcomes = queries.rehearsed(brought, rows, places) if brought.state == ImportState.OPEN else _kept(rows)
    counts = Counter(outcome.deed for outcome in outcomes)
    only = next((deed for deed in Deed if deed.value == request.args.get("toon")), None)
    chosen = [pair for pair in zip(rows, outcomes, strict=True) if only in (None, pair[1].deed)]
    number = min(
        max(1, request.args.get("pagina", 1, type=countable)), max(1, -(-len(chosen) // ROWS_PER_PAGE))
    )
    form.seen.data = fingerprint(outcomes)
    return page(
        "partner_imports/look.html",
        fragment="partner_imports/_state.html",
        brought=brought,
        task=task,
        form=form,
        shown=chosen[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE],
        number=number,
        pages=-(-len(chosen) // ROWS_PER_PAGE),
        only=only,
        counts=counts,
        happens=what_happens(counts),
        can=not counts[Deed.WRONG] and any(counts[deed] for deed in DONE),
        **_words(brought, places),
        status=status,
    )


def _words(brought: PartnerImport, places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "columns": brought.columns_read,
        "column_names": COLUMN_NAMES,
        "deeds": DEED_NAMES,
        "tones": DEED_TONES,
        "marks": MARK_NAMES,
        "labels": {column: labels_of(column) for column in CHOSEN} | {Column.NEIGHBOURHOODS: places},
    }


def _kept(rows: Sequence[PartnerImportRow]) -> list[Outcome]:
    """Of a list that is being read in or was: what was kept with its rows."""
    return [Outcome(row.number, Deed(row.outcome or Deed.NOTHING), {}) for row in rows]


@blueprint.route("/partners/inlezen/<uuid:partner_import_id>/invoer", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def confirm(partner_import_id: UUID) -> Response:
    """Let it be done, by a task: what was shown, or nothing."""
    brought = queries.partner_import_to_change(partner_import_id)
    if request.method == "GET":
        return see_view("partner_imports.look", partner_import_id=brought.id)
    form = ConfirmForm()
    try:
        if form.validate():
            outcomes = queries.rehearsed(brought, queries.rows_of(brought.id))
            brought.confirm(form.seen.data or "", outcomes)
            brought.task_id = read_in.later(import_id=str(brought.id))
            return see_view("partner_imports.look", partner_import_id=brought.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="seen")
    return _shown(partner_import_id, form, status=422)


@blueprint.route("/partners/inlezen/rijen/<uuid:partner_import_row_id>", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def correct(partner_import_row_id: UUID) -> Response:
    """Correct the cells of one row."""
    row = queries.row_to_change(partner_import_row_id)
    form = row_form(row.brought.columns_read, row.cells)
    watch(form, row.id)
    places = queries.neighbourhoods()
    outcome = queries.rehearsed(row.brought, [row], places)[0]
    try:
        if not form.is_submitted():
            form.show(outcome.cells)
        elif form.validate():
            row.correct(form.texts(row.brought.columns_read))
            outcome = queries.rehearsed(row.brought, [row], places)[0]
            if outcome.deed is not Deed.WRONG:
                flash(gettext("Rij %(row)d is verbeterd.", row=row.number), "success")
                return see_view(
                    "partner_imports.look", partner_import_id=row.import_id, toon=_still_wrong(row)
                )
            form.show(outcome.cells)
    except Refusal as refusal:
        form.refuse(refusal, otherwise=row.brought.columns[0])
    status = 422 if form.is_submitted() else 200
    return page(
        "partner_imports/correct.html", form=form, row=row, **_words(row.brought, places), status=status
    )


def _still_wrong(row: PartnerImportRow) -> str | None:
    """The filter to go back to: what is still wrong, while there is any."""
    outcomes = queries.rehearsed(row.brought, queries.rows_of(row.import_id))
    return Deed.WRONG.value if any(outcome.deed is Deed.WRONG for outcome in outcomes) else None


@blueprint.route("/partners/inlezen/rijen/<uuid:partner_import_row_id>/weglating", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def leave_out(partner_import_row_id: UUID) -> Response:
    """Do nothing with a row, or look at it again."""
    row = queries.row_to_change(partner_import_row_id)
    if request.method == "POST":
        try:
            row.leave_out(out=not row.left_out)
        except Refusal as refusal:
            flash(gettext(refusal.sentence, **refusal.values), "error")
    return see_view("partner_imports.look", partner_import_id=row.import_id)


@blueprint.route("/partners/inlezen/<uuid:partner_import_id>/verwijdering", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def throw_away(partner_import_id: UUID) -> Response:
    """Throw a list away, with all that was typed in it; what was read in stays."""
    brought = queries.partner_import_to_change(partner_import_id)
    if request.method == "POST":
        try:
            brought.throw_away()
            flash(gettext("De lijst is weggegooid."), "success")
        except Refusal as refusal:
            flash(gettext(refusal.sentence, **refusal.values), "error")
    return see_view("partner_imports.bring")

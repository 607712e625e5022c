"""Bringing a list, and the empty one to begin with."""

from flask import Response, flash
from flask_babel import force_locale, gettext

from app.access import Permission
from app.exports.rules import Column as SheetColumn
from app.exports.rules import Kind, Sheet, file_name
from app.exports.sheets import XLSX, as_xlsx
from app.partner_imports.forms import BringForm
from app.partner_imports.models import PartnerImport
from app.partner_imports.queries import partner_imports
from app.partner_imports.reading import read, sheets_of
from app.partner_imports.routes.blueprint import blueprint
from app.partner_imports.rules.columns import HEADS, Column
from app.partner_imports.wording import labels_of
from app.refusals import Refusal
from app.web.door import needs
from app.web.limits import by_person, limiter
from app.web.page import file, page, see_view

_PER_PERSON = "60 per hour"


@blueprint.route("/partners/inlezen", methods=["GET", "POST"])
@limiter.limit(_PER_PERSON, methods=["POST"], key_func=by_person)
@needs(Permission.PARTNER_EDIT)
def bring() -> Response:
    """Bring a list: it is kept to look at, and nothing else changes yet."""
    form = BringForm()
    sheets: list[str] = []
    try:
        if form.validate_on_submit():
            content = form.file.data.read()
            sheets = sheets_of(content)
            brought = PartnerImport.bring(form.file.data.filename or "", read(content, form.sheet.data or ""))
            flash(gettext("De lijst is gelezen. Er is nog niets veranderd."), "success")
            return see_view("partner_imports.look", partner_import_id=brought.id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="file")
    return page(
        "partner_imports/bring.html",
        form=form,
        sheets=sheets,
        lists=partner_imports(),
        heads=[heads[0] for heads in HEADS.values()],
        status=422 if form.errors else 200,
    )


@blueprint.get("/partners/inlezen/voorbeeld.xlsx")
@needs(Permission.PARTNER_EDIT)
def example() -> Response:
    """An empty list with the heads that are read, and a sheet that says which words fit where."""
    columns = [SheetColumn(heads[0], Kind.NAME) for heads in HEADS.values()]
    with force_locale("nl"):
        about = [
            (HEADS[column][0], "; ".join(labels_of(column).values()))
            for column in (Column.SECTOR, Column.CIRCLE, Column.KIND)
        ]
    sheet = Sheet(
        "Partners", columns, [], [("Alleen “Naam” moet; bij een nieuwe partner ook", "Sector"), *about]
    )
    return file(as_xlsx(sheet), name=file_name("partners", "leeg", ending="xlsx"), media_type=XLSX)

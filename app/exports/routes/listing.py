"""The list of actions as a file: with exactly the rows and the order of the page whose choice the address carries."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Response, url_for
from flask_babel import force_locale

from app.access import Permission
from app.exports.listing import Choice, about_list, sheet_of
from app.exports.queries import lines
from app.exports.routes.blueprint import blueprint
from app.exports.rules import Sheet, file_name
from app.exports.sheets import CSV, XLSX, as_csv, as_xlsx
from app.plan.routes.listing import chosen, offered, selection_of_request
from app.settings import settings
from app.web.clock import today
from app.web.door import needs, viewer
from app.web.page import file
from tenants import current_tenant


@blueprint.get("/plan/lijst.xlsx")
@needs(Permission.PLAN_READ)
def list_as_xlsx() -> Response:
    """For a spreadsheet."""
    return _list_as("xlsx", as_xlsx, XLSX)


@blueprint.get("/plan/lijst.csv")
@needs(Permission.PLAN_READ)
def list_as_csv() -> Response:
    """For whatever reads lines of values."""
    return _list_as("csv", as_csv, CSV)


def _list_as(ending: str, write: Callable[[Sheet], bytes], media_type: str) -> Response:
    selection, here, now = selection_of_request(), current_tenant(), today()
    found = lines(selection, now, here.stalled_after_days)
    said: dict[str, Any] = chosen()
    address = settings().public_url.rstrip("/") + url_for("plan.listing", **said)
    about = about_list(
        Choice(said, offered(), selection, address),
        coalition=here.coalition,
        count=len(found),
        made_by=viewer().name,
        made_at=datetime.now(UTC),
    )
    with force_locale("nl"):
        content = write(sheet_of(found, about))
    return file(
        content, name=file_name("acties", here.slug, now.isoformat(), ending=ending), media_type=media_type
    )

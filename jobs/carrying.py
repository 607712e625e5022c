"""Everything of a coalition in one zip, for the administrator who asked for it."""

import tempfile
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import app.platform.content  # noqa: F401 - makes every table known
from app.exports.models import ExportFile
from app.history.models import record
from jobs.queue import job
from tenants import current_tenant, db
from tenants.leaving import export, one_moment


@job("workspace.take_along")
def take_along(file_id: str) -> None:
    """Fill the file with the folder that `samenkracht workspace export` writes. Does nothing where the file was removed meanwhile."""
    file, tenant = db().get(ExportFile, UUID(file_id)), current_tenant()
    if file is None:
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / tenant.slug
        with one_moment(tenant.id):
            export(folder)
        file.fill(_zipped(folder))
    record("workspace.taken_along", tenant)


def _zipped(folder: Path) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder.parent))
    return content.getvalue()

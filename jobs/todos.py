"""The safety net under the verbs: what waits is settled once more for everything, every night."""

import logging

import app.platform.content  # noqa: F401 - makes every noun known that something can wait for
from app.todos.settling import catch_up
from jobs.queue import job
from tenants import current_scope

log = logging.getLogger("samenkracht.jobs")


@job("todos.catch_up")
def catch_up_at_night() -> None:
    """Mend what a verb forgot, in this coalition; there should be nothing, so what there was is logged as a warning."""
    mended = catch_up()
    if mended:
        log.warning("todos mended", extra={"rows": mended, "tenant": current_scope().tenant_id})

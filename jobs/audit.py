"""Every night each coalition's history is verified, and what was found is kept for the one who runs the product."""

import logging

from app.history import chain
from jobs.queue import job

log = logging.getLogger("samenkracht.audit")


@job("audit.check_chain")
def check_chain() -> None:
    """Verify the chain of this coalition and keep the outcome; a chain that is broken is no reason to try again."""
    verdict = chain.verify()
    chain.keep(verdict)
    if verdict.broken is not None:
        log.error("chain broken", extra={"fault": verdict.broken.fault, "number": verdict.broken.number})

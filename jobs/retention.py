"""What goes when its term has passed, every night: in each coalition, and outside all of them. The terms: tenants/retention.py."""

from uuid import uuid4

from app.history.models import record
from app.platform.models import Removal
from jobs.queue import job
from tenants import current_scope, current_tenant, db, retention
from tenants.retention import Kind, Passed


@job("retention.remove_expired")
def remove_expired() -> None:
    """Remove what has passed its term in this coalition, or outside all, and note how much of what that was."""
    remove_and_note()


def remove_and_note() -> list[Passed]:
    """As the job; returns what was removed. A row of `removal` per table, and in history one event for what was about people.

    What the machine kept for itself goes nearly every night: an entry each time would bury what people did.
    """
    found, run = retention.carry_out(), uuid4()
    for passed in found:
        rule = passed.rule
        db().add(
            Removal(
                run=run,
                of_table=rule.table,
                of_class=rule.kind,
                how_many=passed.how_many,
                oldest=passed.oldest,
                newest=passed.newest,
            )
        )
    told = [passed for passed in found if passed.rule.kind is not Kind.TECHNICAL]
    if told and current_scope().tenant_id is not None:
        note = "; ".join(f"{passed.rule.words}: {passed.how_many}" for passed in told)
        record("workspace.removed_expired", current_tenant(), note=note)
    return found

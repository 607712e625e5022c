"""Reading a list of partners in, once somebody has seen what it does and confirmed it."""

from uuid import UUID

from app.partner_imports.doing import carry_out
from app.partner_imports.queries import partner_import_to_change, rows_of
from app.partner_imports.rules.states import ImportState
from jobs.mail import renderer
from jobs.queue import job
from jobs.running import progress


@job("partner_imports.carry_out")
def read_in(import_id: str) -> None:
    """Do what was confirmed, all or nothing; progress is told for every twentieth row. Does nothing where it was done already."""
    with renderer().app_context():
        brought = partner_import_to_change(UUID(import_id))
        if brought.state != ImportState.WAITING:
            return
        rows = rows_of(brought.id)
        for done in carry_out(brought, rows):
            if done % 20 == 0:
                progress(done, len(rows))

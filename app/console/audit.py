"""`samenkracht audit …`: whether history is as it was written."""

import sys

import click
from sqlalchemy import select

from app.console.database import connect_as_webapp
from app.history.chain import Broken, Fault, verify
from tenants import Tenant, acting_in, acting_outside, db

_SENTENCES = {
    Fault.WHO: "who did it was changed",
    Fault.WHAT: "its content was changed",
    Fault.ROW: "its moment, its id or one of its hashes was changed",
    Fault.MISSING: "this event is missing, or events changed places",
    Fault.CUT: "it does not continue the event before it",
    Fault.END: "this event and what came after it are missing",
    Fault.BEYOND: "the chain should not end here: events were put in, or the head was changed",
    Fault.OUTSIDE: "an event stands outside the chain",
    Fault.ERASED: "it was erased, and no erasure tells of it",
    Fault.REWRITTEN: "it is not the event that stood here when the chain was last verified",
}


@click.group()
def audit() -> None:
    """Verify the history of coalitions."""
    connect_as_webapp()


@audit.command("verify")
@click.argument("slugs", metavar="[SLUG]…", nargs=-1)
def verify_command(slugs: tuple[str, ...]) -> None:
    """Verify the chain of the coalitions named, or of all: prints of each how many events there are and the newest one's hash.

    Ends with 1 where a chain is broken, and says which event is the first that does not fit.
    """
    with acting_outside():
        tenants = {
            row.slug: row.id for row in db().execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug))
        }
    if unknown := sorted(set(slugs) - tenants.keys()):
        raise click.ClickException(f"There is no workspace {', '.join(unknown)}.")
    sound = True
    for slug in slugs or tenants:
        with acting_in(tenants[slug]):
            verdict = verify()
        if verdict.broken is None:
            click.echo(f"{slug}\t{verdict.number} events\t{verdict.hash.hex()}")
        else:
            sound = False
            click.echo(f"{slug}\tonly the first {verdict.number} events fit\t{verdict.hash.hex()}")
            click.echo(f"{slug}\tBROKEN: {sentence_of(verdict.broken)}", err=True)
    sys.exit(0 if sound else 1)


def sentence_of(broken: Broken) -> str:
    """What does not fit, and where: "event 12 of 2026-11-22T…: its content was changed"."""
    where = f"event {broken.number}" if broken.number is not None else "an event without number"
    moment = f" of {broken.at.isoformat()}" if broken.at else ""
    return f"{where}{moment}: {_SENTENCES[broken.fault]}."

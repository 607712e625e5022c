"""`samenkracht retention`: what has passed its term, and letting it go."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from uuid import UUID

import click
from sqlalchemy import select

from app.console.database import connect_as_webapp
from jobs.retention import remove_and_note
from tenants import Tenant, acting_in, acting_outside, db
from tenants.boundary import Scope
from tenants.retention import Passed, look

OUTSIDE = "(outside)"


@click.command()
@click.argument("slugs", metavar="[SLUG]…", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def retention(slugs: tuple[str, ...], *, dry_run: bool) -> None:
    """Remove what has passed its term in the coalitions named, or in all and outside them; the clock does so every night.

    Prints per table how many rows go (or would go), and the moments of the oldest and the newest. The terms: docs/retention.md.
    """
    connect_as_webapp()
    with acting_outside():
        tenants = {
            row.slug: row.id for row in db().execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug))
        }
    if unknown := sorted(set(slugs) - tenants.keys()):
        raise click.ClickException(f"There is no workspace {', '.join(unknown)}.")
    total = 0
    for place in slugs or (OUTSIDE, *tenants):
        with _scope(tenants.get(place)):
            total += _print(place, look() if dry_run else remove_and_note())
    click.echo(f"{total} rows {'would go' if dry_run else 'went'}.")


def _scope(tenant_id: UUID | None) -> AbstractContextManager[Scope]:
    return acting_in(tenant_id) if tenant_id else acting_outside()


def _print(place: str, found: Iterable[Passed]) -> int:
    number = 0
    for passed in found:
        number += passed.how_many
        span = f"{passed.oldest:%Y-%m-%d} to {passed.newest:%Y-%m-%d}"
        click.echo(f"{place:<24}{passed.table:<20}{passed.rule.kind:<12}{passed.how_many:>8}  {span}")
    return number

"""`samenkracht workspace export` and `load`: one coalition as a folder of plain files, and back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from app.console.audit import sentence_of
from app.console.database import connect_as_webapp, owner_url, refuse_who_sees_too_little
from app.history import chain
from app.history.models import record
from app.todos.settling import catch_up
from jobs.todos import catch_up_at_night
from tenants import acting_in, acting_outside, current_tenant, provision
from tenants.arriving import Arrival, seeing_only
from tenants.database import connect
from tenants.leaving import export, one_moment
from tenants.models import is_slug
from tenants.provision import UnreadableWorkspace

_A_MOMENT = timedelta(minutes=1)


@click.command("export")
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
def export_(slug: str, folder: Path) -> None:
    """Write everything of the coalition SLUG to FOLDER, which is not there yet: plain files, explained in LEESMIJ.txt.

    Names and addresses of people are in it, passwords are not. Exporting twice gives the same files.
    """
    if not is_slug(slug) or not provision.exists(slug):
        raise click.ClickException(f"There is no workspace {slug}.")
    with one_moment(provision.tenant_id_of(slug)):
        try:
            counts = export(folder, click.echo)
        except FileExistsError as error:
            raise click.ClickException(f"{folder} is there already: choose a folder that is not.") from error
    click.echo(f"{sum(counts.values())} rows of {slug} stand in {folder}.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Replace the workspace that is there now.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@owner_url
def load(folder: Path, url: str, *, replace: bool, yes: bool) -> None:
    """Load the coalition in FOLDER, written by `workspace export`, where its address is free; or --replace the one there.

    The folder is checked whole first, and everything happens in one transaction: all of it, or nothing. Other coalitions are not touched.
    """
    refuse_who_sees_too_little(url)
    connect(url)
    try:
        arrival = Arrival(folder)
        with acting_outside():
            there = provision.exists(arrival.slug)
        if there and replace and not yes:
            click.confirm(
                f"Replace everything that /{arrival.slug} holds now? This cannot be undone.", abort=True
            )
        with acting_in(arrival.tenant_id):
            counts = arrival.load(replace=replace, tell=click.echo)
            _verify_history(arrival)
            record("workspace.loaded", current_tenant())
            # Where this process ends before it made again what waits, the worker does it.
            catch_up_at_night.later(due=datetime.now(UTC) + _A_MOMENT)
        _make_again_what_waits(arrival)
    except UnreadableWorkspace as error:
        raise click.ClickException(f"{error} Nothing was done.") from error
    click.echo(
        f"{sum(counts.values())} rows of {arrival.slug} were loaded; its history is as it was written."
    )
    click.echo("People choose a password by “Wachtwoord vergeten”, where they had no account here yet.")


def _make_again_what_waits(arrival: Arrival) -> None:
    # As webapp: the owner would see what waits in every coalition.
    connect_as_webapp()
    with acting_in(arrival.tenant_id):
        catch_up()


def _verify_history(arrival: Arrival) -> None:
    with seeing_only(arrival.tenant_id):
        verdict = chain.verify()
    if verdict.broken is not None:
        raise UnreadableWorkspace(f"Its history is not as it was written: {sentence_of(verdict.broken)}")

"""`samenkracht workspace …`: the coalitions of this platform."""

from pathlib import Path

import click

import app.platform.content  # noqa: F401 - makes every table known
from app.console.carrying import export_, load
from app.console.database import connect_as_webapp, owner_url
from app.platform.demonstration import make_demonstration_accounts
from app.platform.workspaces import Opening, all_workspaces, load_workspace, municipalities, open_workspace
from app.refusals import Refusal
from app.settings import settings
from tenants import SYSTEM, acting_outside, provision


@click.group()
def workspace() -> None:
    """Open, list, export and load workspaces."""
    connect_as_webapp()


workspace.add_command(export_)
workspace.add_command(load)


@workspace.command("load-all")
@click.option(
    "--demonstration", is_flag=True, help="Also the made-up progress and the demonstration accounts."
)
@owner_url
def load_all(url: str, *, demonstration: bool) -> None:
    """Load every workspace of tenants/workspaces that is not there yet; what is there stays as it is."""
    if demonstration and settings().in_production:
        raise click.ClickException("Demonstration accounts have a public password: never in production.")
    for path in sorted(provision.WORKSPACES.glob("*.toml")):
        if path != provision.STANDARD and "." not in path.stem and not provision.exists(path.stem):
            _load(path, demonstration=demonstration)
    if demonstration:
        make_demonstration_accounts(url)


def _load(path: Path, *, demonstration: bool) -> None:
    invented = path.with_suffix(".demonstration.toml")
    load_workspace(
        path.stem,
        provision.read(provision.STANDARD),
        provision.read(path),
        invented=provision.read(invented) if demonstration and invented.exists() else None,
        demonstration=demonstration,
    )
    click.echo(f"Loaded {path.stem}.")


@workspace.command()
@click.argument("municipality")
@click.option(
    "--coalition", default="", help="Its name. Without: Samen tegen eenzaamheid, and the municipality."
)
@click.option("--slug", default="", help="Its part of the address. Without: the municipality's name.")
@click.option("--led-by", default="", help="Who leads the coalition: the municipality, or a partner.")
@click.option("--responsible", default="", help="Which organisation is responsible for the data.")
@click.option(
    "--coordinator", required=True, help="The coordinator's e-mail address; also becomes administrator."
)
@click.option("--name", required=True, help="The coordinator's name.")
def create(municipality: str, coordinator: str, name: str, **described: str) -> None:
    """Open a workspace for MUNICIPALITY, a code of the register (GM0147), and invite its coordinator."""
    opening = Opening(municipality, coordinator_name=name, coordinator_email=coordinator.lower(), **described)
    try:
        with acting_outside():
            path = open_workspace(opening, SYSTEM)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(
        f"Ready. {coordinator} joins, within seven days, at:\n{settings().public_url.rstrip('/')}/{path}"
    )


@workspace.command("list")
def list_all() -> None:
    """Every workspace: its address, municipality, coalition and who is responsible for its data."""
    with acting_outside():
        for row in all_workspaces():
            click.echo("\t".join((f"/{row.slug}", row.municipality, row.coalition, row.responsible)))


@workspace.command("municipalities")
@click.argument("part_of_name", default="")
def print_municipalities(part_of_name: str) -> None:
    """The register: code and name of each municipality whose name holds PART_OF_NAME."""
    with acting_outside():
        for code, name in municipalities():
            if part_of_name.casefold() in name.casefold():
                click.echo(f"{code}\t{name}")

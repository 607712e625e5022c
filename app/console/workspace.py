"""`samenkracht workspace …`: the coalitions of this platform."""

from pathlib import Path

import click

import app.platform.content  # noqa: F401 - makes every table known
from app.console.database import owner_url
from app.platform.demonstration import make_demonstration_accounts
from app.settings import settings
from tenants import provision
from tenants.database import connect


@click.group()
def workspace() -> None:
    """Open, list and load workspaces."""
    connect(settings().database_url)


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
    paths = [provision.STANDARD, path] + ([invented] if demonstration and invented.exists() else [])
    provision.create(path.stem, *[provision.read(each) for each in paths], demonstration=demonstration)
    click.echo(f"Loaded {path.stem}.")

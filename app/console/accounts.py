"""`samenkracht platform …`: the people who work across coalitions."""

import click

from app.access import PlatformRole
from app.console.database import connect_as_webapp, owner_url
from app.platform.grants import grant, make_person
from app.settings import settings


@click.group()
def platform() -> None:
    """Who works across coalitions."""
    connect_as_webapp()


@platform.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in PlatformRole]))
@click.option("--name", required=True, help="How the person is called, where there is no account yet.")
@owner_url
def grant_role(email: str, role: str, name: str, url: str) -> None:
    """Give the person with EMAIL a role across coalitions; prints a link to choose a password where there is none yet."""
    person_id, path = make_person(email, name)
    grant(url, person_id, PlatformRole(role))
    click.echo(f"{email} is {role} now.")
    if path:
        click.echo(
            f"A password is chosen, once and within seven days, at:\n{settings().public_url.rstrip('/')}/{path}"
        )

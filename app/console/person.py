"""`samenkracht person …`: what is done for one person across the whole product."""

import click

from app.console.database import owner_url, refuse_who_sees_too_little
from app.console.erasure import erase_person
from app.history.chain import as_ranges


@click.group()
def person() -> None:
    """Do what a person may ask of us."""


@person.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@owner_url
def erase(email: str, url: str, *, yes: bool) -> None:
    """Erase the person with EMAIL: the account, and the name wherever it stands. What was done stays. This cannot be undone.

    Backups that were made before still hold it: after restoring one of those, erase again.
    """
    refuse_who_sees_too_little(url)
    if not yes:
        click.confirm(f"Erase {email} from the whole product? This cannot be undone.", abort=True)
    try:
        erased = erase_person(url, email)
    except LookupError as error:
        raise click.ClickException(
            f"Nobody has the address {email}, and nobody was invited or asked by it."
        ) from error
    for done in erased:
        click.echo(
            f"{done.slug}\tdone by: {as_ranges(done.who) or 'none'}\tabout: {as_ranges(done.what) or 'none'}"
        )
        if done.without_administrator:
            click.echo(
                f"{done.slug}\tNo administrator is left: invite one, on the platform's page.", err=True
            )
    click.echo("Erased. Texts that people typed were not searched.")

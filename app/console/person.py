"""`samenkracht person …`: what is done for one person across the whole product."""

import click
from sqlalchemy import select

from app.console.database import as_owner, owner_url, refuse_who_sees_too_little
from app.console.erasure import erase_person
from app.history.chain import as_ranges
from tenants import Tenant


@click.group()
def person() -> None:
    """Do what a person may ask of us."""


@person.command()
@click.argument("email")
@click.option(
    "--name", "names", multiple=True, help="Also a name that history knows this person by; needs --in."
)
@click.option("--in", "slugs", multiple=True, metavar="SLUG", help="The coalition that knows the name.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@owner_url
def erase(email: str, names: tuple[str, ...], slugs: tuple[str, ...], url: str, *, yes: bool) -> None:
    """Erase the person with EMAIL: the account, and the name wherever it stands. What was done stays. This cannot be undone.

    Whose account, invitation or question passed its term stands in history under a name only: give that name, and the coalition.
    Who has an account now and is called the same keeps what is known to be theirs.

    Backups that were made before still hold it: after restoring one of those, erase again.
    """
    refuse_who_sees_too_little(url)
    _refuse_what_names_nothing(url, names, slugs)
    if not yes:
        click.confirm(f"Erase {email} from the whole product? This cannot be undone.", abort=True)
    try:
        erased = erase_person(url, email, names=names, slugs=slugs)
    except LookupError as error:
        raise click.ClickException(
            f"Nobody has the address {email}, and nobody was invited or asked by it. "
            "Who left longer ago than docs/retention.md keeps is found by --name and --in."
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


def _refuse_what_names_nothing(url: str, names: tuple[str, ...], slugs: tuple[str, ...]) -> None:
    if bool(names) != bool(slugs):
        raise click.UsageError("--name and --in go together: who, and in which coalition.")
    with as_owner(url) as connection:
        there = set(connection.scalars(select(Tenant.slug)))
    if unknown := sorted(set(slugs) - there):
        raise click.ClickException(f"There is no workspace {', '.join(unknown)}.")

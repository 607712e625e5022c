"""The command `samenkracht`: its groups and commands in one list."""

import click

from app.console.accounts import platform
from app.console.audit import audit
from app.console.backup import backup
from app.console.catalogue import catalogue
from app.console.database import db
from app.console.mistakes import InSentences
from app.console.person import person
from app.console.restore import restore
from app.console.retention import retention
from app.console.scale import scale
from app.console.task import task
from app.console.up import reset, up
from app.console.workspace import workspace


@click.group(cls=InSentences)
@click.version_option(package_name="samenkracht")
def main() -> None:
    """Samenkracht: municipalities and their coalition against loneliness."""


for command in (
    up,
    db,
    reset,
    catalogue,
    workspace,
    platform,
    task,
    audit,
    person,
    retention,
    backup,
    restore,
    scale,
):
    main.add_command(command)

if __name__ == "__main__":
    main()

"""`samenkracht task …`: whether work for later is done."""

import time
from uuid import UUID

import click
from sqlalchemy import func, select

from app.console.database import connect_as_webapp
from jobs.digest import ask_for_all
from jobs.mail import send
from jobs.probe import probe as probe_job
from jobs.task import State, Task
from tenants import Tenant, acting_in, acting_outside, db

_SECONDS_TO_BEGIN = 60


@click.group()
def task() -> None:
    """Look at the queue, or try it out."""
    connect_as_webapp()


@task.command("list")
def list_() -> None:
    """Count the tasks of every coalition by state."""
    states = [state.value for state in State]
    click.echo(_line("", states))
    with acting_outside():
        tenants = db().execute(select(Tenant.slug, Tenant.id).order_by(Tenant.slug)).all()
        click.echo(_line("(outside)", _counts(states)))
    for slug, tenant_id in tenants:
        with acting_in(tenant_id):
            click.echo(_line(slug, _counts(states)))


@task.command()
@click.option("--seconds", default=5, show_default=True, help="How long the task takes.")
@click.option("--follow", is_flag=True, help="Show its progress until it is done.")
def probe(seconds: int, *, follow: bool) -> None:
    """Ask for a harmless task that waits, to see whether a worker takes it."""
    with acting_outside():
        task_id = probe_job.later(seconds=seconds)
    click.echo(f"Task {task_id} waits for a worker.")
    if follow:
        _follow(task_id, patience=seconds + _SECONDS_TO_BEGIN)


@task.command()
@click.argument("address")
def mail(address: str) -> None:
    """Send a trial mail to ADDRESS, through the queue and the mail settings of this environment."""
    with acting_outside():
        task_id = send.later(to=address, template="mail/trial", context={})
    click.echo(f"Task {task_id} waits for a worker.")
    _follow(task_id, patience=_SECONDS_TO_BEGIN)


@task.command()
def digest() -> None:
    """Ask for the digests of today, as the clock does at seven; who had one today gets no second."""
    with acting_outside():
        task_id = ask_for_all.later()
    click.echo(f"Task {task_id} waits for a worker.")


def _follow(task_id: UUID, *, patience: float) -> None:
    deadline = time.monotonic() + patience
    shown = ""
    while time.monotonic() < deadline:
        with acting_outside():
            found = db().get_one(Task, task_id)
        if found.progress.failed:
            raise click.ClickException(f"The task failed: {found.error}")
        line = f"{found.state} {found.sentence}".strip()
        if line != shown:
            click.echo(line)
            shown = line
        if found.progress.ended:
            return
        time.sleep(0.2)
    raise click.ClickException("The task is not done: does a worker run, and does the queue answer?")


def _counts(states: list[str]) -> list[int]:
    counted = dict(db().execute(select(Task.state, func.count()).group_by(Task.state)).tuples().all())
    return [counted.get(state, 0) for state in states]


def _line(name: str, cells: list[str] | list[int]) -> str:
    return "".join([f"{name:<24}", *(f"{cell:>10}" for cell in cells)])

"""What the tests of home put into a town, some days ago or from now."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from app.accounts.models import Visit
from app.periods import PartialDate
from app.plan.models import Action, Milestone, ProgressUpdate
from app.plan.rules import ActionStatus, Light
from app.todos.settling import catch_up
from app.web.clock import today
from tenants import db
from tests.people import World


def in_days(days: int) -> PartialDate:
    """The day so many days from now; negative is in the past."""
    return PartialDate.of(today() + timedelta(days=days))


def add_action(world: World, town: str, title: str, **facts: Any) -> UUID:
    """One more action in the plan of a town; returns its id."""
    with world.inside(town):
        action = Action(plan_id=world.row(town, "plan", "plan"), title=title, **facts)
        db().add(action)
        db().flush()
        catch_up()
        return action.id


def add_silent_action(world: World, town: str, title: str, days: int, light: Light = Light.GREEN) -> UUID:
    """A running action about which nobody has told anything for so many days."""
    return add_silent_actions(world, town, [title], days, light)[0]


def add_silent_actions(
    world: World, town: str, titles: Sequence[str], days: int, light: Light = Light.GREEN
) -> list[UUID]:
    """The same for many at once; returns their ids in the order of the titles."""
    with world.inside(town):
        plan_id = world.row(town, "plan", "plan")
        actions = [Action(plan_id=plan_id, title=title, status=ActionStatus.RUNNING) for title in titles]
        db().add_all(actions)
        db().flush()
        db().add_all(
            ProgressUpdate(
                action_id=action.id,
                at=datetime.now(UTC) - timedelta(days=days),
                happened="Er gebeurde iets.",
                light=light.value,
                light_reason="" if light is Light.GREEN else "Het lukt niet.",
            )
            for action in actions
        )
        catch_up()
        return [action.id for action in actions]


def add_milestone(world: World, town: str, action_id: UUID, title: str, due: PartialDate | None) -> None:
    """One more milestone, not there yet."""
    with world.inside(town):
        db().add(Milestone(action_id=action_id, title=title, due=due))
        catch_up()


def was_here(world: World, who: str, ago: timedelta) -> None:
    """Somebody was in the own town so long ago."""
    town = who.partition("@")[2]
    with world.inside(town, who):
        db().execute(
            update(Visit).where(Visit.person_id == world.people[who]).values(seen_at=datetime.now(UTC) - ago)
        )

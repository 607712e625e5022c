"""Every verb opens, moves and closes exactly the right rows: one line for each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access import Role
from app.accounts.models import Invitation, Person, close_to, open_to
from app.partners.models import Partner
from app.periods import PartialDate
from app.pillars.models import Theme
from app.pillars.queries import theme_to_change
from app.plan.models import Action, Milestone, Plan
from app.plan.queries.action import action_to_change, action_to_tie, milestone_to_change
from app.plan.rules import ActionStatus, Light
from app.todos.models import Todo
from app.todos.settling import catch_up
from tenants import current_scope, db
from tests.features.todos.rows import rows, should_wait, waits
from tests.people import World

Rows = set[tuple[str, str]]
COFFEE, BUDDIES, GUESTS, MEETING = "Koffieochtend", "Maatjes zoeken", "Vijftig gasten", "Ontmoeten"
UPDATE, DEADLINE, MILESTONE = "action.update", "action.deadline", "milestone.complete"
READING, INVITATION, TELL, ENDS = "reading.confirm", "invitation.answer", "action.tell", "agreement.ends"


def action(world: World, key: str = "koffie") -> Action:
    return action_to_change(world.row("hengelo", "action", key))


def tied(world: World, key: str = "koffie") -> Action:
    return action_to_tie(world.row("hengelo", "action", key))


def partner(world: World, key: str) -> Partner:
    found = select(Partner).where(Partner.id == world.row("hengelo", "partner", key))
    return db().scalars(found.options(joinedload(Partner.organisation))).one()


def milestone(world: World, key: str = "gasten") -> Milestone:
    return milestone_to_change(world.row("hengelo", "milestone", key))


def theme(world: World) -> Theme:
    found = theme_to_change(world.row("hengelo", "theme", "ontmoeten"))
    assert found is not None
    return found


def plan() -> Plan:
    return db().scalars(select(Plan)).one()


def invitation() -> Invitation:
    return db().scalars(select(Invitation)).one()


def report(world: World) -> None:
    action(world).report("Het loopt.", following="", light=Light.GREEN)


def confirm(action: Action) -> None:
    action.confirm(action.pillars[0])


def confirm_theme(theme: Theme) -> None:
    theme.confirm(theme.pillars[0])


def accept(world: World) -> None:
    invitation().accept(db().get_one(Person, world.people["coordinator@hengelo"]))


@dataclass
class Case:
    """A verb, and what it does to the rows: (kind, title) each."""

    verb: Callable[[World], Any]
    opens: Rows = field(default_factory=set)
    does: Rows = field(default_factory=set)
    lapses: Rows = field(default_factory=set)
    moves: Rows = field(default_factory=set)


def day(written: str) -> PartialDate:
    return PartialDate.parse(written)


OF_COFFEE: Rows = {(UPDATE, COFFEE), (TELL, COFFEE), (DEADLINE, COFFEE), (MILESTONE, GUESTS)}
CASES = {
    "an update": Case(report, opens={(UPDATE, COFFEE)}, does={(UPDATE, COFFEE)}, moves={(TELL, COFFEE)}),
    "done": Case(
        lambda world: action(world).move(ActionStatus.DONE),
        does={(DEADLINE, COFFEE)},
        lapses={(UPDATE, COFFEE), (TELL, COFFEE), (MILESTONE, GUESTS)},
    ),
    "stopped": Case(
        lambda world: action(world).move(ActionStatus.STOPPED, reason="Geen geld"), lapses=OF_COFFEE
    ),
    "planned again": Case(
        lambda world: action(world).move(ActionStatus.PLANNED),
        lapses={(UPDATE, COFFEE)},
        moves={(TELL, COFFEE)},
    ),
    "begun": Case(
        lambda world: action(world, "maatje").move(ActionStatus.RUNNING), opens={(UPDATE, BUDDIES)}
    ),
    "moved to where it stands": Case(lambda world: action(world).move(ActionStatus.RUNNING)),
    "a deadline later": Case(
        lambda world: action(world).edit(deadline=day("2028")), moves={(DEADLINE, COFFEE), (TELL, COFFEE)}
    ),
    "a deadline gone": Case(
        lambda world: action(world).edit(deadline=None), lapses={(DEADLINE, COFFEE)}, moves={(TELL, COFFEE)}
    ),
    "another owner": Case(
        lambda world: action(world).edit(owner=partner(world, "bakker")), lapses={(TELL, COFFEE)}
    ),
    "an owner who was let in": Case(
        lambda world: action(world, "maatje").edit(owner=partner(world, "welzijn")), opens={(TELL, BUDDIES)}
    ),
    "a helper who was let in": Case(
        lambda world: tied(world, "maatje").tie_to(contributors=[partner(world, "welzijn")]),
        opens={(TELL, BUDDIES)},
    ),
    "an owner who helps too": Case(
        lambda world: tied(world).tie_to(contributors=[partner(world, "welzijn")])
    ),
    "an organisation let in": Case(
        lambda world: open_to(world.row("hengelo", "organisation", "bakker")), opens={(TELL, COFFEE)}
    ),
    "an organisation let in twice": Case(
        lambda world: open_to(world.row("hengelo", "organisation", "welzijn"))
    ),
    "an organisation let in no more": Case(
        lambda world: close_to(world.row("hengelo", "organisation", "welzijn")),
        lapses={(TELL, COFFEE), (ENDS, "Convenant")},
    ),
    "another title": Case(
        lambda world: action(world).edit(title="Thee"),
        moves={(UPDATE, "Thee"), (TELL, "Thee"), (DEADLINE, "Thee"), (MILESTONE, GUESTS), (READING, "Thee")},
    ),
    "a heavier weight": Case(lambda world: action(world).edit(weight=3)),
    "untied": Case(lambda world: tied(world).tie_to(pillars=[], themes=[]), lapses={(READING, COFFEE)}),
    "a reading confirmed": Case(lambda world: confirm(tied(world)), does={(READING, COFFEE)}),
    "a milestone added": Case(
        lambda world: action(world).add_milestone("Zaal", day("2027-01")), opens={(MILESTONE, "Zaal")}
    ),
    "a milestone without a date": Case(lambda world: action(world).add_milestone("Ooit", None)),
    "a milestone reached": Case(
        lambda world: milestone(world).complete(day("2026-11-22")), does={(MILESTONE, GUESTS)}
    ),
    "a milestone opened again": Case(
        lambda world: milestone(world, "zaal").reopen(), opens={(MILESTONE, "Zaal gehuurd")}
    ),
    "a milestone later": Case(
        lambda world: milestone(world).edit(due=day("2029")), moves={(MILESTONE, GUESTS)}
    ),
    "a milestone without its date": Case(
        lambda world: milestone(world).edit(due=None), lapses={(MILESTONE, GUESTS)}
    ),
    "a milestone removed": Case(lambda world: milestone(world).remove(), lapses={(MILESTONE, GUESTS)}),
    "a new action": Case(
        lambda _: plan().add_action(title="Soep", status=ActionStatus.RUNNING, deadline=day("2027")),
        opens={(UPDATE, "Soep"), (DEADLINE, "Soep")},
    ),
    "a new plan": Case(
        lambda _: Plan.begin(title="Nieuw plan"), lapses=OF_COFFEE | {(DEADLINE, BUDDIES), (READING, COFFEE)}
    ),
    "a new theme": Case(lambda _: Theme.add(title="Sport")),
    "another title of a theme": Case(
        lambda world: theme(world).edit(title="Samen"), moves={(READING, "Samen")}
    ),
    "a theme untied": Case(lambda world: theme(world).tie_to(pillars=[]), lapses={(READING, MEETING)}),
    "a reading of a theme confirmed": Case(
        lambda world: confirm_theme(theme(world)), does={(READING, MEETING)}
    ),
    "an invitation": Case(
        lambda _: Invitation.to(name="Sam", email="sam@voorbeeld.example", roles=[Role.READER]),
        opens={(INVITATION, "Sam")},
    ),
    "an invitation sent again": Case(
        lambda _: invitation().send_again(),
        opens={(INVITATION, "Nieuwe collega")},
        does={(INVITATION, "Nieuwe collega")},
    ),
    "an invitation withdrawn": Case(lambda _: invitation().revoke(), lapses={(INVITATION, "Nieuwe collega")}),
    "an invitation taken": Case(accept, does={(INVITATION, "Nieuwe collega")}),
}


def called(*found: Todo) -> Rows:
    return {(row.kind, row.title) for row in found}


@pytest.mark.parametrize("name", CASES)
def test_a_verb_opens_moves_and_closes_exactly_its_rows(world: World, name: str) -> None:
    case = CASES[name]
    with world.inside("enschede"):
        elsewhere = {key: vars(row).copy() for key, row in rows().items()}
    with world.inside("hengelo", "coordinator@hengelo"):
        before = {key: (row.title, row.context, row.due, row.shows_from) for key, row in rows().items()}
        case.verb(world)
        after = rows()
        fresh = [row for key, row in after.items() if key not in before]
        known = [row for key, row in after.items() if key in before]
        closed = [row for row in known if row.closed_at is not None]
        moved = [
            row
            for row in known
            if row.closed_at is None and before[row.id] != (row.title, row.context, row.due, row.shows_from)
        ]
        assert called(*fresh) == case.opens
        assert called(*(row for row in closed if row.ended == "done")) == case.does
        assert called(*(row for row in closed if row.ended == "lapsed")) == case.lapses
        assert called(*moved) == case.moves
        assert {row.closed_by for row in closed} <= {current_scope().actor.id}
        # What the verb made of the rows is what they would be if nobody had ever written one.
        assert catch_up() == 0
        assert waits() == should_wait()
    with world.inside("enschede"):
        assert {key: row.closed_at for key, row in rows().items()} == dict.fromkeys(elsewhere)


def test_another_term_for_what_has_stalled_moves_every_update_that_waits(world: World) -> None:
    settings = {
        "coalition": "Samen aan tafel",
        "aim": "",
        "led_by": "",
        "responsible": "De gemeente",
        "colour": "#1d4f7c",
        "stalled_after_days": "7",
    }
    coordinator = world.as_person("coordinator@hengelo")
    assert coordinator.post("/hengelo/instellingen", settings).status == 303
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            (update,) = [row for row in rows().values() if row.kind == UPDATE]
            # Heard of on 10 November.
            expected = "2026-11-17" if town == "hengelo" else "2027-01-09"
            assert str(update.due) == expected
            # Who owns it is asked after thirty days at the latest, before it is called silent.
            (telling,) = [row for row in rows().values() if row.kind == TELL]
            assert str(telling.due) == ("2026-11-17" if town == "hengelo" else "2026-12-10")
            assert catch_up() == 0

"""Whatever people do in whichever order: the rows are what they should be."""

from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import close_to, open_to
from app.partners.models import Partner
from app.periods import PartialDate
from app.pillars.models import Pillar
from app.plan.models import Action
from app.plan.queries.action import action_to_change, action_to_tie, milestone_to_change
from app.plan.rules import ActionStatus, Light
from app.refusals import Refusal
from app.todos.settling import catch_up
from tenants import db
from tests.features.todos.rows import should_wait, waits
from tests.people import World

DATES = [None, *map(PartialDate.parse, ("2025", "2026-02", "2026-11-30", "2028"))]


def move(action: Action, dice: Random) -> None:
    action.move(dice.choice(list(ActionStatus)), reason="Geen geld")


def report(action: Action, dice: Random) -> None:
    action.report("Het loopt.", following="", light=Light.GREEN)


def edit(action: Action, dice: Random) -> None:
    action.edit(title=f"Actie {dice.randint(1, 3)}", deadline=dice.choice(DATES))


def plan_milestone(action: Action, dice: Random) -> None:
    action.add_milestone("Mijlpaal", dice.choice(DATES))


def change_milestone(action: Action, dice: Random) -> None:
    if action.milestones:
        milestone = milestone_to_change(dice.choice(action.milestones).id)
        deed = dice.choice(["complete", "reopen", "edit", "remove"])
        if deed == "complete":
            milestone.complete(PartialDate(2026, 11))
        elif deed == "edit":
            milestone.edit(title="Anders", due=dice.choice(DATES))
        else:
            getattr(milestone, deed)()


def tie(action: Action, dice: Random) -> None:
    tied = action_to_tie(action.id)
    tied.tie_to(pillars=[pillar for pillar in db().scalars(select(Pillar)) if dice.random() < 0.5])
    if tied.pillars:
        tied.confirm(dice.choice(tied.pillars))


def take_part(action: Action, dice: Random) -> None:
    partners = list(db().scalars(select(Partner).options(joinedload(Partner.organisation))))
    action.edit(owner=dice.choice([None, *partners]))
    action_to_tie(action.id).tie_to(contributors=[each for each in partners if dice.random() < 0.5])


def let_in_or_out(action: Action, dice: Random) -> None:
    organisations = list(db().scalars(select(Partner.organisation_id).order_by(Partner.id)))
    dice.choice([open_to, close_to])(dice.choice(organisations))


DEEDS: list[Callable[[Action, Random], None]] = [
    move,
    report,
    edit,
    plan_milestone,
    change_milestone,
    tie,
    take_part,
    let_in_or_out,
]


def test_after_any_sequence_of_verbs_the_rows_are_what_they_should_be(world: World) -> None:
    deeds = st.lists(
        st.tuples(st.sampled_from(["koffie", "maatje"]), st.sampled_from(DEEDS), st.integers(0, 9)),
        min_size=1,
        max_size=6,
    )

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(deeds)
    def live(steps: list[tuple[str, Callable[[Action, Random], None], int]]) -> None:
        with world.inside("hengelo", "coordinator@hengelo"):
            for key, deed, number in steps:
                # Each step is a request of its own: it reads what the one before left.
                db().flush()
                db().expire_all()
                try:
                    deed(action_to_change(world.row("hengelo", "action", key)), Random(number))  # noqa: S311 - draws, hides nothing
                except Refusal:
                    continue
            assert waits() == should_wait()
            assert catch_up() == 0
            # The next sequence begins where this one did.
            db().rollback()

    live()


def test_what_came_without_verbs_is_caught_up_with_and_only_once(world: World) -> None:
    with world.inside("hengelo"):
        action = db().get_one(Action, world.row("hengelo", "action", "koffie"))
        action.status, action.title = ActionStatus.PLANNED, "Thee"
        # The update lapses; its end, its milestone, its reading and what its owner can tell are called otherwise.
        assert catch_up() == 5
        assert catch_up() == 0
        assert waits() == should_wait()
    with world.inside("enschede"):
        assert catch_up() == 0

"""What everybody in a coalition sees alike is made once; and whatever changes in it, everybody sees at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from jinja2 import UndefinedError
from sqlalchemy import text

from app.home.queries import state
from app.web import kept_parts
from app.web.clock import today
from app.web.kept_parts import SHELF, kept, part
from tenants import OutsideScope, acting_outside, db
from tests.features.home.keeping import HERE
from tests.features.home.test_unchanged import (
    other_goal,
    other_name_of_an_organisation,
    other_title,
    rename,
    report,
    settings,
)
from tests.people import World

CHANGES = [report, rename, other_title, other_goal, other_name_of_an_organisation, settings]


def seen(world: World, who: str, address: str = HERE) -> str:
    """What somebody who comes here now reads; another browser each time."""
    return world.as_person(who).get(address).words("//body")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often the shared parts were made so far: one item for each time."""
    times: list[object] = []
    cards = state._cards

    def counted() -> object:
        times.append(None)
        return cards()

    monkeypatch.setattr(state, "_cards", counted)
    return times


def test_the_second_in_a_coalition_finds_made_what_the_first_had_made(
    world: World, made: list[object]
) -> None:
    seen(world, "coordinator@hengelo")
    seen(world, "officer@hengelo")
    seen(world, "reader@hengelo")
    assert len(made) == 1
    seen(world, "coordinator@enschede", "/enschede/")
    assert len(made) == 2


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_somebody_changes_everybody_sees_at_once(
    world: World, made: list[object], change: Callable[[World], None]
) -> None:
    seen(world, "coordinator@hengelo")
    seen(world, "coordinator@enschede", "/enschede/")
    change(world)
    after = seen(world, "officer@hengelo")
    assert len(made) == 3
    SHELF.clear()
    assert seen(world, "officer@hengelo") == after
    # And of another coalition nothing was made anew.
    seen(world, "coordinator@enschede", "/enschede/")
    assert len(made) == 5


def test_one_sees_ones_own_beside_what_was_made_for_another(world: World) -> None:
    alone = seen(world, "reader@hengelo")
    SHELF.clear()
    seen(world, "coordinator@hengelo")
    assert seen(world, "reader@hengelo") == alone
    assert "coordinator@hengelo.example" not in alone


def test_a_language_and_a_day_have_parts_of_their_own(
    world: World, made: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    assert "Doelen" in coordinator.get(HERE).words()
    coordinator.get("/taal/en")
    assert "Goals" in coordinator.get(HERE).words()
    assert len(made) == 2

    def tomorrow() -> date:
        return today() + timedelta(days=1)

    monkeypatch.setattr(kept_parts, "today", tomorrow)
    coordinator.get(HERE)
    assert len(made) == 3


def test_a_part_cannot_tell_who_looks(world: World) -> None:
    """A page asks what the viewer may do; the same made as a part finds nobody to ask."""
    made_of = {
        "parts": dict.fromkeys(("state", "pillars", "goals", "milestones", "stalled"), ""),
        "waiting": [],
    }
    with world.app.test_request_context(HERE), pytest.raises(UndefinedError, match="Permission"):
        part("home/overview.html", made_of)


def test_the_database_shows_what_parts_are_made_of_to_everybody_in_the_coalition_alike(world: World) -> None:
    """A policy with an exception for one person would put what that person sees into what all see."""
    made_of = [
        *("plan", "goal", "action", "milestone", "progress_update", "partner"),
        *("pillar", "theme_pillar", "action_pillar", "action_theme"),
    ]
    looks_at_who = text(
        "select tablename from pg_policies where tablename = any(:made_of) and 'webapp' = any(roles)"
        " and (qual like '%app.actor%' or qual like '%app.key%' or qual like '%my_organisations%')"
    )
    with world.inside("hengelo"):
        assert db().scalars(looks_at_who, {"made_of": made_of}).all() == []


def test_nothing_is_kept_outside_a_coalition(world: World) -> None:
    with world.app.test_request_context("/"), acting_outside(), pytest.raises(OutsideScope):
        kept("home.overview", "mark", dict)

"""Goals: how far they are, and what that is computed from."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.plan.models import Goal
from tenants import db
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def top(world: World) -> UUID:
    return world.row("hengelo", "goal", "strategisch")


@pytest.fixture
def table(world: World) -> UUID:
    """The goal under it, with the two actions."""
    return world.row("hengelo", "goal", "operationeel")


@pytest.fixture
def coordinator(world: World, top: UUID) -> Visitor:
    """The coordinator, with the goal open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get(f"/hengelo/doelen/{top}")
    return visitor


def test_a_reader_sees_how_far_a_goal_is_and_what_that_is_made_of(
    world: World, top: UUID, table: UUID
) -> None:
    reader = world.as_person("reader@hengelo")
    page = reader.get(f"/hengelo/doelen/{table}")
    assert page.heading == "Meer mensen aan tafel"
    # One action at 50%, one planned at 0.
    assert "25%" in page.words("//*[@id='voortgang']")
    assert "Koffieochtend: 50%" in page.words("//*[@id='voortgang']")
    assert "Maatjes zoeken: 0%" in page.words("//*[@id='voortgang']")
    assert "Koffieochtend" in page.words("//*[@id='acties']")
    above = reader.get(f"/hengelo/doelen/{top}")
    assert "25%" in above.words("//*[@id='voortgang']")
    assert "Meer mensen aan tafel" in above.words("//*[@id='doelen']")
    assert not above.document.xpath("//main//a[contains(@href, 'wijziging')]")


def test_a_stopped_action_does_not_count(world: World, coordinator: Visitor, table: UUID) -> None:
    buddy = world.row("hengelo", "action", "maatje")
    coordinator.get(f"/hengelo/acties/{buddy}")
    coordinator.post(f"/hengelo/acties/{buddy}/status", {"status": "stopped", "reason": "Te weinig animo."})
    page = coordinator.get(f"/hengelo/doelen/{table}")
    assert "50%" in page.words("//*[@id='voortgang']")
    assert "Maatjes zoeken: telt niet mee" in page.words("//*[@id='voortgang']")


def test_a_coordinator_adds_a_goal_under_another(coordinator: Visitor, top: UUID) -> None:
    form = coordinator.get(f"/hengelo/doelen/{top}/doelen")
    assert "Minder eenzame inwoners" in form.words()
    page = coordinator.follow(
        coordinator.post(f"/hengelo/doelen/{top}/doelen", {"title": "Meer bezoek thuis", "weight": "1"})
    )
    assert page.heading == "Meer bezoek thuis"
    assert "Operationeel doel" in page.words()
    assert "Nog niet te zeggen" in page.words("//*[@id='voortgang']")
    assert "Nog geen acties" in page.words()


def test_a_coordinator_adds_a_goal_at_the_top(world: World, coordinator: Visitor) -> None:
    coordinator.get("/hengelo/doelen/nieuw")
    page = coordinator.follow(
        coordinator.post("/hengelo/doelen/nieuw", {"title": "Een warm welkom", "weight": "1"})
    )
    assert "Strategisch doel" in page.words()
    with world.inside("hengelo"):
        assert db().scalars(select(Goal).where(Goal.title == "Een warm welkom")).one().position > 0


def test_a_coordinator_changes_a_goal(coordinator: Visitor, table: UUID) -> None:
    assert coordinator.get(f"/hengelo/doelen/{table}/wijziging").value_of("title") == "Meer mensen aan tafel"
    right = {"title": "Iedereen aan tafel", "description": "Ook wie slecht loopt.", "weight": "2"}
    page = coordinator.follow(coordinator.post(f"/hengelo/doelen/{table}/wijziging", right))
    assert page.heading == "Iedereen aan tafel"
    assert "Ook wie slecht loopt." in page.words()


@pytest.mark.parametrize("room", ["wijziging", "doelen"])
@pytest.mark.parametrize(
    ("wrong", "sentence"), [({"title": " "}, "Vul dit in"), ({"weight": "101"}, "1 tot en met 100")]
)
def test_a_goal_that_cannot_be_is_asked_again(
    coordinator: Visitor, table: UUID, room: str, wrong: dict[str, str], sentence: str
) -> None:
    data = {"title": "Doel", "description": "Blijft staan.", "weight": "1", **wrong}
    answer = coordinator.post(f"/hengelo/doelen/{table}/{room}", data)
    assert answer.status == 422
    assert sentence in answer.words()
    assert answer.value_of("description") == "Blijft staan."


def test_a_reader_changes_no_goal(world: World, top: UUID) -> None:
    reader = world.as_person("reader@hengelo")
    reader.get(f"/hengelo/doelen/{top}")
    for address in ("nieuw", f"{top}/wijziging", f"{top}/doelen"):
        assert reader.post(f"/hengelo/doelen/{address}", {"title": "Nee", "weight": "1"}).status == 403


def test_a_goal_of_enschede_is_not_found_from_hengelo(world: World, coordinator: Visitor) -> None:
    theirs = world.row("enschede", "goal", "strategisch")
    for address in (f"{theirs}", f"{theirs}/wijziging", f"{theirs}/doelen"):
        assert coordinator.get(f"/hengelo/doelen/{address}").status == 404

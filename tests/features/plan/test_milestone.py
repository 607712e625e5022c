"""Milestones: ticked off, moved, added and removed; they tell how far an action is."""

from uuid import UUID

import pytest

from app.plan.models import Milestone
from tenants import db
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def coffee(world: World) -> UUID:
    return world.row("hengelo", "action", "koffie")


@pytest.fixture
def guests(world: World) -> UUID:
    """The milestone that is still open."""
    return world.row("hengelo", "milestone", "gasten")


@pytest.fixture
def coordinator(world: World, coffee: UUID) -> Visitor:
    """The coordinator, with the action open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get(f"/hengelo/acties/{coffee}")
    return visitor


def test_ticking_off_the_last_milestone_makes_a_running_action_complete(
    coordinator: Visitor, guests: UUID
) -> None:
    page = coordinator.follow(coordinator.post(f"/hengelo/mijlpalen/{guests}/gehaald"))
    assert "100%" in page.words("//*[@id='kop']")
    assert "Mijlpaal gehaald" in page.words("//*[@id='geschiedenis']")
    assert "Vijftig gasten" in page.words("//*[@id='geschiedenis']")
    page = coordinator.follow(coordinator.post(f"/hengelo/mijlpalen/{guests}/heropening"))
    assert "50%" in page.words("//*[@id='kop']")


def test_a_reader_ticks_nothing_off(world: World, guests: UUID) -> None:
    reader = world.as_person("reader@hengelo")
    for room in ("gehaald", "heropening", "wijziging", "verwijdering"):
        assert reader.post(f"/hengelo/mijlpalen/{guests}/{room}").status == 403


def test_a_milestone_of_enschede_is_not_found_from_hengelo(world: World, coordinator: Visitor) -> None:
    theirs = world.row("enschede", "milestone", "gasten")
    for room in ("gehaald", "heropening", "wijziging", "verwijdering"):
        assert coordinator.post(f"/hengelo/mijlpalen/{theirs}/{room}").status == 404


def test_a_coordinator_adds_a_milestone_that_is_known_to_the_month(
    coordinator: Visitor, coffee: UUID
) -> None:
    new = {"title": "Tien vrijwilligers", "due-month": "9", "due-year": "2027", "weight": "2"}
    page = coordinator.follow(coordinator.post(f"/hengelo/acties/{coffee}/mijlpalen", new))
    assert "september 2027" in page.words("//*[@id='mijlpalen']")
    # One of four shares is done.
    assert "25%" in page.words("//*[@id='kop']")


def test_a_milestone_without_a_name_is_asked_for_one(coordinator: Visitor, coffee: UUID) -> None:
    answer = coordinator.post(
        f"/hengelo/acties/{coffee}/mijlpalen", {"title": " ", "due-year": "2027", "weight": "1"}
    )
    assert answer.status == 422
    assert "Vul dit in." in answer.error_of("title")
    assert answer.value_of("due-year") == "2027"


def test_a_milestone_that_is_late_says_so_in_words(coordinator: Visitor, guests: UUID) -> None:
    past = {"title": "Vijftig gasten", "due-month": "3", "due-year": "2025", "weight": "1"}
    page = coordinator.follow(coordinator.post(f"/hengelo/mijlpalen/{guests}/wijziging", past))
    assert "Te laat: was maart 2025" in page.words(f"//*[@id='mijlpaal-{guests}']")
    assert "maart 2027 werd maart 2025" in page.words("//*[@id='geschiedenis']")


@pytest.mark.parametrize(
    ("wrong", "sentence"), [({"weight": "0"}, "1 tot en met 100"), ({"title": " "}, "Vul dit in")]
)
def test_a_wrong_change_of_a_milestone_is_asked_again(
    coordinator: Visitor, guests: UUID, wrong: dict[str, str], sentence: str
) -> None:
    answer = coordinator.post(
        f"/hengelo/mijlpalen/{guests}/wijziging",
        {"title": "Gasten", "due-year": "2027", "weight": "1", **wrong},
    )
    assert answer.status == 422
    assert sentence in answer.words()


def test_the_day_on_which_a_milestone_was_reached_can_be_put_right(
    world: World, coordinator: Visitor
) -> None:
    hall = world.row("hengelo", "milestone", "zaal")
    assert coordinator.get(f"/hengelo/mijlpalen/{hall}/wijziging").value_of("done_on-day") == "10"
    right = {
        "title": "Zaal gehuurd",
        "weight": "1",
        "done_on-day": "",
        "done_on-month": "2",
        "done_on-year": "2026",
    }
    coordinator.post(f"/hengelo/mijlpalen/{hall}/wijziging", right)
    with world.inside("hengelo"):
        assert str(db().get_one(Milestone, hall).done_on) == "2026-02"


def test_a_milestone_is_removed_after_a_question_and_history_keeps_its_name(
    coordinator: Visitor, guests: UUID
) -> None:
    assert "Vijftig gasten" in coordinator.get(f"/hengelo/mijlpalen/{guests}/verwijdering").words()
    page = coordinator.follow(coordinator.post(f"/hengelo/mijlpalen/{guests}/verwijdering"))
    assert "Vijftig gasten" not in page.words("//*[@id='mijlpalen']")
    assert "Vijftig gasten" in page.words("//*[@id='geschiedenis']")
    assert "100%" in page.words("//*[@id='kop']")


@pytest.mark.parametrize("room", ["gehaald", "heropening"])
def test_the_address_of_a_button_leads_to_the_action(
    coordinator: Visitor, guests: UUID, coffee: UUID, room: str
) -> None:
    assert coordinator.get(f"/hengelo/mijlpalen/{guests}/{room}").location.endswith(f"/acties/{coffee}")

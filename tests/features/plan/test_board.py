"""The board: what stands where, and moving it by mouse, keyboard or plain form (all three send the card's own form)."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.history.models import Event
from app.plan.models import Action, Plan
from tenants import db
from tests.features.plan.real import open_real_workspace
from tests.features.plan.statements import statements
from tests.page import Answer, Visitor
from tests.people import World

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def buddy(world: World) -> UUID:
    return world.row("hengelo", "action", "maatje")


@pytest.fixture
def coordinator(world: World) -> Visitor:
    """The coordinator, with the board open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get("/hengelo/plan/bord")
    return visitor


def column(page: Answer, status: str) -> str:
    return page.words(f"//section[@data-status='{status}']")


def test_a_card_says_whose_it_is_when_it_is_due_how_it_goes_and_how_far(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/plan/bord")
    card = column(page, "running")
    for text in ("Koffieochtend", "Welzijn", "voor 30 juni 2027", "1 van 2 mijlpalen", "Let op", "50%"):
        assert text in card
    assert "Maatjes zoeken" in column(page, "planned")
    assert "Geen acties" in column(page, "stopped")
    assert not page.document.xpath("//main//form[@method='post']"), "a reader moves nothing"


def test_the_coordinator_moves_a_card_and_the_board_answers(
    world: World, coordinator: Visitor, buddy: UUID
) -> None:
    answer = coordinator.post(f"/hengelo/plan/bord/{buddy}/plaats", {"status": "running"}, headers=FRAGMENT)
    assert answer.status == 200
    assert "<html" not in answer.text
    assert "Maatjes zoeken" in column(answer, "running")
    with world.inside("hengelo"):
        event = db().scalars(select(Event).where(Event.subject_id == buddy)).one()
        assert event.changes == {"status": ["planned", "running"]}
        assert event.actor_name == "Coordinator in hengelo"


def test_without_javascript_the_same_form_leads_back_to_the_board(coordinator: Visitor, buddy: UUID) -> None:
    answer = coordinator.post(f"/hengelo/plan/bord/{buddy}/plaats?pijler=3", {"status": "running"})
    assert answer.location == "/hengelo/plan/bord?pijler=3"
    assert "“Maatjes zoeken” staat nu op Loopt." in coordinator.get("/hengelo/plan/bord").words()


def test_who_stops_an_action_is_asked_why(world: World, coordinator: Visitor, buddy: UUID) -> None:
    place = f"/hengelo/plan/bord/{buddy}/plaats"
    sent = coordinator.post(place, {"status": "stopped"}, headers=FRAGMENT)
    assert sent.status == 204
    asked = coordinator.get(sent.response.headers["HX-Location"])
    assert asked.heading == "Waarom stopt deze actie?"
    empty = coordinator.post(place, {"status": "stopped", "reason": " "})
    assert empty.status == 422
    assert "Geef een reden" in empty.error_of("reason")
    again = coordinator.post(place, {"status": "stopped", "reason": ""})
    assert again.status == 422
    board = coordinator.follow(
        coordinator.post(place, {"status": "stopped", "reason": "Geen vrijwilligers."})
    )
    assert "Maatjes zoeken" in column(board, "stopped")
    with world.inside("hengelo"):
        assert db().get_one(Action, buddy).stop_reason == "Geen vrijwilligers."


def test_two_people_who_move_one_card_are_told_and_nothing_breaks(coordinator: Visitor, buddy: UUID) -> None:
    place = f"/hengelo/plan/bord/{buddy}/plaats"
    coordinator.post(place, {"status": "running"})
    coordinator.post(place, {"status": "done"})
    # The other still saw it under "gepland" and drags it to "idee".
    board = coordinator.follow(coordinator.post(place, {"status": "idea"}))
    assert "Deze stap kan niet vanuit de huidige status." in board.words()
    assert "Maatjes zoeken" in column(board, "done")


def test_a_status_that_does_not_exist_is_refused(coordinator: Visitor, buddy: UUID) -> None:
    assert coordinator.post(f"/hengelo/plan/bord/{buddy}/plaats", {"status": "gedaan"}).status == 400


def test_the_board_shows_one_pillar_or_one_owner(world: World) -> None:
    reader = world.as_person("reader@hengelo")
    of_pillar = reader.get("/hengelo/plan/bord?pijler=3")
    assert "Koffieochtend" in of_pillar.words()
    assert "Maatjes zoeken" not in of_pillar.words("//*[@id='board']")
    welfare = world.row("hengelo", "partner", "welzijn")
    assert "Maatjes zoeken" not in reader.get(f"/hengelo/plan/bord?trekker={welfare}").words(
        "//*[@id='board']"
    )
    nonsense = reader.get("/hengelo/plan/bord?pijler=veel&doel=hoog&trekker=iemand")
    assert "Maatjes zoeken" in nonsense.words("//*[@id='board']")


def test_the_board_of_a_plan_that_follows_goals_asks_for_a_goal(world: World) -> None:
    slug = open_real_workspace(world, "almelo")
    reader = world.as_person("reader@hengelo")
    page = reader.get(f"/{slug}/plan/bord")
    assert not page.document.xpath("//select[@name='pijler']")
    (second,) = page.document.xpath("//select[@name='doel']/option[contains(., 'Professionals')]/@value")
    chosen = reader.get(f"/{slug}/plan/bord?doel={second}")
    assert "Groepsapp voor vrijwilligers" in chosen.words("//*[@id='board']")
    assert "Duofiets" not in chosen.words("//*[@id='board']")
    assert chosen.value_of("doel") == second


def test_nobody_moves_anothers_card(world: World, buddy: UUID) -> None:
    stranger = world.as_person("coordinator@enschede")
    stranger.get("/enschede/plan/bord")
    assert stranger.post(f"/enschede/plan/bord/{buddy}/plaats", {"status": "running"}).status == 404
    assert stranger.post(f"/hengelo/plan/bord/{buddy}/plaats", {"status": "running"}).status == 404
    reader = world.as_person("reader@hengelo")
    reader.get("/hengelo/plan/bord")
    assert reader.post(f"/hengelo/plan/bord/{buddy}/plaats", {"status": "running"}).status == 403


def test_the_board_takes_as_many_statements_for_many_actions_as_for_few(world: World) -> None:
    reader = world.as_person("reader@hengelo")
    few = statements(lambda: reader.get("/hengelo/plan/bord"))
    with world.inside("hengelo"):
        plan_id = db().scalars(select(Plan.id)).one()
        db().add_all(Action(plan_id=plan_id, title=f"Actie {number}", status="idea") for number in range(60))
    board: list[Answer] = []
    many = statements(lambda: board.append(reader.get("/hengelo/plan/bord")))
    assert few == many <= 8
    idea = column(board[0], "idea")
    assert idea.count("Actie ") == 40
    assert "Alle 60 in de lijst" in idea

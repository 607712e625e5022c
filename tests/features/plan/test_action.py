"""The action: everyone sees it, who works on the plan moves it forward, and every change is remembered."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import event, select

from app.history.models import Event
from app.plan.models import Action, ActionPillar
from tenants import db
from tenants.database import engine
from tests.page import Answer, Visitor
from tests.people import World


@pytest.fixture
def coffee(world: World) -> UUID:
    return world.row("hengelo", "action", "koffie")


@pytest.fixture
def coordinator(world: World, coffee: UUID) -> Visitor:
    """The coordinator, with the action open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get(f"/hengelo/acties/{coffee}")
    return visitor


@pytest.fixture
def happened(world: World, coffee: UUID) -> Callable[[], Event]:
    """The newest event of the coffee mornings."""

    def newest() -> Event:
        with world.inside("hengelo"):
            events = select(Event).where(Event.subject_id == coffee).order_by(Event.at.desc())
            return db().scalars(events).first() or pytest.fail("nothing happened")

    return newest


def test_a_reader_sees_everything_of_an_action_and_no_button(world: World, coffee: UUID) -> None:
    page = world.as_person("reader@hengelo").get(f"/hengelo/acties/{coffee}")
    assert page.status == 200
    assert page.heading == "Koffieochtend"
    words = page.words()
    for seen in ["Loopt", "50%", "Let op", "Er kwamen twaalf mensen", "Zaal gehuurd", "Welzijn", "Bakkerij De Korenaar",
                 "Centrum", "Ouderen", "Ontmoeten", "Ook op feestdagen", "flyer.pdf", "4 Acties, a", "Actie gewijzigd"]:  # fmt: skip
        assert seen in words, seen
    assert not page.document.xpath("//main//form | //main//button")
    assert not page.document.xpath("//main//a[contains(@href, 'wijziging')]")


@pytest.mark.parametrize("room", ["wijziging", "status", "verbanden", "updates", "mijlpalen", "bijlagen"])
def test_a_reader_cannot_change_an_action(world: World, coffee: UUID, room: str) -> None:
    reader = world.as_person("reader@hengelo")
    assert reader.get(f"/hengelo/acties/{coffee}/{room}").status == 403
    assert reader.post(f"/hengelo/acties/{coffee}/{room}", {"status": "done"}).status == 403


def test_an_action_of_enschede_is_not_found_from_hengelo(world: World, coordinator: Visitor) -> None:
    theirs = world.row("enschede", "action", "koffie")
    assert coordinator.get(f"/hengelo/acties/{theirs}").status == 404
    assert coordinator.post(f"/hengelo/acties/{theirs}/status", {"status": "done"}).status == 404
    with world.inside("enschede"):
        assert db().get_one(Action, theirs).status == "running"


def test_a_coordinator_moves_an_action_and_history_says_from_what_to_what(
    world: World, coordinator: Visitor, coffee: UUID, happened: Callable[[], Event]
) -> None:
    answer = coordinator.post(f"/hengelo/acties/{coffee}/status", {"status": "done"})
    page = coordinator.follow(answer)
    assert "De status is veranderd." in page.words()
    assert "100%" in page.words("//*[@id='kop']")
    assert "loopt werd klaar" in page.words("//*[@id='geschiedenis']")
    assert happened().actor_id == world.people["coordinator@hengelo"]


def test_pressing_twice_is_pressing_once(world: World, coordinator: Visitor, coffee: UUID) -> None:
    for said in ["De status is veranderd.", "Deze status had de actie al."]:
        answer = coordinator.post(f"/hengelo/acties/{coffee}/status", {"status": "done"})
        assert said in coordinator.follow(answer).words()
    with world.inside("hengelo"):
        moves = select(Event).where(Event.subject_id == coffee, Event.kind == "action.moved")
        assert len(db().scalars(moves).all()) == 1


def test_who_stops_an_action_is_asked_why_and_what_was_chosen_stays(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    answer = coordinator.post(f"/hengelo/acties/{coffee}/status", {"status": "stopped"})
    assert answer.status == 422
    assert "Geef een reden" in answer.error_of("reason")
    assert answer.document.xpath("//input[@value='stopped' and @checked]")


def test_a_stopped_action_says_why_and_does_not_count_until_it_goes_on(
    world: World, coordinator: Visitor, coffee: UUID, happened: Callable[[], Event]
) -> None:
    stop = {"status": "stopped", "reason": "De zaal is dicht."}
    stopped = coordinator.follow(coordinator.post(f"/hengelo/acties/{coffee}/status", stop))
    assert "De zaal is dicht." in stopped.words("//*[@id='kop']")
    assert "telt niet mee" in stopped.words("//*[@id='kop']")
    assert happened().note == "De zaal is dicht."
    restarted = coordinator.follow(
        coordinator.post(f"/hengelo/acties/{coffee}/status", {"status": "running"})
    )
    assert "De zaal is dicht." not in restarted.words("//*[@id='kop']")
    assert "De zaal is dicht." in restarted.words("//*[@id='geschiedenis']")


def test_a_step_that_the_workflow_does_not_know_is_refused_in_words(
    world: World, coordinator: Visitor
) -> None:
    buddy = world.row("hengelo", "action", "maatje")
    coordinator.post(f"/hengelo/acties/{buddy}/status", {"status": "done"})
    answer = coordinator.post(
        f"/hengelo/acties/{buddy}/status", {"status": "stopped", "reason": "Toch niet."}
    )
    assert answer.status == 422
    assert "Deze stap kan niet" in answer.words()
    assert coordinator.post(f"/hengelo/acties/{buddy}/status", {"status": "zweeft"}).status == 422


def _facts(**changed: str) -> dict[str, str]:
    return {
        "title": "Koffieochtend",
        "description": "Elke dinsdag.",
        "goal": "",
        "owner": "",
        "weight": "1",
        **changed,
    }


def test_a_coordinator_edits_the_facts_and_sees_a_passed_deadline_in_words(
    world: World, coordinator: Visitor, coffee: UUID, happened: Callable[[], Event]
) -> None:
    owner = str(world.row("hengelo", "partner", "bakker"))
    date = {"deadline-day": "31", "deadline-month": "3", "deadline-year": "2026"}
    answer = coordinator.post(
        f"/hengelo/acties/{coffee}/wijziging", _facts(title="Koffie", owner=owner, **date)
    )
    page = coordinator.follow(answer)
    assert page.heading == "Koffie"
    assert "was 31 maart 2026" in page.words("//*[@id='kop']")
    changes = happened().changes
    assert changes["title"] == ["Koffieochtend", "Koffie"]
    assert changes["owner"] == ["Welzijn", "Bakkerij De Korenaar"]
    assert changes["deadline"] == ["2027-06-30", "2026-03-31"]
    assert "Welzijn werd Bakkerij De Korenaar" in page.words("//*[@id='geschiedenis']")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Vul dit in"),
        ({"title": ""}, "title", "Vul dit in"),
        ({"starts-year": "2027", "ends-year": "2026"}, "ends-year", "Het einde ligt vóór het begin"),
        ({"deadline-month": "13", "deadline-year": "2026"}, "deadline-year", "geen datum"),
        ({"weight": "0"}, "weight", "1 tot en met 100"),
        ({"weight": "veel"}, "weight", "heel getal"),
    ],
)
def test_a_wrong_fact_is_asked_again_with_what_was_typed(
    world: World, coordinator: Visitor, coffee: UUID, wrong: dict[str, str], field: str, sentence: str
) -> None:
    answer = coordinator.post(f"/hengelo/acties/{coffee}/wijziging", _facts(**wrong))
    assert answer.status == 422
    assert sentence in answer.words()
    assert answer.value_of("description") == "Elke dinsdag."
    with world.inside("hengelo"):
        assert db().get_one(Action, coffee).weight == 1


def test_saving_without_a_change_leaves_no_trace(
    world: World, coordinator: Visitor, coffee: UUID, happened: Callable[[], Event]
) -> None:
    before = happened().id
    form = coordinator.get(f"/hengelo/acties/{coffee}/wijziging")
    names = form.document.xpath(
        "//main//form//*[@name][not(@name='csrf_token' or @name='idempotency_key')]/@name"
    )
    coordinator.post(f"/hengelo/acties/{coffee}/wijziging", {name: form.value_of(name) for name in names})
    assert happened().id == before


def test_a_coordinator_ties_an_action_to_a_pillar_and_a_new_neighbourhood(
    world: World, coordinator: Visitor, coffee: UUID, happened: Callable[[], Event]
) -> None:
    form = coordinator.get(f"/hengelo/acties/{coffee}/verbanden")
    ticked = form.document.xpath("//input[@name='pillars' and @checked]/@value")
    pillars = form.document.xpath("//input[@name='pillars']/@value")
    assert len(ticked) == 1
    data = {
        "pillars": [pillars[0], *ticked],
        "new_neighbourhoods": "De Nijverheid, centrum",
        "neighbourhoods": [],
    }
    page = coordinator.follow(coordinator.post(f"/hengelo/acties/{coffee}/verbanden", data))
    assert "Centrum, De Nijverheid" in page.words("//*[@id='verbanden']")
    assert "Ouderen" not in page.words("//*[@id='verbanden']")
    assert happened().changes["neighbourhoods"] == [["Centrum"], ["Centrum", "De Nijverheid"]]
    # The tie that stayed is still our reading.
    assert page.words("//*[@id='verbanden']").count("Onze lezing") == 1


def test_a_coordinator_confirms_our_reading_and_a_reader_cannot(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    address = f"/hengelo/acties/{coffee}/lezingen/{world.row('hengelo', 'action_pillar', 'koffie-3')}"
    assert world.as_person("reader@hengelo").post(address).status == 403
    page = coordinator.follow(coordinator.post(address))
    assert "Onze lezing, nog" not in page.words()
    with world.inside("hengelo"):
        tie = db().get_one(ActionPillar, world.row("hengelo", "action_pillar", "koffie-3"))
        assert tie.confirmed_by == "Coordinator in hengelo"
    assert coordinator.post(f"/hengelo/acties/{coffee}/lezingen/{coffee}").status == 404


def test_a_coordinator_adds_an_action_with_little_more_than_a_title(
    world: World, coordinator: Visitor
) -> None:
    goal = str(world.row("hengelo", "goal", "operationeel"))
    form = coordinator.get(f"/hengelo/acties/nieuw?doel={goal}&pijler=2")
    assert form.value_of("goal") == goal
    data = {
        "title": "Samen wandelen",
        "goal": goal,
        "pillar": form.value_of("pillar"),
        "owner": "",
        "status": "planned",
    }
    page = coordinator.follow(coordinator.post("/hengelo/acties/nieuw", {**data, "deadline-year": "2028"}))
    assert page.heading == "Samen wandelen"
    assert "Gepland" in page.words("//*[@id='kop']")
    assert "2028" in page.words("//*[@id='kop']")
    assert "2." in page.words("//*[@id='verbanden']")


def test_an_action_without_a_title_is_asked_for_one(world: World, coordinator: Visitor) -> None:
    answer = coordinator.post("/hengelo/acties/nieuw", {"status": "idea", "deadline-year": "2028"})
    assert answer.status == 422
    assert "Vul dit in." in answer.error_of("title")
    assert answer.value_of("deadline-year") == "2028"
    assert world.as_person("reader@hengelo").get("/hengelo/acties/nieuw").status == 403


def test_a_part_of_the_page_is_edited_in_place(world: World, coordinator: Visitor, coffee: UUID) -> None:
    partial = {"HX-Request": "true", "HX-Request-Type": "partial"}
    form = coordinator.get(f"/hengelo/acties/{coffee}/wijziging", headers=partial)
    assert "<html" not in form.text
    assert 'hx-target="#gegevens"' in form.text
    answer = coordinator.post(f"/hengelo/acties/{coffee}/status", {"status": "done"}, headers=partial)
    assert answer.status == 200
    assert answer.response.headers["HX-Retarget"] == "#actie"
    assert 'data-announce="De status is veranderd. U kunt dit ongedaan maken, ook met Ctrl+Z."' in answer.text


def _statements(ask: Callable[[], Answer]) -> int:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(engine(), "before_cursor_execute", note)
    try:
        assert ask().status == 200
    finally:
        event.remove(engine(), "before_cursor_execute", note)
    return len([statement for statement in seen if "set_config" not in statement])


def test_the_page_asks_the_database_as_often_for_a_rich_action_as_for_a_bare_one(
    world: World, coffee: UUID
) -> None:
    reader = world.as_person("reader@hengelo")
    bare = world.row("hengelo", "action", "maatje")
    reader.get(f"/hengelo/acties/{bare}")
    counts = {_statements(partial(reader.get, f"/hengelo/acties/{key}")) for key in (coffee, bare)}
    assert len(counts) == 1
    assert max(counts) <= 8

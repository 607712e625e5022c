"""Updates: who does the work tells how it goes, and everyone reads it."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from app.history.models import Event
from app.plan.models import ProgressUpdate
from app.plan.routes import action_page
from tenants import db
from tests.page import Visitor
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


def test_a_coordinator_posts_an_update_and_the_reader_sees_it(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    told = {"happened": "De bakker bracht taart.", "light": "green", "next": "Stoelen lenen."}
    page = coordinator.follow(coordinator.post(f"/hengelo/acties/{coffee}/updates", told))
    assert "De update is geplaatst." in page.words()
    assert page.value_of("happened") == ""
    read = world.as_person("reader@hengelo").get(f"/hengelo/acties/{coffee}")
    newest = read.words("(//*[@id='updates']//li)[1]")
    for seen in ["Coordinator in hengelo", "De bakker bracht taart.", "Stoelen lenen.", "Op koers"]:
        assert seen in newest
    assert "let op werd op koers" in read.words("//*[@id='geschiedenis']")


def test_enschede_does_not_see_the_update_of_hengelo(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    coordinator.post(f"/hengelo/acties/{coffee}/updates", {"happened": "Taart in Hengelo.", "light": "green"})
    theirs = world.row("enschede", "action", "koffie")
    assert "Taart in Hengelo" not in world.as_person("reader@enschede").get(f"/enschede/acties/{theirs}").text


def test_an_amber_light_without_a_reason_is_asked_for_it_and_nothing_typed_is_lost(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    told = {"happened": "Het regende.", "light": "amber", "next": "Een tent zoeken."}
    answer = coordinator.post(f"/hengelo/acties/{coffee}/updates", told)
    assert answer.status == 422
    assert answer.heading == "Koffieochtend"
    assert "Zeg in een paar woorden waarom" in answer.error_of("light_reason")
    assert answer.value_of("happened") == "Het regende."
    assert answer.value_of("next") == "Een tent zoeken."
    assert answer.document.xpath("//input[@value='amber' and @checked]")
    with world.inside("hengelo"):
        assert not db().scalars(select(Event).where(Event.kind == "action.reported")).all()
    answer = coordinator.post(f"/hengelo/acties/{coffee}/updates", {**told, "light_reason": "Geen tent."})
    assert "Let op: Geen tent." in coordinator.follow(answer).words("(//*[@id='updates']//li)[1]")


def test_an_update_without_a_word_or_a_light_is_asked_for_them(coordinator: Visitor, coffee: UUID) -> None:
    answer = coordinator.post(f"/hengelo/acties/{coffee}/updates", {"happened": "   "})
    assert answer.status == 422
    assert "Kies hoe het gaat." in answer.words()
    answer = coordinator.post(f"/hengelo/acties/{coffee}/updates", {"happened": "   ", "light": "green"})
    assert "Vul dit in." in answer.error_of("happened")
    (first, *_) = answer.document.xpath("//*[contains(@class, 'sk-error-summary')]//a")
    assert first.text_content() == "Wat is er gebeurd? Vul dit in."


def test_everything_that_is_wrong_is_said_at_once(world: World) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    buddy = world.row("hengelo", "action", "maatje")
    coordinator.post(f"/hengelo/acties/{buddy}/status", {"status": "running"})
    answer = coordinator.post(
        f"/hengelo/acties/{buddy}/updates", {"happened": "", "light": "red", "percent": "140"}
    )
    assert answer.status == 422
    assert "Vul dit in" in answer.error_of("happened")
    assert "waarom het niet op koers ligt" in answer.error_of("light_reason")
    assert "0 tot en met 100" in answer.error_of("percent")
    assert answer.value_of("percent") == "140"


def test_a_percentage_is_asked_only_where_nothing_else_tells_how_far_it_is(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    assert not coordinator.get(f"/hengelo/acties/{coffee}").document.xpath("//*[@name='percent']")
    buddy = world.row("hengelo", "action", "maatje")
    assert not coordinator.get(f"/hengelo/acties/{buddy}").document.xpath("//*[@name='percent']")
    coordinator.post(f"/hengelo/acties/{buddy}/status", {"status": "running"})
    told = {"happened": "Drie maatjes gevonden.", "light": "green", "percent": "140"}
    answer = coordinator.post(f"/hengelo/acties/{buddy}/updates", told)
    assert "0 tot en met 100" in answer.error_of("percent")
    page = coordinator.follow(coordinator.post(f"/hengelo/acties/{buddy}/updates", {**told, "percent": "40"}))
    assert "40%" in page.words("//*[@id='kop']")
    # The next update gives none: the last one that did still counts.
    page = coordinator.follow(
        coordinator.post(f"/hengelo/acties/{buddy}/updates", {"happened": "Rustige maand.", "light": "green"})
    )
    assert "40%" in page.words("//*[@id='kop']")


def test_a_percentage_smuggled_in_beside_milestones_is_not_kept(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    coordinator.post(
        f"/hengelo/acties/{coffee}/updates", {"happened": "Ja.", "light": "green", "percent": "99"}
    )
    with world.inside("hengelo"):
        kept = select(ProgressUpdate.percent).where(ProgressUpdate.action_id == coffee)
        assert set(db().scalars(kept)) == {None}


def test_the_address_of_the_form_leads_to_the_action(coordinator: Visitor, coffee: UUID) -> None:
    assert coordinator.get(f"/hengelo/acties/{coffee}/updates").location.endswith(f"/acties/{coffee}#update")


def test_a_running_action_that_fell_silent_says_so(
    world: World, coordinator: Visitor, coffee: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action_page, "today", lambda: date(2027, 3, 1))
    page = coordinator.get(f"/hengelo/acties/{coffee}")
    assert "Al 111 dagen staat hier geen nieuws." in page.words("//*[@id='kop']")

"""The bodies in which partners meet."""

import pytest
from sqlalchemy import select

from app.history.models import Event
from tenants import db
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def steering_group(world: World) -> str:
    return f"/hengelo/partners/gremia/{world.row('hengelo', 'body', 'stuurgroep')}"


def kinds(world: World) -> list[str]:
    with world.inside("hengelo"):
        return list(db().scalars(select(Event.kind).where(Event.kind.startswith("body.")).order_by(Event.at)))


def test_a_reader_sees_the_bodies_with_their_organisations(world: World, steering_group: str) -> None:
    reader = world.as_person("reader@hengelo")
    assert "Stuurgroep Welzijn" in reader.get("/hengelo/partners/gremia").words("//main//li")
    assert "voorzitter" in reader.get(steering_group).words()


def test_a_coordinator_adds_a_working_group_and_seats_an_organisation(
    world: World, coordinator: Visitor
) -> None:
    answer = coordinator.post(
        "/hengelo/partners/gremia/nieuw",
        {"name": "Werkgroep Eten", "kind": "working_group", "description": "Kookt samen."},
    )
    page = coordinator.follow(answer)
    assert page.heading == "Werkgroep Eten"
    assert "Nog niemand" in page.words()
    bakker = str(world.row("hengelo", "partner", "bakker"))
    seated = coordinator.follow(
        coordinator.post(f"{answer.location}/zetels", {"partner": bakker, "role": "kok"})
    )
    assert "Bakkerij De Korenaar" in seated.words("//main//li")
    again = coordinator.post(f"{answer.location}/zetels", {"partner": bakker, "role": ""})
    assert again.status == 422
    assert "zit hier al in" in again.error_of("partner")
    assert kinds(world) == ["body.started", "body.seated"]


def test_an_organisation_gives_up_its_seat(world: World, coordinator: Visitor, steering_group: str) -> None:
    (way,) = coordinator.get(steering_group).document.xpath("//main//form/@action")
    page = coordinator.follow(coordinator.post(way))
    assert "Welzijn zit niet meer in Stuurgroep." in page.words()
    assert coordinator.post(way).status == 404
    assert kinds(world) == ["body.unseated"]


def test_a_body_is_edited_and_keeps_what_was_typed_when_refused(
    world: World, coordinator: Visitor, steering_group: str
) -> None:
    refused = coordinator.post(
        f"{steering_group}/bewerken", {"name": " ", "kind": "committee", "description": "Beslist."}
    )
    assert refused.status == 422
    assert "Geef de groep een naam." in refused.error_of("name")
    assert refused.value_of("description") == "Beslist."
    page = coordinator.follow(
        coordinator.post(
            f"{steering_group}/bewerken", {"name": "Regiegroep", "kind": "committee", "description": ""}
        )
    )
    assert page.heading == "Regiegroep"
    assert kinds(world) == ["body.edited"]


def test_an_organisation_of_another_town_cannot_be_seated(
    world: World, coordinator: Visitor, steering_group: str
) -> None:
    theirs = str(world.row("enschede", "partner", "bakker"))
    assert coordinator.post(f"{steering_group}/zetels", {"partner": theirs, "role": ""}).status == 422


@pytest.mark.parametrize("rest", ["", "/bewerken", "/zetels"])
def test_a_body_of_another_town_is_not_there(world: World, coordinator: Visitor, rest: str) -> None:
    theirs = world.row("enschede", "body", "stuurgroep")
    assert coordinator.get(f"/hengelo/partners/gremia/{theirs}{rest}").status == 404


def test_who_only_reads_can_change_nothing(world: World, steering_group: str) -> None:
    reader = world.as_person("reader@hengelo")
    assert reader.get(f"{steering_group}/bewerken").status == 403
    assert reader.get("/hengelo/partners/gremia/nieuw").status == 403
    assert not reader.get(steering_group).document.xpath("//main//form")

"""The bodies in which partners meet."""

from typing import Any

import pytest
from sqlalchemy import select

from app.history.models import Event
from tenants import db
from tests.page import Visitor
from tests.people import World

SEAT = {"kind": "member", "partner": "", "somebody": "", "name": "", "role": ""}


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def steering_group(world: World) -> str:
    return f"/hengelo/partners/gremia/{world.row('hengelo', 'body', 'stuurgroep')}"


def kinds(world: World) -> list[str]:
    with world.inside("hengelo"):
        return list(db().scalars(select(Event.kind).where(Event.kind.startswith("body.")).order_by(Event.at)))


def said_in_history(world: World) -> str:
    """Everything that history tells of bodies."""
    with world.inside("hengelo"):
        rows = db().execute(
            select(Event.changes, Event.note, Event.subject_label).where(Event.kind.startswith("body."))
        )
        return str([tuple(row) for row in rows])


def test_a_reader_sees_the_bodies_with_their_organisations(world: World, steering_group: str) -> None:
    reader = world.as_person("reader@hengelo")
    shown = reader.get("/hengelo/partners/gremia").words("//main//li")
    assert "Welzijn" in shown
    assert "1 zetel vrij" in shown
    assert "voorzitter" in reader.get(steering_group).words()


def test_a_coordinator_adds_a_working_group_and_seats_an_organisation(
    world: World, coordinator: Visitor
) -> None:
    answer = coordinator.post(
        "/hengelo/partners/gremia/nieuw",
        {
            "name": "Werkgroep Eten",
            "kind": "working_group",
            "description": "Kookt samen.",
            "rhythm": "elke zes weken",
            "next_meeting": "2027-03-31",
        },
    )
    page = coordinator.follow(answer)
    assert page.heading == "Werkgroep Eten"
    assert "Nog niemand" in page.words()
    assert "elke zes weken" in page.words()
    assert "31 maart 2027" in page.words()
    bakker = str(world.row("hengelo", "partner", "bakker"))
    said: dict[str, Any] = {**SEAT, "partner": bakker, "role": "kok"}
    seated = coordinator.follow(coordinator.post(f"{answer.location}/zetels", said))
    assert "Bakkerij De Korenaar" in seated.words("//main//li")
    again = coordinator.post(f"{answer.location}/zetels", {**said, "role": "Kok"})
    assert again.status == 422
    assert "zit hier al in" in again.error_of("partner")
    assert kinds(world) == ["body.started", "body.seated"]


def test_a_seat_says_of_which_organisation_or_what_it_is_for(
    coordinator: Visitor, steering_group: str
) -> None:
    refused = coordinator.post(f"{steering_group}/zetels", SEAT)
    assert refused.status == 422
    assert "zeg waarvoor deze zetel is" in refused.error_of("partner")
    two_people = coordinator.post(f"{steering_group}/zetels", {**SEAT, "role": "jongeren", "name": " "})
    assert two_people.status == 303
    page = coordinator.follow(two_people)
    assert "jongeren zetel vrij" in page.words("//main//li")


def test_a_body_is_edited_and_keeps_what_was_typed_when_refused(
    world: World, coordinator: Visitor, steering_group: str
) -> None:
    said = {"kind": "committee", "description": "Beslist.", "rhythm": "", "next_meeting": ""}
    refused = coordinator.post(f"{steering_group}/bewerken", {**said, "name": " "})
    assert refused.status == 422
    assert "Geef de groep een naam." in refused.error_of("name")
    assert refused.value_of("description") == "Beslist."
    no_day = coordinator.post(
        f"{steering_group}/bewerken", {**said, "name": "Regiegroep", "next_meeting": "morgen"}
    )
    assert "Dit is geen dag" in no_day.error_of("next_meeting")
    page = coordinator.follow(
        coordinator.post(f"{steering_group}/bewerken", {**said, "name": "Regiegroep", "description": ""})
    )
    assert page.heading == "Regiegroep"
    assert kinds(world) == ["body.edited"]


def test_an_organisation_or_a_person_of_another_town_cannot_be_seated(
    world: World, coordinator: Visitor, steering_group: str
) -> None:
    theirs = str(world.row("enschede", "partner", "bakker"))
    assert coordinator.post(f"{steering_group}/zetels", {**SEAT, "partner": theirs}).status == 422
    stranger = f"person:{world.people['coordinator@enschede']}"
    assert (
        coordinator.post(f"{steering_group}/zetels", {**SEAT, "role": "x", "somebody": stranger}).status
        == 422
    )


@pytest.mark.parametrize("rest", ["", "/bewerken", "/zetels", "/voorzitter", "/secretaris", "/regionaal"])
def test_a_body_of_another_town_is_not_there(world: World, coordinator: Visitor, rest: str) -> None:
    theirs = world.row("enschede", "body", "stuurgroep")
    assert coordinator.get(f"/hengelo/partners/gremia/{theirs}{rest}").status == 404


def test_who_only_reads_can_change_nothing(world: World, steering_group: str) -> None:
    reader = world.as_person("reader@hengelo")
    assert reader.get(f"{steering_group}/bewerken").status == 403
    assert reader.get("/hengelo/partners/gremia/nieuw").status == 403
    assert not reader.get(steering_group).document.xpath("//main//form")


@pytest.mark.parametrize(
    ("who", "knows"),
    [
        ("coordinator", True),
        ("administrator", True),
        ("partner_member", True),
        ("reader", False),
        ("committee", False),
    ],
)
def test_a_persons_name_is_for_the_people_of_the_coalition_and_who_sits_at_the_same_table(
    world: World, steering_group: str, who: str, *, knows: bool
) -> None:
    page = world.as_person(f"{who}@hengelo").get(steering_group)
    assert ("Persoon met een naam" in page.words()) is knows


def test_an_organisation_that_sits_elsewhere_does_not_learn_who_sits_here(
    world: World, coordinator: Visitor, steering_group: str
) -> None:
    seat = world.row("hengelo", "body_member", "stuurgroep-welzijn")
    bakker = str(world.row("hengelo", "partner", "bakker"))
    coordinator.post(
        f"/hengelo/partners/zetels/{seat}",
        {**SEAT, "partner": bakker, "role": "voorzitter", "name": "Iemand Anders"},
    )
    assert "Iemand Anders" in coordinator.get(steering_group).words()
    page = world.as_person("partner_member@hengelo").get(steering_group)
    assert "Bakkerij De Korenaar" in page.words()
    assert "Iemand Anders" not in page.words()
    assert "Iemand Anders" not in said_in_history(world)

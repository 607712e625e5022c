"""What stands above several coalitions: known to all, kept by who added it, silent about who stands under it."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from app.bodies.models import Body, RegionalBody
from tenants import acting_outside, db
from tests.page import Visitor
from tests.people import World

NAME = "Samen in de regio"


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


def body_of(world: World, town: str) -> str:
    return f"/{town}/partners/gremia/{world.row(town, 'body', 'stuurgroep')}"


def names(world: World) -> list[str]:
    with world.inside("hengelo"):
        return list(db().scalars(select(RegionalBody.name).order_by(RegionalBody.sort_key)))


def test_two_coalitions_stand_under_the_same_one_and_neither_learns_of_the_other(
    world: World, coordinator: Visitor
) -> None:
    under = []
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            under.append(db().get_one(Body, world.row(town, "body", "stuurgroep")).regional_body_id)
    assert under[0] == under[1]
    page = coordinator.get(body_of(world, "hengelo"))
    assert f"Boven deze groep {NAME} (Twente)" in page.words("//main//dl")
    assert "nschede" not in page.text


def test_one_that_is_known_is_offered_before_another_is_added(world: World, coordinator: Visitor) -> None:
    address = f"{body_of(world, 'hengelo')}/regionaal"
    offered = coordinator.post(address, {"name": "samen in de regio twente", "region": "", "tie": "under"})
    assert offered.status == 422
    assert "Bedoelt u een van deze?" in offered.words()
    known = offered.document.xpath("//button[@name='known']/@value")
    chosen = {"name": "samen in de regio twente", "region": "", "tie": "itself"}
    page = coordinator.follow(coordinator.post(address, {**chosen, "known": known[0]}))
    assert f"Is zelf het regionale overleg {NAME}" in page.words("//main//dl")
    assert names(world) == [NAME]
    coordinator.post(address, {**chosen, "known": "new"})
    assert len(names(world)) == 2


def test_a_new_one_is_added_and_kept_by_who_added_it_only(world: World, coordinator: Visitor) -> None:
    there = body_of(world, "hengelo")
    added = {"name": "Regiotafel Oost", "region": "Achterhoek", "tie": "under"}
    assert "Regiotafel Oost (Achterhoek)" in coordinator.follow(
        coordinator.post(f"{there}/regionaal", added)
    ).words("//main//dl")
    said = {"name": "Regiotafel", "region": "Oost", "description": "Vergadert.", "website": "geen adres"}
    assert "geen adres van een website" in coordinator.post(f"{there}/regionaal/gegevens", said).error_of(
        "website"
    )
    said["website"] = "regiotafel.example"
    page = coordinator.follow(coordinator.post(f"{there}/regionaal/gegevens", said))
    assert "Regiotafel (Oost), regiotafel.exampleVergadert." in page.words("//main//dl")

    neighbour = world.as_person("coordinator@enschede")
    elsewhere = body_of(world, "enschede")
    (identifier,) = neighbour.post(
        f"{elsewhere}/regionaal", {"name": "Regiotafel", "region": "", "tie": "under"}
    ).document.xpath("//button[@name='known' and @value != 'new']/@value")
    neighbour.post(
        f"{elsewhere}/regionaal",
        {"name": "Regiotafel", "region": "", "tie": "under", "known": identifier},
    )
    read = neighbour.get(elsewhere)
    assert "Vergadert." in read.words("//main//dl")
    assert "Wijzig wat erover staat" not in read.words("//main//dl")
    assert neighbour.get(f"{elsewhere}/regionaal/gegevens").status == 404


def test_the_database_too_lets_only_who_added_it_change_it(world: World) -> None:
    change = text("update regional_body set region = 'Overal'")
    with world.inside("enschede"):
        assert db().execute(change).rowcount == 0  # type: ignore[attr-defined]
    with world.inside("hengelo"):
        assert db().execute(change).rowcount == 1  # type: ignore[attr-defined]
    outside = text(
        "insert into regional_body (id, name, sort_key) values (gen_random_uuid(), 'Van buiten', 'van buiten')"
    )
    with (
        acting_outside(actor=world.actor("coordinator@hengelo")),
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        db().execute(outside)


def test_a_body_stands_alone_again(world: World, coordinator: Visitor) -> None:
    page = coordinator.follow(coordinator.post(f"{body_of(world, 'hengelo')}/regionaal/einde"))
    assert "geen regionaal overleg" in page.words("//main//dl")


def test_who_runs_the_product_adds_one_and_sees_no_coalition(world: World, coordinator: Visitor) -> None:
    operator = world.as_person("operator")
    facts = {"name": "Noaberregio", "region": "Oost", "description": "", "website": ""}
    assert "Vul de naam in." in operator.post("/beheer/regionaal/nieuw", {**facts, "name": ""}).error_of(
        "name"
    )
    page = operator.follow(operator.post("/beheer/regionaal/nieuw", facts))
    assert f"{NAME}Twente Bijgehouden door een coalitie" in page.words("//main")
    assert "engelo" not in page.words("//main")
    (edit,) = page.document.xpath(
        "//main//a[contains(@href, '/beheer/regionaal/') and not(contains(@href, 'nieuw'))]/@href"
    )
    changed = operator.follow(operator.post(edit, {**facts, "region": "Noordoost"}))
    assert "Noordoost" in changed.words("//main")
    with world.inside("hengelo"):
        theirs = db().scalar(select(RegionalBody.id).where(RegionalBody.name == NAME))
    assert operator.get(f"/beheer/regionaal/{theirs}").status == 404
    assert coordinator.get("/beheer/regionaal").status in {403, 404}

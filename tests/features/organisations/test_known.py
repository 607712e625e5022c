"""One organisation, once: known by its number to everybody, by its name within the own coalition only."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.history.models import Event
from app.organisations.models import Organisation
from app.partners.models import Partner
from tenants import db
from tests.features.organisations.cast import KVK, numbered
from tests.page import Answer, Visitor
from tests.people import World

FACTS = {"name": "Buurtkamer", "sector": "residents", "circle": "wider"}


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


def add(visitor: Visitor, town: str, **facts: Any) -> Answer:
    return visitor.post(f"/{town}/partners/nieuw", {**FACTS, **facts})


def test_who_types_a_part_of_a_name_or_a_number_is_shown_what_is_known(
    world: World, coordinator: Visitor
) -> None:
    known = numbered(world, "enschede")
    for words in ("hümanitas", "8765 4321"):
        page = coordinator.get("/hengelo/partners/nieuw", query_string={"naam": words})
        assert "Humanitas Twente" in page.words("//*[@id='bekend']")
        assert "KvK 87654321" in page.words("//*[@id='bekend']")
        assert page.value_of("name") == words
    offered = coordinator.get(f"/hengelo/partners/nieuw/{known}")
    assert "Enschede" in offered.words()
    refused = coordinator.post(f"/hengelo/partners/nieuw/{known}")
    assert refused.status == 422
    assert "Kies een kring." in refused.words()
    added = coordinator.post(f"/hengelo/partners/nieuw/{known}", {"circle": "core"})
    assert coordinator.follow(added).heading == "Humanitas Twente"
    again = coordinator.get("/hengelo/partners/nieuw?naam=humanitas").words("//*[@id='bekend']")
    assert "Staat al bij de partners" in again
    with world.inside("hengelo"):
        assert db().scalars(select(Partner).where(Partner.organisation_id == known)).one().circle == "core"


def test_a_search_that_finds_nothing_says_so_and_a_percent_sign_finds_no_more(
    world: World, coordinator: Visitor
) -> None:
    numbered(world, "enschede")
    for words in ("Nergens", "%", "_____"):
        found = coordinator.get("/hengelo/partners/nieuw", query_string={"naam": words})
        assert "We kennen nog geen organisatie" in found.words("//*[@id='bekend']")


def test_nobody_can_tell_by_trying_whether_another_coalition_has_an_organisation_without_a_number(
    world: World, coordinator: Visitor
) -> None:
    """The same questions, before and after Enschede adds a namesake: the same answers, to the letter."""

    def ask() -> list[tuple[int, str]]:
        asked = [
            coordinator.get("/hengelo/partners/nieuw?naam=Buurtkamer"),
            add(coordinator, "hengelo", circle=""),
            add(coordinator, "hengelo", kvk_number="1234567"),
        ]
        return [(answer.status, answer.words()) for answer in asked]

    before = ask()
    elsewhere = world.as_person("coordinator@enschede")
    assert add(elsewhere, "enschede").status == 303
    assert ask() == before
    assert add(coordinator, "hengelo").status == 303
    with world.inside("enschede"):
        theirs = db().scalars(select(Organisation.id).where(Organisation.name == "Buurtkamer")).one()
    assert coordinator.get(f"/hengelo/partners/nieuw/{theirs}").status == 404


def test_that_a_number_is_known_tells_nothing_of_who_works_with_it(
    world: World, coordinator: Visitor
) -> None:
    """Whether the other town has it as a partner or not: the same answers."""
    known = numbered(world, "enschede")

    def ask() -> list[tuple[int, str]]:
        asked = [
            coordinator.get("/hengelo/partners/nieuw?naam=humanitas"),
            coordinator.get(f"/hengelo/partners/nieuw/{known}"),
            add(coordinator, "hengelo", kvk_number=KVK),
        ]
        return [(answer.status, answer.words()) for answer in asked]

    answers = ask()
    with world.inside("enschede", "coordinator@enschede"):
        db().delete(db().scalars(select(Partner).where(Partner.organisation_id == known)).one())
    assert ask() == answers


def test_a_group_that_gets_a_known_number_becomes_the_known_organisation_and_nothing_is_lost(
    world: World, coordinator: Visitor
) -> None:
    known = numbered(world, "enschede")
    bakker = world.row("hengelo", "partner", "bakker")
    address = f"/hengelo/partners/{bakker}/bewerken"
    facts: dict[str, Any] = {"name": "De Korenaar", "sector": "business", "kvk_number": KVK, "place": "Borne"}
    offered = coordinator.post(address, facts)
    assert offered.status == 422
    assert "Bij KvK-nummer 87654321 hoort Humanitas Twente." in offered.words()
    assert "Ja, dit is Humanitas Twente" in offered.words()
    page = coordinator.follow(coordinator.post(address, {**facts, "known": str(known)}))
    assert page.heading == "Humanitas Twente"
    assert "Koffieochtend" in page.words()
    with world.inside("hengelo"):
        assert db().get_one(Partner, bakker).organisation_id == known
        event = db().scalars(select(Event).where(Event.kind == "partner.organisation_recognised")).one()
        assert event.changes["name"] == ["Bakkerij De Korenaar", "Humanitas Twente"]
        assert event.changes["kvk_number"] == [None, KVK]
    with world.inside("enschede"):
        assert db().get_one(Organisation, known).name == "Humanitas Twente"


def test_a_known_number_of_a_partner_that_is_here_already_is_refused(
    world: World, coordinator: Visitor
) -> None:
    known: UUID = numbered(world, "hengelo")
    bakker = world.row("hengelo", "partner", "bakker")
    facts = {"name": "De Korenaar", "sector": "business", "kvk_number": KVK, "known": str(known)}
    answer = coordinator.post(f"/hengelo/partners/{bakker}/bewerken", facts)
    assert "Dit KvK-nummer hoort bij Humanitas Twente." in answer.error_of("kvk_number")

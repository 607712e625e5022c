"""The profile: kept by the coalition until the organisation has somebody with an account, and then by the organisation alone."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.organisations.models import Organisation, ProfileChange
from tenants import acting_outside, db
from tests.features.organisations.cast import ADMINISTRATOR, colleague, joins, numbered, organisation_of
from tests.page import Visitor
from tests.people import World

PROFILE = {
    "name": "Welzijn Oost",
    "sector": "welfare",
    "kind": "foundation",
    "kvk_number": "12 34 56 78",
    "place": "Hengelo",
    "website": "www.welzijn.example",
    "email": "Info@Welzijn.example",
    "phone": "074 123 45 67",
    "description": "Helpt mensen elkaar te ontmoeten.",
}


@pytest.fixture
def welzijn(world: World) -> UUID:
    return organisation_of(world, "hengelo")


@pytest.fixture
def administrator(world: World) -> Visitor:
    return world.as_person(ADMINISTRATOR)


def profile(world: World, organisation_id: UUID) -> Organisation:
    with acting_outside(actor=world.actor(ADMINISTRATOR)):
        return db().get_one(Organisation, organisation_id)


def test_the_administrator_of_an_organisation_keeps_its_profile_and_every_coalition_sees_it(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    page = administrator.follow(administrator.get("/mijn/organisatie"))
    assert page.heading == "Welzijn"
    saved = administrator.post(f"/mijn/organisatie/{welzijn}/bewerken", PROFILE)
    words = administrator.follow(saved).words()
    for expected in (
        "Welzijn Oost",
        "Stichting",
        "12345678",
        "info@welzijn.example",
        "074 123 45 67",
        "Hengelo",
    ):
        assert expected in words
    assert "Profiel gewijzigd Partner_member in hengelo" in words
    assert "NaamWelzijn werd Welzijn Oost" in words
    here = world.as_person("coordinator@hengelo").get(
        f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}"
    )
    assert here.heading == "Welzijn Oost"
    assert "Helpt mensen elkaar te ontmoeten." in here.words()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Vul de naam van de organisatie in."),
        ("kvk_number", "1234567", "Een KvK-nummer heeft 8 cijfers. Dit zijn er 7."),
        ("email", "info @welzijn.example", "Er staat een spatie in dit e-mailadres."),
        ("email", "info", "Dit is geen e-mailadres."),
        ("phone", "bel maar", "Dit is geen telefoonnummer."),
        ("website", "geen idee", "Dit is geen adres van een website."),
        ("sector", "", "Kies een sector."),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field_and_the_rest_stays_typed(
    world: World, administrator: Visitor, welzijn: UUID, field: str, typed: str, sentence: str
) -> None:
    answer = administrator.post(f"/mijn/organisatie/{welzijn}/bewerken", {**PROFILE, field: typed})
    assert answer.status == 422
    assert sentence in answer.error_of(field)
    assert answer.value_of("description") == PROFILE["description"]
    assert profile(world, welzijn).name == "Welzijn"


def test_the_number_of_another_organisation_is_refused_with_what_to_do(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    numbered(world, "enschede")
    answer = administrator.post(
        f"/mijn/organisatie/{welzijn}/bewerken", {**PROFILE, "kvk_number": "87654321"}
    )
    assert answer.status == 422
    assert "Dit KvK-nummer hoort al bij Humanitas Twente." in answer.error_of("kvk_number")


def test_a_colleague_without_rights_reads_the_profile_and_who_keeps_it_and_changes_nothing(
    world: World, welzijn: UUID
) -> None:
    colleague(world, welzijn, "buurtwerker@hengelo")
    visitor = world.as_person("buurtwerker@hengelo")
    page = visitor.get(f"/mijn/organisatie/{welzijn}")
    assert "Vraag een beheerder van uw organisatie: Partner_member in hengelo." in page.words()
    assert not page.document.xpath("//main//a[contains(@href, 'bewerken')]")
    assert visitor.get(f"/mijn/organisatie/{welzijn}/bewerken").status == 403
    assert visitor.post(f"/mijn/organisatie/{welzijn}/bewerken", PROFILE).status == 403
    assert visitor.get(f"/mijn/organisatie/{welzijn}/logo").status == 403
    assert profile(world, welzijn).name == "Welzijn"


@pytest.mark.parametrize("rest", ["", "/bewerken", "/logo"])
def test_of_an_organisation_of_others_nothing_is_there(
    world: World, administrator: Visitor, rest: str
) -> None:
    theirs = organisation_of(world, "enschede")
    assert administrator.get(f"/mijn/organisatie/{theirs}{rest}").status == 404
    known = numbered(world, "enschede")
    assert administrator.get(f"/mijn/organisatie/{known}{rest}").status == 404
    if rest:
        assert administrator.post(f"/mijn/organisatie/{known}{rest}", PROFILE).status == 404
    assert world.as_person("coordinator@hengelo").get(f"/mijn/organisatie/{known}").status == 404


def test_who_works_for_two_organisations_chooses_which(world: World, welzijn: UUID) -> None:
    colleague(world, organisation_of(world, "hengelo", "bakker"), ADMINISTRATOR)
    visitor = world.as_person(ADMINISTRATOR)
    for address, heading in (
        ("/mijn/organisatie", "Het profiel van welke organisatie?"),
        ("/mijn/collegas", "De collega’s van welke organisatie?"),
    ):
        page = visitor.get(address)
        assert page.heading == heading
        links = page.document.xpath("//main//ul[@class='sk-cards']//a")
        assert [link.text_content() for link in links] == ["Bakkerij De Korenaar", "Welzijn"]
        assert visitor.get(links[1].get("href")).status == 200


@pytest.mark.parametrize("who", ["coordinator@hengelo", ADMINISTRATOR])
def test_postgresql_lets_nobody_change_a_profile_that_others_keep(
    world: World, welzijn: UUID, who: str
) -> None:
    """Also where a view would forget to ask: the coalition that added it, and the own people within a coalition."""
    with world.inside("hengelo", who):
        changed = db().execute(
            text("update organisation set name = 'Anders' where id = :id returning id"), {"id": welzijn}
        )
        assert changed.all() == []
    with pytest.raises(DBAPIError, match="row-level security"), world.inside("hengelo", who):
        ProfileChange.keep(welzijn, {"name": ("a", "b")})


def test_what_was_changed_of_a_profile_can_only_be_added_to(world: World, welzijn: UUID) -> None:
    with (
        pytest.raises(DBAPIError, match="permission denied"),
        acting_outside(actor=world.actor(ADMINISTRATOR)),
    ):
        db().execute(text("update profile_change set changed_by = 'x'"))
    with acting_outside(actor=world.actor("coordinator@hengelo")):
        assert db().scalars(select(ProfileChange)).all() == []


def test_a_coalition_that_did_not_add_it_keeps_nothing_of_an_organisation(world: World) -> None:
    known = numbered(world, "enschede")
    here = joins(world, "hengelo", known)
    visitor = world.as_person("coordinator@hengelo")
    facts: dict[str, Any] = {**PROFILE, "kvk_number": "87654321"}
    answer = visitor.post(f"/hengelo/partners/{here}/bewerken", facts)
    assert answer.location.endswith("/profielvoorstel")
    assert visitor.get(f"/hengelo/partners/{here}/logo").status == 404
    with world.inside("enschede"):
        assert db().get_one(Organisation, known).name == "Humanitas Twente"

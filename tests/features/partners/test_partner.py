"""Partners: who takes part, what they do, and what becomes of them."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.history.models import Event
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.partners.queries import partner, partners
from tenants import acting_in, db
from tests.page import Answer, Visitor
from tests.people import World

FACTS = {
    "name": "Bibliotheek",
    "sector": "culture",
    "circle": "core",
    "website": "",
    "kvk_number": "",
    "note": "",
}


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def welzijn(world: World) -> str:
    """The address of a partner that owns an action and sits in the steering group."""
    return f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}"


@pytest.fixture
def bakker(world: World) -> str:
    """The address of a partner for which nobody has an account: the coalition keeps its profile."""
    return f"/hengelo/partners/{world.row('hengelo', 'partner', 'bakker')}"


def events_of(world: World, town: str) -> list[Event]:
    with world.inside(town):
        return list(db().scalars(select(Event).where(Event.kind.startswith("partner.")).order_by(Event.at)))


def names(world: World, town: str) -> list[str]:
    with world.inside(town):
        return [row.label for row in partners()]


def add(visitor: Visitor, **facts: Any) -> Answer:
    return visitor.post("/hengelo/partners/nieuw", {**FACTS, **facts})


def test_a_reader_sees_partners_by_circle_with_their_sector_and_number_of_actions(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/partners")
    assert page.words("//*[@id='kring-core']").endswith("Welzijn Welzijn · Centrum 1 actie")
    assert page.words("//*[@id='kring-wider']").endswith("Bakkerij De Korenaar Bedrijven en winkels 1 actie")
    assert str(world.row("enschede", "partner", "welzijn")) not in page.text
    assert not page.document.xpath("//a[contains(@href, '/nieuw')]")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=kórenaar", {"Bakkerij De Korenaar"}),
        ("sector=welfare", {"Welzijn"}),
        ("kring=wider", {"Bakkerij De Korenaar"}),
        ("kring=wider&sector=welfare", set()),
        ("kring=onzin", {"Welzijn", "Bakkerij De Korenaar"}),
        ("wijk=onzin&koepel=onzin&pagina=onzin", {"Welzijn", "Bakkerij De Korenaar"}),
    ],
)
def test_partners_are_filtered_in_the_address(world: World, query: str, expected: set[str]) -> None:
    page = world.as_person("reader@hengelo").get(f"/hengelo/partners?{query}")
    found = page.document.xpath("//*[@id='circles']//a[contains(@class, 'sk-row__title')]")
    assert {link.text_content() for link in found} == expected
    if not expected:
        assert "Geen partner gevonden" in page.words()


def test_the_page_of_a_partner_shows_what_it_does_and_where_it_sits(world: World, welzijn: str) -> None:
    reader = world.as_person("reader@hengelo")
    words = reader.get(welzijn).words()
    for expected in (
        "Trekt deze acties",
        "Koffieochtend",
        "Stuurgroep",
        "voorzitter",
        "Actieplan, 3 Partners, 1",
    ):
        assert expected in words
    bakker = reader.get(f"/hengelo/partners/{world.row('hengelo', 'partner', 'bakker')}").words()
    assert "Helpt mee met" in bakker
    assert "Koffieochtend" in bakker


def test_a_coordinator_adds_a_partner_and_history_tells_so(world: World, coordinator: Visitor) -> None:
    page = coordinator.follow(add(coordinator, website="www.bibliotheek.example", kvk_number="12 34 56 78"))
    assert page.heading == "Bibliotheek"
    assert "Bibliotheek is toegevoegd." in page.words()
    assert page.document.xpath("//a[@href='https://www.bibliotheek.example']")
    assert "12345678" in page.words()
    (event,) = events_of(world, "hengelo")
    assert (event.kind, event.subject_label, event.actor_name) == (
        "partner.joined",
        "Bibliotheek",
        "Coordinator in hengelo",
    )
    assert "Bibliotheek" not in names(world, "enschede")


def test_a_kvk_number_of_seven_digits_is_refused_beside_the_field_and_the_rest_stays_typed(
    world: World, coordinator: Visitor
) -> None:
    answer = add(coordinator, kvk_number="1234567", note="Leent boeken uit.")
    for _ in range(2):
        assert answer.status == 422
        assert "Een KvK-nummer heeft 8 cijfers. Dit zijn er 7." in answer.error_of("kvk_number")
        assert answer.value_of("kvk_number") == "1234567"
        assert answer.value_of("name") == "Bibliotheek"
        assert answer.value_of("note") == "Leent boeken uit."
        answer = add(coordinator, kvk_number="1234567", note="Leent boeken uit.")
    assert "Bibliotheek" not in names(world, "hengelo")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "  ", "Vul de naam van de organisatie in."),
        ("sector", "", "Kies een sector."),
        ("website", "geen idee", "Dit is geen adres van een website."),
        ("website", "javascript://alert.example/", "Dit is geen adres van een website."),
        ("name", "wélzijn", "Welzijn staat al bij de partners."),
        ("note", "x" * 2001, "Maak dit korter"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(
    world: World, coordinator: Visitor, field: str, typed: str, sentence: str
) -> None:
    answer = add(coordinator, **{field: typed})
    assert answer.status == 422
    assert sentence in answer.error_of(field)
    assert len(names(world, "hengelo")) == 2


def test_an_organisation_that_another_coalition_numbered_is_offered_and_stays_one(
    world: World, coordinator: Visitor
) -> None:
    elsewhere = world.as_person("coordinator@enschede")
    elsewhere.post(
        "/enschede/partners/nieuw", {**FACTS, "name": "Humanitas Twente", "kvk_number": "87654321"}
    )
    offered = add(coordinator, name="Humanitas", kvk_number="8765 4321")
    assert offered.status == 422
    assert "Humanitas Twente overnemen" in offered.words()
    known = offered.value_of("known")
    page = coordinator.follow(add(coordinator, name="Humanitas", kvk_number="87654321", known=known))
    assert page.heading == "Humanitas Twente"
    with world.inside("hengelo"):
        assert len(db().scalars(select(Organisation).where(Organisation.kvk_number == "87654321")).all()) == 1
    assert "staat al bij de partners" in add(coordinator, kvk_number="87654321", known=known).error_of(
        "kvk_number"
    )


def test_what_another_coalition_said_of_an_organisation_cannot_be_changed_here(
    world: World, coordinator: Visitor
) -> None:
    world.as_person("coordinator@enschede").post(
        "/enschede/partners/nieuw", {**FACTS, "name": "Humanitas Twente", "kvk_number": "87654321"}
    )
    known = add(coordinator, kvk_number="87654321").value_of("known")
    here = add(coordinator, kvk_number="87654321", known=known).location
    form = coordinator.follow(coordinator.get(f"{here}/bewerken"))
    assert form.heading == "Stel een wijziging voor"
    coordinator.post(f"{here}/bewerken", {**FACTS, "name": "Iets anders"})
    assert coordinator.get(here).heading == "Humanitas Twente"


def test_a_coordinator_edits_a_partner_and_history_keeps_what_it_was(
    world: World, coordinator: Visitor, bakker: str
) -> None:
    form = coordinator.get(f"{bakker}/bewerken")
    assert form.value_of("name") == "Bakkerij De Korenaar"
    facts = {**FACTS, "name": "Bakkerij De Aar", "sector": "business", "place": "Hengelo"}
    page = coordinator.follow(coordinator.post(f"{bakker}/bewerken", facts))
    assert page.heading == "Bakkerij De Aar"
    (event,) = events_of(world, "hengelo")
    assert event.changes["name"] == ["Bakkerij De Korenaar", "Bakkerij De Aar"]
    assert event.changes["place"] == ["", "Hengelo"]
    assert "NaamBakkerij De Korenaar werd Bakkerij De Aar" in coordinator.get("/hengelo/geschiedenis").words()
    assert "Bakkerij De Korenaar" in names(world, "enschede")


def test_editing_without_a_change_leaves_no_trace(world: World, coordinator: Visitor, bakker: str) -> None:
    form = coordinator.get(f"{bakker}/bewerken")
    facts = {name: form.value_of(name) for name in ("name", "kind", "sector", "website", "kvk_number")}
    coordinator.post(f"{bakker}/bewerken", facts)
    assert events_of(world, "hengelo") == []


def test_the_number_of_another_organisation_cannot_be_taken(
    world: World, coordinator: Visitor, bakker: str
) -> None:
    add(coordinator, kvk_number="12345678")
    answer = coordinator.post(f"{bakker}/bewerken", {**FACTS, "name": "Bakker", "kvk_number": "12345678"})
    assert answer.status == 422
    assert "Dit KvK-nummer hoort bij Bibliotheek." in answer.error_of("kvk_number")


def test_who_only_reads_can_change_nothing(world: World, welzijn: str) -> None:
    reader = world.as_person("reader@hengelo")
    assert reader.post(f"{welzijn}/bewerken", FACTS).status == 403
    assert reader.post(f"{welzijn}/einde", {"reason": "Zomaar."}).status == 403
    assert reader.post(f"{welzijn}/deelname").status == 403
    assert add(reader).status == 403
    assert not reader.get(welzijn).document.xpath("//main//form")


@pytest.mark.parametrize(
    "rest", ["", "/bewerken", "/einde", "/pauze", "/kring", "/koepel", "/wijken", "/deelname"]
)
def test_a_partner_of_another_town_is_not_there(world: World, coordinator: Visitor, rest: str) -> None:
    theirs = world.row("enschede", "partner", "welzijn")
    assert coordinator.get(f"/hengelo/partners/{theirs}{rest}").status == 404
    if rest:
        data = {**FACTS, "reason": "Zomaar."}
        assert coordinator.post(f"/hengelo/partners/{theirs}{rest}", data).status == 404
    with acting_in(world.tenant("enschede")):
        row: Partner = partner(UUID(str(theirs)))
        assert (row.label, row.state) == ("Welzijn", "active")

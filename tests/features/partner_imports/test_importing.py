"""Reading a list in: what is shown before is what happens, cell by cell, and otherwise nothing happens."""

import io
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from app.history.models import Event
from app.organisations.models import Organisation
from app.partner_imports import queries
from app.partner_imports.models import PartnerImport
from app.partner_imports.rules.outcomes import DONE, Deed, Mark
from app.partners.models import Contact, Partner
from app.partners.queries import partners
from jobs.partner_imports import read_in
from tenants import db
from tests.page import Answer, Visitor
from tests.people import World

HEAD = "Naam;Sector;Kring;KvK-nummer;E-mail;Wijken;Contactpersoon;E-mail contactpersoon"
LIST = f"""{HEAD}
Bibliotheek;Cultuur;Kern;12345678;info@bibliotheek.example;Centrum;Iemand Nieuw;nieuw@bibliotheek.example
Bakkerij De Korenaar;Bedrijven en winkels;Kern;;brood@korenaar.example;Centrum;;
Wijkvereniging;Vrijwilligers;;;;;;
"""


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


def bring(visitor: Visitor, content: str, name: str = "partners.csv") -> Answer:
    return visitor.post(
        "/hengelo/partners/inlezen", {"file": (io.BytesIO(content.encode()), name), "sheet": ""}
    )


def brought(visitor: Visitor, content: str) -> str:
    """The address of a list that was brought."""
    answer = bring(visitor, content)
    assert answer.status == 303, answer.text
    return answer.location


def confirm(visitor: Visitor, address: str) -> Answer:
    page = visitor.get(address)
    return visitor.post(f"{address}/invoer", {"seen": page.value_of("seen")})


def do_it(world: World, address: str) -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        read_in(import_id=address.rpartition("/")[2])


def values(world: World, town: str) -> dict[str, dict[str, Any]]:
    with world.inside(town):
        columns = ("sector", "kvk_number", "email", "website", "kind", "place")
        return {
            row.label: {name: getattr(row.organisation, name) for name in columns} | {"circle": row.circle}
            for row in partners()
        }


def test_what_the_preview_says_of_each_cell_is_what_the_coalition_holds_afterwards(
    world: World, coordinator: Visitor
) -> None:
    address = brought(coordinator, LIST)
    with world.inside("hengelo"):
        found = db().get_one(PartnerImport, UUID(address.rpartition("/")[2]))
        shown = queries.rehearsed(found, queries.rows_of(found.id))
    assert [outcome.deed for outcome in shown] == [Deed.ADD, Deed.CHANGE, Deed.ADD]
    assert confirm(coordinator, address).status == 303
    do_it(world, address)
    now = values(world, "hengelo")
    for outcome, name in zip(shown, ["Bibliotheek", "Bakkerij De Korenaar", "Wijkvereniging"], strict=True):
        for column in ("sector", "circle", "kvk_number", "email"):
            cell = outcome.cells[column]
            assert (now[name][column] or "") == (cell.before if cell.mark is Mark.EMPTY else cell.value)
    with world.inside("hengelo"):
        (contact,) = db().scalars(select(Contact).where(Contact.email == "nieuw@bibliotheek.example"))
        assert contact.name == "Iemand Nieuw"
        again = queries.rehearsed(found, queries.rows_of(found.id))
    assert {outcome.deed for outcome in again} == {Deed.NOTHING}
    assert "Bibliotheek" not in values(world, "enschede")


def test_looking_changes_nothing_and_what_was_read_in_is_told_in_history(
    world: World, coordinator: Visitor
) -> None:
    before = values(world, "hengelo")
    address = brought(coordinator, LIST)
    page = coordinator.get(address)
    assert "2 partners komen erbij. 1 wordt bijgewerkt." in page.words()
    assert values(world, "hengelo") == before
    confirm(coordinator, address)
    do_it(world, address)
    assert "2 partners komen erbij" in coordinator.get(address).words()
    with world.inside("hengelo"):
        told = db().scalars(select(Event).where(Event.kind == "partner_import.done")).one()
    assert told.changes == {"add": [None, 2], "change": [None, 1]}


def test_an_empty_cell_takes_nothing_away(world: World, coordinator: Visitor) -> None:
    address = brought(coordinator, "Naam;Sector;Website\nBakkerij De Korenaar;;\n")
    assert "Er verandert niets." in coordinator.get(address).words()


WRONG = f"""{HEAD}
Nieuw een;Zorg;Kern;1234567;;;;
Nieuw twee;Zorgen;Kern;;een twee@voorbeeld.nl;;;
;Zorg;;;;;;
Nieuw drie;Zorg;;;;Nergenshuizen;;
Nieuw een;Zorg;;;;;;
=A1;Zorg;;;;;;
"""


def test_each_wrong_cell_gets_its_own_sentence_and_nothing_can_be_read_in(
    world: World, coordinator: Visitor
) -> None:
    before = values(world, "hengelo")
    address = brought(coordinator, WRONG)
    page = coordinator.get(address)
    for sentence in (
        "Een KvK-nummer heeft 8 cijfers. Dit zijn er 7.",
        "“Zorgen” kennen we niet.",
        "In een e-mailadres staan geen spaties.",
        "Vul de naam van de organisatie in.",
        "“Nergenshuizen” kennen we niet.",
        "Deze organisatie staat ook in rij 2.",
        "Hier stond een formule.",
    ):
        assert sentence in page.words(), sentence
    assert "6 rijen kloppen niet" in page.words()
    refused = coordinator.post(
        f"{address}/invoer", {"seen": page.value_of("seen") if "seen" in page.text else ""}
    )
    assert refused.status == 422
    assert values(world, "hengelo") == before


def test_a_row_is_corrected_or_left_out_and_what_was_typed_wrong_again_stays(
    world: World, coordinator: Visitor
) -> None:
    address = brought(coordinator, "Naam;Sector;KvK-nummer\nNieuw een;Zorg;1234567\nNieuw twee;Iets;\n")
    with world.inside("hengelo"):
        one, two = queries.rows_of(UUID(address.rpartition("/")[2]))
    row = f"/hengelo/partners/inlezen/rijen/{one.id}"
    assert "Dit zijn er 7." in coordinator.get(row).error_of("kvk_number")
    for typed in ("123456", "12345"):
        wrong = coordinator.post(row, {"name": "Nieuw een", "sector": "Zorg", "kvk_number": typed})
        assert (wrong.status, wrong.value_of("kvk_number")) == (422, typed)
    assert (
        coordinator.post(row, {"name": "Nieuw een", "sector": "Zorg", "kvk_number": "87654321"}).status == 303
    )
    coordinator.post(f"/hengelo/partners/inlezen/rijen/{two.id}/weglating")
    assert confirm(coordinator, address).status == 303
    do_it(world, address)
    assert values(world, "hengelo")["Nieuw een"]["kvk_number"] == "87654321"
    assert "Nieuw twee" not in values(world, "hengelo")


def test_what_changed_between_looking_and_doing_stops_all_of_it(world: World, coordinator: Visitor) -> None:
    address = brought(coordinator, LIST)
    confirm(coordinator, address)
    with world.inside("hengelo", "coordinator@hengelo"):
        Partner.welcome(Organisation.add(name="Wijkvereniging", sector="volunteers"), circle="wider")
    do_it(world, address)
    assert "Bibliotheek" not in values(world, "hengelo")
    assert "1 partner komt erbij" in coordinator.get(address).words()


def test_who_confirms_what_is_no_longer_so_sees_it_anew(world: World, coordinator: Visitor) -> None:
    address = brought(coordinator, LIST)
    seen = coordinator.get(address).value_of("seen")
    with world.inside("hengelo", "coordinator@hengelo"):
        Partner.welcome(Organisation.add(name="Wijkvereniging", sector="volunteers"), circle="wider")
    answer = coordinator.post(f"{address}/invoer", {"seen": seen})
    assert answer.status == 422
    assert "Intussen is er iets veranderd." in answer.words()


def test_an_organisation_of_another_coalition_is_known_by_its_number_only_and_keeps_what_it_says(
    world: World, coordinator: Visitor
) -> None:
    with world.inside("enschede", "coordinator@enschede"):
        known = Organisation.add(name="Landelijke Stichting", sector="care", kvk_number="11112222")
        Partner.welcome(known, circle="core")
        Partner.welcome(Organisation.add(name="Stille groep", sector="care"), circle="core")
    address = brought(
        coordinator,
        "Naam;Sector;KvK-nummer\nStichting Landelijk;Sport;11112222\nStille groep;Zorg;\n",
    )
    page = coordinator.get(address)
    assert "Nieuw hier, al bekend" in page.words()
    confirm(coordinator, address)
    do_it(world, address)
    here = values(world, "hengelo")
    assert here["Landelijke Stichting"]["sector"] == "care"
    with world.inside("hengelo"):
        ours = db().scalars(select(Organisation).where(Organisation.name == "Stille groep")).all()
    assert len(ours) == 1
    assert not ours[0].kvk_number


def test_a_reader_and_a_partner_have_no_lists(world: World) -> None:
    for who in ("reader@hengelo", "partner_member@hengelo", "controller@hengelo"):
        assert world.as_person(who).get("/hengelo/partners/inlezen").status == 403


def test_a_list_can_be_thrown_away_and_the_other_town_keeps_its_own(
    world: World, coordinator: Visitor
) -> None:
    address = brought(coordinator, LIST)
    coordinator.post(f"{address}/verwijdering")
    assert coordinator.get(address).status == 404
    with world.inside("enschede"):
        assert db().scalar(select(func.count()).select_from(PartnerImport)) == 1


def test_every_deed_that_writes_is_among_those_that_are_done() -> None:
    assert {Deed.ADD, Deed.JOIN, Deed.CHANGE} == DONE


def test_the_rows_of_a_list_go_with_it(world: World, coordinator: Visitor) -> None:
    address = brought(coordinator, LIST)
    coordinator.post(f"{address}/verwijdering")
    with world.inside("hengelo"):
        left = db().scalar(text("select count(*) from partner_import_row where number > 2"))
    assert left == 0

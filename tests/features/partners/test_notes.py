"""What only some may know of a partner: who reads notes and contacts, and how notes are written, corrected and taken back."""

import pytest
from sqlalchemy import select

from app.access import Role
from app.history.models import Event, record
from app.partners.models import Partner, PartnerNote
from app.partners.queries import notes_of, partner
from tenants import db
from tests.page import Visitor
from tests.people import World, secret_of

SECRET = secret_of("hengelo")
PERSON = {
    "name": "Nieuw contact",
    "function": "Teamleider",
    "email": "team@voorbeeld.example",
    "phone": "074 123 45 67",
    "purpose": "De acties in de wijk",
}
MAY_KNOW = {Role.COORDINATOR, Role.OFFICER}


def notes(world: World, town: str = "hengelo") -> list[PartnerNote]:
    with world.inside(town):
        return list(notes_of(world.row(town, "partner", "welzijn")))


def events(world: World) -> list[Event]:
    with world.inside("hengelo"):
        found = select(Event).where(Event.kind.startswith("partner."), Event.actor_name != "Samenkracht")
        return list(db().scalars(found.order_by(Event.at)))


@pytest.mark.parametrize("role", list(Role))
def test_notes_and_contacts_are_for_who_may_know_and_nobody_else(
    world: World, welzijn: str, receptie: str, role: Role
) -> None:
    visitor = world.as_person(f"{role}@hengelo")
    words = visitor.get(welzijn).text
    knows = role in MAY_KNOW
    for said in ("Belt op maandag.", f"Contact van {SECRET[11:]}", "receptie@voorbeeld.example"):
        assert (said in words) == knows, said
    for address in (receptie, f"{welzijn}/notities"):
        assert visitor.get(address).status == (200 if knows else 403)
    for address in (f"{receptie}/gegevens.json", f"{receptie}/gegevens.txt"):
        assert visitor.post(address).status == (200 if knows else 403)


def test_nobody_finds_a_note_or_a_contact_by_searching(coordinator: Visitor) -> None:
    for words in ("maandag", "receptie@voorbeeld.example"):
        page = coordinator.get(f"/hengelo/zoeken?q={words}")
        assert "Belt op" not in page.words()
        assert "Contact van" not in page.words()


def test_a_note_is_written_by_somebody_on_a_day_and_history_tells_it_without_the_words(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    for _ in range(2):
        empty = coordinator.post(f"{welzijn}/notities", {"text": "  "})
        assert empty.status == 422
        assert "Schrijf op wat u wilt bewaren." in empty.error_of("text")
    page = coordinator.follow(coordinator.post(f"{welzijn}/notities", {"text": "Liever mailen dan bellen."}))
    assert "Liever mailen dan bellen." in page.words("//*[@id='notities']")
    assert "Coordinator in hengelo" in page.words("//*[@id='notities']")
    (event,) = events(world)
    assert (event.kind, event.note, event.changes) == ("partner.noted", "", {})
    assert "mailen" not in coordinator.get("/hengelo/geschiedenis").words()
    assert len(notes(world, "enschede")) == 1


def test_who_wrote_a_note_corrects_it_or_takes_it_back_and_nobody_else(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    coordinator.post(f"{welzijn}/notities", {"text": "Belt op dinsdag."})
    mine = f"{welzijn}/notities/{notes(world)[0].id}"
    officer = world.as_person("officer@hengelo")
    assert not officer.get(welzijn).document.xpath(f"//a[contains(@href, '{mine}')]")
    for noun in ("verbetering", "verwijdering"):
        assert officer.post(f"{mine}/{noun}", {"text": "Van mij."}).status == 409
    coordinator.post(f"{mine}/verbetering", {"text": "Belt op woensdag."})
    assert notes(world)[0].text == "Belt op woensdag."
    assert "dinsdag" not in coordinator.get(welzijn).words()
    assert coordinator.get(f"{mine}/verbetering").status == 404
    again = f"{welzijn}/notities/{notes(world)[0].id}"
    coordinator.post(f"{again}/verwijdering")
    assert "woensdag" not in coordinator.get(welzijn).words()
    removed = events(world)[-1]
    assert [event.kind for event in events(world)] == [
        "partner.noted",
        "partner.note_corrected",
        "partner.note_removed",
    ]
    coordinator.post(f"/hengelo/ongedaan/{removed.id}", {"terug": welzijn})
    assert "Belt op woensdag." in coordinator.get(welzijn).words()


def test_what_history_told_before_there_were_notes_is_for_who_may_know(world: World, welzijn: str) -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        row: Partner = partner(world.row("hengelo", "partner", "welzijn"))
        record("partner.edited", row, changes={"note": ("", "Oude toelichting"), "circle": ("wider", "core")})
    reader = world.as_person("reader@hengelo").get("/hengelo/geschiedenis")
    assert "Oude toelichting" not in reader.text
    assert "bredere kring" in reader.words()
    assert "Oude toelichting" in world.as_person("coordinator@hengelo").get("/hengelo/geschiedenis").words()


def test_an_organisation_that_is_a_partner_in_both_towns_has_two_sets_of_notes_and_contacts(
    world: World, coordinator: Visitor
) -> None:
    facts = {
        "name": "Humanitas Twente", "sector": "volunteers", "circle": "core", "website": "",
        "kvk_number": "87654321", "note": "Onze afspraak.", "known": "",
    }  # fmt: skip
    theirs = world.as_person("coordinator@enschede")
    there = theirs.post("/enschede/partners/nieuw", facts).location
    theirs.post(f"{there}/contacten/nieuw", PERSON)
    offered = coordinator.post("/hengelo/partners/nieuw", {**facts, "note": ""})
    here = coordinator.post(
        "/hengelo/partners/nieuw", {**facts, "note": "", "known": offered.value_of("known")}
    )
    page = coordinator.get(here.location)
    assert page.heading == "Humanitas Twente"
    for said in ("Onze afspraak.", PERSON["name"], PERSON["email"], PERSON["phone"]):
        assert said not in page.text
        assert said in theirs.get(there).text

"""What only some may know of a partner: notes and contacts; who takes over, what the person gets to read, and forgetting."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.history import chain
from app.history.models import Event, record
from app.partners.models import Contact, Partner, PartnerNote
from app.partners.queries import contacts_of, notes_of, partner
from app.plan.models import UpdateRequest
from app.todos.models import Todo
from app.web.clock import today
from tenants import db
from tenants.retention import carry_out
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


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def welzijn(world: World) -> str:
    return f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}"


@pytest.fixture
def receptie(world: World, welzijn: str) -> str:
    """The address of the contact that the town begins with, who is called first."""
    return f"{welzijn}/contacten/{world.row('hengelo', 'contact', 'receptie')}"


def notes(world: World, town: str = "hengelo") -> list[PartnerNote]:
    with world.inside(town):
        return list(notes_of(world.row(town, "partner", "welzijn")))


def contacts(world: World, town: str = "hengelo") -> list[Contact]:
    with world.inside(town):
        return list(contacts_of(world.row(town, "partner", "welzijn")))


def events(world: World) -> list[Event]:
    with world.inside("hengelo"):
        found = select(Event).where(Event.kind.startswith("partner."), Event.actor_name != "Samenkracht")
        return list(db().scalars(found.order_by(Event.at)))


def waiting(world: World) -> list[str]:
    with world.inside("hengelo"):
        found = select(Todo.title).where(Todo.kind == "contact.choose", Todo.closed_at.is_(None))
        return list(db().scalars(found))


def other_contact(coordinator: Visitor, world: World, welzijn: str, **facts: Any) -> UUID:
    coordinator.post(f"{welzijn}/contacten/nieuw", {**PERSON, **facts})
    return next(contact.id for contact in contacts(world) if contact.name == PERSON["name"])


@pytest.mark.parametrize("role", list(Role))
def test_notes_and_contacts_are_for_who_may_know_and_nobody_else(
    world: World, welzijn: str, receptie: str, role: Role
) -> None:
    visitor = world.as_person(f"{role}@hengelo")
    words = visitor.get(welzijn).text
    knows = role in MAY_KNOW
    for said in ("Belt op maandag.", f"Contact van {SECRET[11:]}", "receptie@voorbeeld.example"):
        assert (said in words) == knows, said
    for address in (receptie, f"{receptie}/gegevens.json", f"{receptie}/gegevens.txt", f"{welzijn}/notities"):
        assert visitor.get(address).status == (200 if knows else 403)


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


def test_a_contact_is_added_with_what_is_needed_and_history_names_nobody(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    page = coordinator.follow(coordinator.post(f"{welzijn}/contacten/nieuw", PERSON))
    assert "team@voorbeeld.example" in page.words("//*[@id='contacten']")
    (event,) = events(world)
    assert (event.kind, event.note, event.changes, event.subject_label) == (
        "partner.contact_added",
        "",
        {},
        "Welzijn",
    )
    first = {contact.name: contact.is_first for contact in contacts(world)}
    assert first == {f"Contact van {SECRET[11:]}": True, PERSON["name"]: False}
    coordinator.post(f"{welzijn}/contacten/{contacts(world)[1].id}/bewerken", {**PERSON, "first": "y"})
    assert [contact.name for contact in contacts(world) if contact.is_first] == [PERSON["name"]]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Vul een naam in."),
        ("email", "jan jansen@voorbeeld.example", "In een e-mailadres staan geen spaties."),
        ("email", "voorbeeld.example", "Dit is geen e-mailadres."),
        ("phone", "bel maar", "Dit is geen telefoonnummer."),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field_and_the_rest_stays_typed(
    world: World, coordinator: Visitor, welzijn: str, field: str, typed: str, sentence: str
) -> None:
    for _ in range(2):
        answer = coordinator.post(f"{welzijn}/contacten/nieuw", {**PERSON, field: typed})
        assert answer.status == 422
        assert sentence in answer.error_of(field)
        assert answer.value_of("function") == "Teamleider"
    assert len(contacts(world)) == 1


def test_who_leaves_hands_over_and_what_waited_goes_along(
    world: World, coordinator: Visitor, welzijn: str, receptie: str
) -> None:
    assert "Er is nog geen ander contact" in coordinator.get(f"{receptie}/overdracht").words()
    to = other_contact(coordinator, world, welzijn)
    koffie = world.row("hengelo", "action", "koffie")
    asked = {"name": "Receptie", "email": "receptie@voorbeeld.example", "note": "Hoe ging het?"}
    coordinator.post(f"/hengelo/acties/{koffie}/vraag", asked)
    assert "1 open vraag om een update gaat mee" in coordinator.get(f"{receptie}/overdracht").words()
    answer = coordinator.post(
        f"{receptie}/overdracht", {"to": str(to), "on": today().isoformat(), "note": "Bel voor negen uur."}
    )
    page = coordinator.follow(answer)
    assert "opgevolgd door Nieuw contact" in page.words("//*[@id='contacten']")
    assert "Bel voor negen uur." in page.words("//*[@id='notities']")
    assert [contact.id for contact in contacts(world) if contact.is_first] == [to]
    with world.inside("hengelo"):
        open_now = select(UpdateRequest.email).where(
            UpdateRequest.action_id == koffie,
            UpdateRequest.withdrawn_at.is_(None),
            UpdateRequest.answered_at.is_(None),
        )
        assert list(db().scalars(open_now)) == ["team@voorbeeld.example"]
    assert waiting(world) == []
    assert contacts(world, "enschede")[0].is_first


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("", "Vul een datum in."),
        ("gisteren", "Dit is geen dag."),
        ("2025-12-31", "Deze dag ligt voor de dag waarop dit contact begon."),
        ((today() + timedelta(days=9)).isoformat(), "Deze dag is nog niet geweest."),
    ],
)
def test_a_day_that_cannot_be_is_a_sentence(
    coordinator: Visitor, receptie: str, on: str, sentence: str
) -> None:
    answer = coordinator.post(f"{receptie}/vertrek", {"on": on})
    assert answer.status == 422
    assert sentence in answer.error_of("on")


def test_who_leaves_without_a_successor_lets_the_coordinator_choose_one(
    world: World, coordinator: Visitor, welzijn: str, receptie: str
) -> None:
    coordinator.post(f"{receptie}/vertrek", {"on": today().isoformat()})
    assert waiting(world) == ["Welzijn"]
    assert "Wie belt u nu bij Welzijn?" in coordinator.get("/hengelo/").words()
    coordinator.post(f"{welzijn}/contacten/nieuw", PERSON)
    assert waiting(world) == []
    assert coordinator.post(f"{receptie}/vertrek", {"on": today().isoformat()}).status == 422


def test_a_partner_that_stops_needs_no_contact(
    world: World, coordinator: Visitor, welzijn: str, receptie: str
) -> None:
    coordinator.post(f"{receptie}/vertrek", {"on": today().isoformat()})
    coordinator.post(f"{welzijn}/pauze", {"reason": "Verbouwing."})
    assert waiting(world) == []
    coordinator.post(f"{welzijn}/hervatting")
    assert waiting(world) == ["Welzijn"]


def test_a_former_contact_and_a_note_that_was_taken_back_go_after_a_year(
    world: World, coordinator: Visitor, welzijn: str, receptie: str
) -> None:
    coordinator.post(f"{welzijn}/notities/{notes(world)[0].id}/verwijdering")
    with world.inside("hengelo"):
        old = db().get_one(Contact, world.row("hengelo", "contact", "receptie"))
        old.is_first, old.since, old.until = (
            False,
            today() - timedelta(days=500),
            today() - timedelta(days=400),
        )
        note = db().scalars(select(PartnerNote)).one()
        assert note.ended_at is not None
        note.ended_at -= timedelta(days=400)
    with world.inside("hengelo"):
        assert {"contact", "partner_note"} <= {passed.table for passed in carry_out()}
    assert contacts(world) == []
    assert len(contacts(world, "enschede")) == 1
    assert coordinator.get(receptie).status == 404


def test_a_person_gets_everything_that_is_held_to_read(
    world: World, coordinator: Visitor, receptie: str
) -> None:
    koffie = world.row("hengelo", "action", "koffie")
    coordinator.post(
        f"/hengelo/acties/{koffie}/vraag",
        {"name": "Receptie", "email": "receptie@voorbeeld.example", "note": "Hoe ging het?"},
    )
    assert "Vraag om een update" in coordinator.get(receptie).words()
    told = json.loads(coordinator.get(f"{receptie}/gegevens.json").response.get_data())
    assert told["contacts"][0]["email"] == "receptie@voorbeeld.example"
    assert told["held"][0]["text"] == "Hoe ging het?"
    text = coordinator.get(f"{receptie}/gegevens.txt").response.get_data(as_text=True)
    assert "E-mailadres: receptie@voorbeeld.example" in text
    assert {event.kind for event in events(world)} == {"partner.contact_taken_along"}


def test_a_person_who_asks_to_be_forgotten_is_and_history_still_fits(
    world: World, coordinator: Visitor, welzijn: str, receptie: str
) -> None:
    koffie = world.row("hengelo", "action", "koffie")
    coordinator.post(
        f"/hengelo/acties/{koffie}/vraag",
        {"name": "Receptie", "email": "receptie@voorbeeld.example", "note": ""},
    )
    bakker = f"/hengelo/partners/{world.row('hengelo', 'partner', 'bakker')}"
    coordinator.post(f"{bakker}/contacten/nieuw", {**PERSON, "email": "receptie@voorbeeld.example"})
    page = coordinator.follow(coordinator.post(f"{receptie}/verwijdering"))
    assert "Alles wat wij van deze persoon bewaarden is verwijderd." in page.words()
    with world.inside("hengelo"):
        assert db().scalars(select(Contact)).all() == []
        assert db().scalars(select(UpdateRequest).where(UpdateRequest.email.contains("receptie"))).all() == []
        assert chain.verify().broken is None
    erased = [event for event in events(world) if event.kind == "partner.contact_erased"]
    assert {event.subject_label for event in erased} == {"Welzijn", "Bakkerij De Korenaar"}
    assert not any("Receptie" in str((event.note, event.changes)) for event in erased)
    assert len(contacts(world, "enschede")) == 1

"""Whom the coalition calls at a partner: who takes over, what the person gets to read, and forgetting."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.console.erasure import erase_person
from app.console.personal import SOMEBODY
from app.history import chain
from app.history.models import Event
from app.partners.models import Contact, PartnerNote
from app.partners.queries import contacts_of, notes_of
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
        ("2019-12-31", "Deze dag ligt voor de dag waarop dit contact begon."),
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
    told = json.loads(coordinator.post(f"{receptie}/gegevens.json").response.get_data())
    assert told["contacts"][0]["email"] == "receptie@voorbeeld.example"
    assert told["held"][0]["text"] == "Hoe ging het?"
    (asked,) = coordinator.get(receptie).document.xpath("//form[contains(@action, 'gegevens.txt')]")
    for _ in range(2):
        again = coordinator.post(asked.get("action"), dict(asked.form_values()))
        assert "E-mailadres" in again.response.get_data(as_text=True), "a second press on the same page"
    text = coordinator.post(f"{receptie}/gegevens.txt").response.get_data(as_text=True)
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


def test_the_command_erases_a_contact_with_the_person_in_every_coalition(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    email = "officer@hengelo.example"
    coordinator.post(f"{welzijn}/contacten/nieuw", {**PERSON, "email": email})
    world.as_person("officer@hengelo").post(f"{welzijn}/notities", {"text": "Belt graag."})
    erase_person(world.database.url("owner"), email)
    assert [contact.email for contact in contacts(world)] == ["receptie@voorbeeld.example"]
    told = next(note for note in notes(world) if note.text == "Belt graag.")
    assert (told.author_name, told.author_id) == (SOMEBODY, None)
    assert len(contacts(world, "enschede")) == 1

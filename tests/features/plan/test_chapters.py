"""Chapters and passages: the coordinator changes the document, and history keeps what it was."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.history.models import Event
from app.plan.models import Chapter, Passage, Plan
from tenants import db
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def vision(world: World) -> UUID:
    return world.row("hengelo", "chapter", "visie")


@pytest.fixture
def point(world: World) -> UUID:
    return world.row("hengelo", "passage", "passage-1")


@pytest.fixture
def coordinator(world: World, vision: UUID) -> Visitor:
    """The coordinator, with the chapter open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get(f"/hengelo/plan/hoofdstukken/{vision}/wijziging")
    return visitor


def events(world: World, kind: str) -> list[Event]:
    with world.inside("hengelo"):
        return list(db().scalars(select(Event).where(Event.kind == kind)))


def facts(**changes: str) -> dict[str, str]:
    return {"number": "1", "title": "Visie", "kind": "vision", "after": "", "body": "Samen eten.", **changes}


def test_a_chapter_is_changed_in_place_and_history_keeps_what_it_was(
    world: World, coordinator: Visitor, vision: UUID
) -> None:
    answer = coordinator.post(
        f"/hengelo/plan/hoofdstukken/{vision}/wijziging", facts(body="Regel een.\r\nRegel *twee*.")
    )
    assert answer.location.endswith(f"#hoofdstuk-{vision}")
    page = coordinator.follow(answer)
    assert page.document.xpath(f"//*[@id='hoofdstuk-{vision}']//em[.='twee']")
    (event,) = events(world, "chapter.edited")
    before, after = event.changes["body"]
    assert before.startswith("Wie zich **eenzaam** voelt")
    assert after == "Regel een.\nRegel *twee*."
    assert event.actor_name == "Coordinator in hengelo"


def test_saving_without_a_change_leaves_no_event(world: World, coordinator: Visitor, vision: UUID) -> None:
    address = f"/hengelo/plan/hoofdstukken/{vision}/wijziging"
    form = coordinator.get(address)
    unchanged = {name: form.value_of(name) for name in ("number", "title", "kind", "after", "body")}
    coordinator.post(address, unchanged)
    assert not events(world, "chapter.edited")
    assert not events(world, "chapter.placed")


def test_a_chapter_without_a_title_is_refused_twice_and_keeps_what_was_typed(
    coordinator: Visitor, vision: UUID
) -> None:
    address = f"/hengelo/plan/hoofdstukken/{vision}/wijziging"
    for body in ("Eerste versie.", "Tweede versie."):
        wrong = coordinator.post(address, facts(title="", body=body, kind="onzin"))
        assert wrong.status == 422
        assert "Vul dit in." in wrong.error_of("title")
        assert wrong.value_of("body") == body
    assert coordinator.get(address).status == 200


def test_a_new_chapter_stands_where_the_coordinator_puts_it(world: World, coordinator: Visitor) -> None:
    plan = world.row("hengelo", "plan", "plan")
    address = f"/hengelo/plan/{plan}/hoofdstukken"
    vision = coordinator.get(address).value_of("after")
    page = coordinator.follow(coordinator.post(address, facts(title="Aanleiding", kind="occasion", after="")))
    order = [
        part.text_content().strip()
        for part in page.document.xpath("//nav[@aria-labelledby='contents-title']/ol/li/a")
    ]
    assert order[:2] == ["1 Aanleiding", "1 Visie"]
    coordinator.post(address, facts(title="Slot", kind="evaluation", after=vision))
    with world.inside("hengelo"):
        titles = db().scalars(select(Chapter.title).order_by(Chapter.position)).all()
    assert titles == ["Aanleiding", "Visie", "Slot"]
    with world.inside("enschede"):
        assert db().scalars(select(Chapter.title)).all() == ["Visie"]


def test_a_point_is_added_changed_and_taken_out(world: World, coordinator: Visitor, vision: UUID) -> None:
    address = f"/hengelo/plan/hoofdstukken/{vision}/punten"
    assert coordinator.post(address, {"text": " ", "kind": "risk"}).status == 422
    page = coordinator.follow(
        coordinator.post(address, {"text": "We eten <samen>.", "label": "2", "kind": "principle"})
    )
    assert "2: We eten <samen>." in page.words("//*[@id='punten']")
    with world.inside("hengelo"):
        added = db().scalars(select(Passage).where(Passage.label == "2")).one()
    edit = f"/hengelo/plan/punten/{added.id}/wijziging"
    assert coordinator.get(edit).value_of("text") == "We eten <samen>."
    coordinator.follow(coordinator.post(edit, {"text": "We koken samen.", "label": "2", "kind": "principle"}))
    removal = f"/hengelo/plan/punten/{added.id}/verwijdering"
    assert "We koken samen." in coordinator.get(removal).words()
    page = coordinator.follow(coordinator.post(removal))
    assert "We koken samen." not in page.words("//*[@id='punten']")
    assert coordinator.get(removal).status == 404
    (edited,) = events(world, "passage.edited")
    assert edited.changes["text"] == ["We eten <samen>.", "We koken samen."]
    assert edited.subject_label == "1 Visie"
    (removed,) = events(world, "passage.removed")
    assert removed.changes["text"] == ["We koken samen.", None]


def test_a_point_that_stands_under_another_goes_with_it(
    world: World, coordinator: Visitor, vision: UUID, point: UUID
) -> None:
    with world.inside("hengelo"):
        db().add(Passage(chapter_id=vision, parent_id=point, text="Kleiner nog.", kind="point"))
    page = coordinator.get("/hengelo/plan")
    assert page.words(f"//*[@id='passage-{point}']/ul") == "Kleiner nog."
    coordinator.post(f"/hengelo/plan/punten/{point}/verwijdering")
    assert "Kleiner nog." not in coordinator.get("/hengelo/plan").words()


def test_a_point_of_an_action_leads_back_to_the_action(world: World, coordinator: Visitor) -> None:
    point = world.row("hengelo", "passage", "koffie-punt")
    address = f"/hengelo/plan/punten/{point}/wijziging"
    assert "a) Koffieochtend" in coordinator.get(address).words()
    answer = coordinator.post(address, {"text": "Ook met kerst.", "label": "", "kind": "point"})
    assert answer.location == f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}"


def test_nobody_else_changes_the_document(world: World, vision: UUID, point: UUID) -> None:
    reader, stranger = world.as_person("reader@hengelo"), world.as_person("coordinator@enschede")
    with world.inside("hengelo"):
        plan = db().scalars(select(Plan.id)).one()
    for address in (
        f"plan/{plan}/wijziging",
        f"plan/{plan}/hoofdstukken",
        f"plan/hoofdstukken/{vision}/wijziging",
        f"plan/hoofdstukken/{vision}/punten",
        f"plan/punten/{point}/wijziging",
        f"plan/punten/{point}/verwijdering",
    ):
        assert reader.get(f"/hengelo/{address}").status == 403
        assert reader.post(f"/hengelo/{address}", {"title": "x", "text": "x"}).status == 403
        assert stranger.get(f"/enschede/{address}").status == 404
        assert stranger.post(f"/enschede/{address}", {"title": "x", "text": "x"}).status == 404

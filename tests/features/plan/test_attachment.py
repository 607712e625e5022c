"""Attachments: files of an action, kept with it and given back as they came."""

from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select

from app.plan.models import Attachment
from tenants import db
from tests.page import Answer, Visitor
from tests.people import World


@pytest.fixture
def coffee(world: World) -> UUID:
    return world.row("hengelo", "action", "koffie")


@pytest.fixture
def flyer(world: World) -> UUID:
    return world.row("hengelo", "attachment", "flyer")


@pytest.fixture
def coordinator(world: World, coffee: UUID) -> Visitor:
    """The coordinator, with the action open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get(f"/hengelo/acties/{coffee}")
    return visitor


def send(visitor: Visitor, action_id: UUID, content: bytes, name: str) -> Answer:
    return visitor.post(f"/hengelo/acties/{action_id}/bijlagen", {"file": (BytesIO(content), name)})


def test_a_coordinator_adds_a_file_and_the_reader_gets_it_as_it_came(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    page = coordinator.follow(send(coordinator, coffee, b"%PDF-1.7 poster", "Poster koffie.pdf"))
    assert "Poster koffie.pdf" in page.words("//*[@id='bijlagen']")
    assert "Bijlage toegevoegd" in page.words("//*[@id='geschiedenis']")
    reader = world.as_person("reader@hengelo")
    seen = reader.get(f"/hengelo/acties/{coffee}")
    (address,) = seen.document.xpath("//*[@id='bijlagen']//a[contains(., 'Poster koffie.pdf')]/@href")
    answer = reader.get(address)
    assert answer.response.get_data() == b"%PDF-1.7 poster"
    assert answer.response.headers["Content-Type"] == "application/pdf"
    assert answer.response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.response.headers["Content-Security-Policy"]


def test_an_attachment_that_calls_itself_pdf_but_is_a_script_is_refused(
    world: World, coordinator: Visitor, coffee: UUID
) -> None:
    answer = send(coordinator, coffee, b"<script>alert(1)</script>", "verslag.pdf")
    assert answer.status == 422
    assert "geen pdf" in answer.error_of("file")
    with world.inside("hengelo"):
        assert len(db().scalars(select(Attachment)).all()) == 1


def test_sending_without_a_file_is_asked_again(coordinator: Visitor, coffee: UUID) -> None:
    answer = coordinator.post(f"/hengelo/acties/{coffee}/bijlagen")
    assert answer.status == 422
    assert "Kies eerst een bestand" in answer.error_of("file")


def test_a_word_in_the_place_of_a_file_is_told_apart_from_one(coordinator: Visitor, coffee: UUID) -> None:
    answer = coordinator.post(f"/hengelo/acties/{coffee}/bijlagen", {"file": "flyer.pdf"})
    assert answer.status == 422
    assert "Kies eerst een bestand." in answer.error_of("file")


def test_a_file_is_thrown_away_after_a_question(coordinator: Visitor, flyer: UUID) -> None:
    assert "flyer.pdf" in coordinator.get(f"/hengelo/bijlagen/{flyer}/verwijdering").words()
    page = coordinator.follow(coordinator.post(f"/hengelo/bijlagen/{flyer}/verwijdering"))
    assert "flyer.pdf" not in page.words("//*[@id='bijlagen']")
    assert "flyer.pdf" in page.words("//*[@id='geschiedenis']")
    assert coordinator.get(f"/hengelo/bijlagen/{flyer}").status == 404


def test_a_file_of_enschede_is_not_found_from_hengelo(world: World, coordinator: Visitor) -> None:
    theirs = world.row("enschede", "attachment", "flyer")
    assert coordinator.get(f"/hengelo/bijlagen/{theirs}").status == 404
    assert coordinator.post(f"/hengelo/bijlagen/{theirs}/verwijdering").status == 404


def test_a_reader_adds_and_throws_away_nothing(world: World, coffee: UUID, flyer: UUID) -> None:
    reader = world.as_person("reader@hengelo")
    reader.get(f"/hengelo/acties/{coffee}")
    assert send(reader, coffee, b"%PDF-", "a.pdf").status == 403
    assert reader.post(f"/hengelo/bijlagen/{flyer}/verwijdering").status == 403

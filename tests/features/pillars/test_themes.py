"""Themes: what they serve, what is done for them, and our readings."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.history.models import Event
from app.pillars.models import ActionLine, Pillar, Theme, ThemeActionLine
from tenants import db
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def meeting(world: World) -> UUID:
    return world.row("hengelo", "theme", "ontmoeten")


@pytest.fixture
def coordinator(world: World, meeting: UUID) -> Visitor:
    """The coordinator, with the theme open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get(f"/hengelo/themas/{meeting}")
    return visitor


def grid(world: World, town: str) -> tuple[dict[int, str], dict[int, str]]:
    with world.inside(town):
        pillars = {row.number: str(row.id) for row in db().scalars(select(Pillar))}
        lines = {row.number: str(row.id) for row in db().scalars(select(ActionLine))}
    return pillars, lines


def test_a_theme_shows_what_it_serves_and_what_is_done_for_it(world: World, meeting: UUID) -> None:
    page = world.as_person("reader@hengelo").get(f"/hengelo/themas/{meeting}")
    assert page.heading == "Ontmoeten"
    assert "Koffieochtend" in page.words("//*[@id='acties']")
    aside = page.words("//aside")
    assert "3. Betrek mensen, eenzamen zelf Onze lezing, nog te bevestigen" in aside
    assert "2. Meer maatschappelijk initiatief" in aside
    assert not page.document.xpath("//main//form[@method='post'] | //aside//form")


def test_the_readings_of_a_theme_are_confirmed_one_by_one_or_all(
    world: World, coordinator: Visitor, meeting: UUID
) -> None:
    with world.inside("hengelo"):
        line = db().scalars(select(ThemeActionLine)).one()
        line.reading = True
    tie = world.row("hengelo", "theme_pillar", "ontmoeten-3")
    page = coordinator.follow(coordinator.post(f"/hengelo/themas/{meeting}/lezingen/{tie}"))
    assert "Lezing bevestigd door Coordinator in hengelo" in page.words("//aside")
    assert page.words("//aside").count("nog te bevestigen") == 1
    page = coordinator.follow(coordinator.post(f"/hengelo/themas/{meeting}/lezingen"))
    assert "nog te bevestigen" not in page.words("//aside")
    assert "Bevestig alle lezingen" not in page.words()
    with world.inside("hengelo"):
        notes = (
            db()
            .scalars(select(Event.note).where(Event.kind == "theme.reading_confirmed").order_by(Event.at))
            .all()
        )
    assert notes == ["3. Betrek mensen, eenzamen zelf", "2. Meer maatschappelijk initiatief"]


def test_a_new_theme_stands_under_its_pillars(world: World, coordinator: Visitor) -> None:
    pillars, lines = grid(world, "hengelo")
    form = coordinator.get("/hengelo/themas/nieuw")
    assert len(form.document.xpath("//input[@name='pillars']")) == 5
    for title in ("", " "):
        wrong = coordinator.post(
            "/hengelo/themas/nieuw", {"title": title, "description": "Bewegen.", "pillars": [pillars[4]]}
        )
        assert wrong.status == 422
        assert "Vul dit in." in wrong.error_of("title")
        assert wrong.document.xpath(f"//input[@value='{pillars[4]}'][@checked]")
    facts = {"title": "Sport", "number": "B", "pillars": [pillars[4], pillars[5]], "action_lines": [lines[1]]}
    page = coordinator.follow(coordinator.post("/hengelo/themas/nieuw", facts))
    assert page.heading == "Sport"
    assert "Nog geen acties onder dit thema" in page.words()
    assert "B Sport" in coordinator.get("/hengelo/pijlers/5").words()
    assert "B Sport" in coordinator.get("/hengelo/pijlers").words("//*[@id='actielijnen']")
    with world.inside("enschede"):
        assert db().scalars(select(Theme.title)).all() == ["Ontmoeten"]


def test_a_theme_is_changed_and_what_stays_keeps_its_reading(
    world: World, coordinator: Visitor, meeting: UUID
) -> None:
    pillars, _ = grid(world, "hengelo")
    address = f"/hengelo/themas/{meeting}/wijziging"
    form = coordinator.get(address)
    assert form.value_of("title") == "Ontmoeten"
    assert form.document.xpath("//input[@name='pillars'][@checked]/@value") == [pillars[3]]
    coordinator.post(
        address, {"title": "Elkaar ontmoeten", "number": "A", "pillars": [pillars[1], pillars[3]]}
    )
    with world.inside("hengelo"):
        events = {
            event.kind: event.changes
            for event in db().scalars(select(Event).where(Event.subject_id == meeting))
        }
    assert events["theme.edited"] == {"title": ["Ontmoeten", "Elkaar ontmoeten"]}
    assert events["theme.tied"] == {
        "pillars": [
            ["3. Betrek mensen, eenzamen zelf"],
            ["1. Bestuurlijk commitment", "3. Betrek mensen, eenzamen zelf"],
        ],
        "action_lines": [["2. Meer maatschappelijk initiatief"], []],
    }
    page = coordinator.get(f"/hengelo/themas/{meeting}")
    assert page.words("//aside").count("nog te bevestigen") == 1


def test_anothers_theme_and_pillar_do_not_exist(world: World, coordinator: Visitor, meeting: UUID) -> None:
    theirs, _ = grid(world, "enschede")
    wrong = coordinator.post(
        f"/hengelo/themas/{meeting}/wijziging", {"title": "Ontmoeten", "pillars": [theirs[1]]}
    )
    assert wrong.status == 422
    other = world.row("enschede", "theme", "ontmoeten")
    for address in (f"themas/{other}", f"themas/{other}/wijziging"):
        assert coordinator.get(f"/hengelo/{address}").status == 404
    assert coordinator.post(f"/hengelo/themas/{other}/lezingen").status == 404
    assert coordinator.post(f"/hengelo/themas/{meeting}/lezingen/{other}").status == 404
    reader = world.as_person("reader@hengelo")
    assert reader.get("/hengelo/themas/nieuw").status == 403
    assert reader.get(f"/hengelo/themas/{meeting}/wijziging").status == 403

"""Pillars: what serves them, what is missing, who leads them, and our readings."""

import pytest
from sqlalchemy import select, update

from app.history.models import Event
from app.pillars.models import Pillar, ThemePillar
from app.plan.models import Action, ActionPillar, ActionTheme, Plan
from tenants import db
from tests.features.plan.real import open_real_workspace
from tests.features.plan.statements import statements
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def coordinator(world: World) -> Visitor:
    """The coordinator, with the third pillar open."""
    visitor = world.as_person("coordinator@hengelo")
    visitor.get("/hengelo/pijlers/3")
    return visitor


def events(world: World, kind: str) -> list[Event]:
    with world.inside("hengelo"):
        return list(db().scalars(select(Event).where(Event.kind == kind).order_by(Event.at)))


def test_the_five_pillars_say_how_their_actions_stand_and_every_number_leads_to_them(world: World) -> None:
    reader = world.as_person("reader@hengelo")
    page = reader.get("/hengelo/pijlers")
    third = page.document.xpath("//section[@aria-labelledby='pijler-3']")[0]
    assert "Loopt 1" in " ".join(third.text_content().split())
    (link,) = third.xpath(".//a[.='1']/@href")
    assert "1 actie" in reader.get(link).words()
    assert page.words("//section[@aria-labelledby='pijler-1']").count("Nog leeg") == 1
    assert "A Ontmoeten" in page.words("//*[@id='actielijnen']")


def test_a_pillar_shows_what_it_asks_what_we_do_and_what_is_missing(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/pijlers/3")
    assert page.heading == "Betrek mensen, eenzamen zelf"
    text = page.words()
    for part in (
        "Eenzaamheid ziet er bij iedereen anders uit.",
        "Koffieochtend",
        "via Ontmoeten",
        "A Ontmoeten",
        "Niemand trekt deze pijler",
        "2 lezingen wachten op bevestiging",
        "Onze lezing, nog te bevestigen",
    ):
        assert part in text
    assert not page.document.xpath("//main//form[@method='post']"), "a reader confirms nothing"


def test_an_empty_pillar_says_what_to_do_next(world: World, coordinator: Visitor) -> None:
    page = coordinator.get("/hengelo/pijlers/5")
    assert "Onder deze pijler staat nog niets" in page.words()
    (link,) = page.document.xpath("//main//a[contains(., 'Voeg een eerste actie toe')]/@href")
    assert coordinator.get(link).status == 200
    reader = world.as_person("reader@hengelo").get("/hengelo/pijlers/5")
    assert "De coördinator van de coalitie kan hier een eerste actie toevoegen." in reader.words()


def test_a_plan_with_goals_and_no_pillars_says_that_this_is_normal(world: World) -> None:
    slug = open_real_workspace(world, "almelo")
    page = world.as_person("reader@hengelo").get(f"/{slug}/pijlers")
    assert "Uw plan volgt doelen, geen pijlers" in page.words()
    assert "Dat is gewoon" in page.words()
    assert "Naar de 4 doelen" in page.words()
    assert "Nog leeg" not in page.words()
    other = world.as_person("reader@hengelo").get("/hengelo/pijlers")
    assert "Dat is gewoon" not in other.words()


def test_a_reading_is_confirmed_once_and_says_by_whom(world: World, coordinator: Visitor) -> None:
    address = f"/hengelo/pijlers/3/lezingen/{world.row('hengelo', 'action_pillar', 'koffie-3')}"
    page = coordinator.follow(coordinator.post(address))
    assert "Een lezing is bevestigd." in page.words()
    assert "Lezing bevestigd door Coordinator in hengelo op" in page.words()
    again = world.as_person("officer@hengelo")
    again.get("/hengelo/pijlers/3")
    page = again.follow(again.post(address))
    assert "Dit was al bevestigd." in page.words()
    assert "Officer in hengelo op" not in page.words("//*[@id='acties']")
    (event,) = events(world, "action.reading_confirmed")
    assert (event.subject_label, event.note) == ("a) Koffieochtend", "3. Betrek mensen, eenzamen zelf")
    with world.inside("enschede"):
        assert db().scalars(select(ActionPillar)).one().to_confirm


def test_an_address_alone_confirms_nothing(world: World, coordinator: Visitor) -> None:
    coordinator.get("/hengelo/pijlers/3/lezingen")
    coordinator.get(f"/hengelo/pijlers/3/lezingen/{world.row('hengelo', 'action_pillar', 'koffie-3')}")
    assert events(world, "action.reading_confirmed") == []


def test_all_readings_of_a_pillar_are_confirmed_at_once(world: World, coordinator: Visitor) -> None:
    page = coordinator.follow(coordinator.post("/hengelo/pijlers/3/lezingen"))
    assert "2 lezingen zijn bevestigd." in page.words()
    assert "nog te bevestigen" not in page.words()
    assert len(events(world, "action.reading_confirmed") + events(world, "theme.reading_confirmed")) == 2


def test_the_coordinator_says_who_leads_and_what_we_note(world: World, coordinator: Visitor) -> None:
    coordinator.get("/hengelo/pijlers/3/wijziging")
    welfare = str(world.row("hengelo", "partner", "welzijn"))
    facts = {"lead": welfare, "note": "Eerst **luisteren**."}
    page = coordinator.follow(coordinator.post("/hengelo/pijlers/3/wijziging", facts))
    assert "Niemand trekt deze pijler" not in page.words()
    assert page.document.xpath("//main//strong[.='luisteren']")
    (event,) = events(world, "pillar.edited")
    assert event.changes == {"note": ["", "Eerst **luisteren**."], "lead": [None, "Welzijn"]}
    coordinator.post("/hengelo/pijlers/3/wijziging", facts)
    assert len(events(world, "pillar.edited")) == 1


def test_anothers_partner_cannot_lead(world: World, coordinator: Visitor) -> None:
    theirs = str(world.row("enschede", "partner", "welzijn"))
    for note in ("een", "twee"):
        wrong = coordinator.post("/hengelo/pijlers/3/wijziging", {"lead": theirs, "note": note})
        assert wrong.status == 422
        assert wrong.value_of("note") == note


def test_a_theme_tied_to_a_pillar_brings_its_actions_along(world: World, coordinator: Visitor) -> None:
    theme = str(world.row("hengelo", "theme", "ontmoeten"))
    coordinator.get("/hengelo/pijlers/5/themas")
    assert coordinator.post("/hengelo/pijlers/5/themas", {"theme": ""}).status == 422
    page = coordinator.follow(coordinator.post("/hengelo/pijlers/5/themas", {"theme": theme}))
    assert "Koffieochtend" in page.words()
    assert "Onze lezing" not in page.words("//*[@id='themas']")
    with world.inside("hengelo"):
        ties = db().scalars(select(ThemePillar)).all()
    assert sorted(tie.reading for tie in ties) == [False, True], "what was a reading stays one"


def test_a_pillar_says_when_nothing_runs_or_nothing_is_heard(world: World, coordinator: Visitor) -> None:
    with world.inside("hengelo"):
        first = db().scalars(select(Pillar).where(Pillar.number == 1)).one()
        buddy = world.row("hengelo", "action", "maatje")
        db().add(ActionPillar(action_id=buddy, pillar_id=first.id))
    assert "Er loopt nog geen actie" in coordinator.get("/hengelo/pijlers/1").words()
    with world.inside("hengelo"):
        db().get_one(Action, buddy).status = "running"
        db().execute(Action.__table__.update().values(created_at="2020-01-01"))  # type: ignore[attr-defined]
    text = coordinator.get("/hengelo/pijlers/1").words()
    assert "Er loopt nog geen actie" not in text
    assert "Van één actie is lang niets gehoord" in text


def test_a_pillar_that_does_not_exist_is_not_there(world: World, coordinator: Visitor) -> None:
    for address in ("6", "0", "6/wijziging", "6/themas"):
        assert coordinator.get(f"/hengelo/pijlers/{address}").status == 404
    theirs = world.row("enschede", "action_pillar", "koffie-3")
    assert coordinator.post(f"/hengelo/pijlers/3/lezingen/{theirs}").status == 404
    assert coordinator.get(f"/hengelo/pijlers/3/lezingen/{theirs}").status == 404
    assert coordinator.get("/hengelo/pijlers/3/lezingen").location == "/hengelo/pijlers/3"
    reader = world.as_person("reader@hengelo")
    reader.get("/hengelo/pijlers/3")
    assert reader.post("/hengelo/pijlers/3/lezingen").status == 403
    assert reader.get("/hengelo/pijlers/3/wijziging").status == 403


def test_pillars_take_as_many_statements_for_many_actions_as_for_few(world: World) -> None:
    reader = world.as_person("reader@hengelo")
    addresses = ("/hengelo/pijlers", "/hengelo/pijlers/3")
    few = [statements(lambda address=address: reader.get(address)) for address in addresses]  # type: ignore[misc]
    with world.inside("hengelo"):
        plan_id = db().scalars(select(Plan.id)).one()
        third = db().scalars(select(Pillar).where(Pillar.number == 3)).one()
        theme = world.row("hengelo", "theme", "ontmoeten")
        for number in range(20):
            action = Action(plan_id=plan_id, title=f"Actie {number}", status="running")
            db().add(action)
            db().flush()
            db().add_all(
                [
                    ActionPillar(action_id=action.id, pillar_id=third.id),
                    ActionTheme(action_id=action.id, theme_id=theme),
                ]
            )
    many = [statements(lambda address=address: reader.get(address)) for address in addresses]  # type: ignore[misc]
    assert few == many
    assert max(many) <= 8
    page = reader.get("/hengelo/pijlers")
    assert "Loopt 21" in page.words("//section[@aria-labelledby='pijler-3']"), (
        "by itself and through a theme is once"
    )


def test_no_plan_at_all_is_no_plan_without_pillars(world: World, coordinator: Visitor) -> None:
    with world.inside("hengelo"):
        db().execute(update(Plan).values(current=False))
    assert "Dat is gewoon" not in coordinator.get("/hengelo/pijlers").words()

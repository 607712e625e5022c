"""The Overview: where the plan stands, and what changed since I was here."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event

from app.history.models import record
from app.plan.models import Action
from app.plan.rules import ActionStatus, Light
from tenants import db
from tenants.database import engine
from tests.features.home.days import add_action, add_silent_action, add_silent_actions, in_days, was_here
from tests.people import World

HEADLINE = "//*[contains(@class, 'sk-page-header__lead')]"


def test_a_reader_has_nothing_waiting_and_sees_the_state_in_one_sentence(world: World) -> None:
    for town in ("hengelo", "enschede"):
        add_silent_action(world, town, "Stil", days=100)
    add_action(world, "hengelo", "Af", status=ActionStatus.DONE)
    add_action(world, "hengelo", "Over tijd", status=ActionStatus.PLANNED, deadline=in_days(-1))
    reader = world.as_person("reader@hengelo")
    page = reader.get("/hengelo/")
    assert not page.document.xpath("//*[@id='wacht']")
    assert page.words(HEADLINE) == (
        "2 van de 5 acties lopen, waarvan 1 stilligt. 1 is klaar en 1 is over de einddatum."
    )


def test_every_number_of_that_sentence_leads_to_what_it_is_made_of(world: World) -> None:
    add_silent_action(world, "hengelo", "Stil en vast", days=100, light=Light.RED)
    add_action(world, "hengelo", "Af", status=ActionStatus.DONE)
    add_action(world, "hengelo", "Over tijd", status=ActionStatus.PLANNED, deadline=in_days(-1))
    reader = world.as_person("reader@hengelo")
    links = reader.get("/hengelo/").document.xpath(f"{HEADLINE}//a")
    assert len(links) == 6
    for link in links:
        listed = reader.get(link.get("href"))
        titles = listed.document.xpath("//main//a[contains(@href, '/acties/')]/@href")
        assert len({title.partition("#")[0] for title in titles}) == int(link.text_content()), link.get(
            "href"
        )


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([ActionStatus.PLANNED], "De enige actie loopt nu niet."),
        ([ActionStatus.IDEA, ActionStatus.PLANNED], "Van de 2 acties loopt er nu geen."),
        ([ActionStatus.RUNNING, ActionStatus.PLANNED], "1 van de 2 acties loopt."),
        ([ActionStatus.DONE, ActionStatus.DONE], "Van de 2 acties loopt er nu geen. 2 zijn klaar."),
    ],
)
def test_the_sentence_is_good_dutch_for_few_actions(
    world: World, statuses: list[ActionStatus], sentence: str
) -> None:
    with world.inside("hengelo"):
        db().execute(delete(Action))
    for status in statuses:
        add_action(world, "hengelo", "Actie", status=status)
    assert world.as_person("reader@hengelo").get("/hengelo/").words(HEADLINE) == sentence


def test_goals_show_how_far_they_are_and_pillars_how_many_stand_where(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/")
    (pillars,) = page.document.xpath("//section[.//h2[contains(., 'Pijlers')]]")
    rows = {
        row.xpath(".//a")[0].text_content(): " ".join(row.text_content().split())
        for row in pillars.xpath(".//li[div]")
    }
    assert "Loopt 1" in rows["Betrek mensen, eenzamen zelf"]
    assert "Nog geen acties" in rows["Monitoring en evaluatie"]
    (goals,) = page.document.xpath("//section[.//h2[contains(., 'Doelen')]]")
    words = [" ".join(row.text_content().split()) for row in goals.xpath(".//li")]
    # One action at 50%, one planned at 0.
    assert words == ["1Minder eenzame inwoners2 acties 25%", "1.1Meer mensen aan tafel2 acties 25%"]


def happens(world: World, who: str, to: str, ago: timedelta) -> None:
    """Somebody told something about an action in the own town, so long ago."""
    town = who.partition("@")[2]
    with world.inside(town, who):
        told = record("action.reported", db().get_one(Action, world.row(town, "action", to)))
    world.long_ago(told, ago)


def test_what_changed_since_my_last_visit_leaves_out_what_i_saw(world: World) -> None:
    hour = timedelta(hours=1)
    happens(world, "officer@hengelo", "maatje", 5 * hour)
    happens(world, "officer@hengelo", "koffie", 2 * hour)
    was_here(world, "coordinator@hengelo", 3 * hour)
    news = world.as_person("coordinator@hengelo").get("/hengelo/").words("//*[@id='nieuws']")
    assert "U was hier het laatst op" in news
    assert "Koffieochtend" in news
    assert "Update geplaatst" in news
    assert "officer@hengelo" in news
    assert "Maatjes zoeken" not in news


def test_what_i_did_myself_and_what_happens_elsewhere_is_no_news(world: World) -> None:
    happens(world, "coordinator@hengelo", "koffie", timedelta(0))
    happens(world, "officer@enschede", "koffie", timedelta(0))
    was_here(world, "coordinator@hengelo", timedelta(days=1))
    news = world.as_person("coordinator@hengelo").get("/hengelo/").words("//*[@id='nieuws']")
    assert "Sindsdien is er niets veranderd." in news


def test_a_page_opened_again_within_the_hour_is_not_a_new_visit(world: World) -> None:
    happens(world, "officer@hengelo", "koffie", timedelta(hours=2))
    was_here(world, "coordinator@hengelo", timedelta(hours=3))
    coordinator = world.as_person("coordinator@hengelo")
    first = coordinator.get("/hengelo/").words("//*[@id='nieuws']")
    assert "Koffieochtend" in first
    assert coordinator.get("/hengelo/").words("//*[@id='nieuws']") == first


def test_what_happened_to_one_thing_is_told_once(world: World) -> None:
    for _ in range(3):
        happens(world, "officer@hengelo", "koffie", timedelta(minutes=5))
    was_here(world, "coordinator@hengelo", timedelta(hours=3))
    page = world.as_person("coordinator@hengelo").get("/hengelo/")
    assert len(page.document.xpath("//*[@id='nieuws']//li")) == 1
    assert page.words("//*[@id='nieuws']").count("Update geplaatst") == 1


def test_on_a_first_visit_nothing_is_news(world: World) -> None:
    happens(world, "officer@hengelo", "koffie", timedelta(minutes=5))
    reader = world.as_person("reader@hengelo")
    assert "U bent hier voor het eerst" in reader.get("/hengelo/").words("//*[@id='nieuws']")
    # Opened again at once it is the same visit.
    assert "U bent hier voor het eerst" in reader.get("/hengelo/").words("//*[@id='nieuws']")


def test_who_may_not_read_the_history_reads_no_news(world: World) -> None:
    happens(world, "officer@hengelo", "koffie", timedelta(minutes=5))
    page = world.as_person("committee@hengelo").get("/hengelo/")
    assert page.status == 200
    assert not page.document.xpath("//*[@id='nieuws']")
    assert "officer" not in page.text


def test_a_brand_new_coalition_sees_where_to_begin(world: World) -> None:
    with world.inside("hengelo"):
        db().execute(delete(Action))
    page = world.as_person("coordinator@hengelo").get("/hengelo/")
    assert "Zo begint u" in page.words()
    assert "gedaan Voeg de partners toe" in page.words()
    # Each has the buttons of the own steps only, and reads whose the others are.
    for who, whose in (("coordinator", ""), ("administrator", "De coördinator doet dit.")):
        visitor = world.as_person(f"{who}@hengelo")
        steps = visitor.get("/hengelo/")
        assert whose in steps.words("//main//ol")
        links = steps.document.xpath("//main//ol//a/@href")
        assert {visitor.get(link).status for link in links} == {200}
    assert "Het plan is nog leeg" in world.as_person("reader@hengelo").get("/hengelo/").words()


def test_the_overview_asks_the_database_as_often_for_forty_actions_as_for_two(world: World) -> None:
    asked: list[Any] = []

    def count(*args: Any) -> None:
        asked.append(args[2])

    coordinator = world.as_person("coordinator@hengelo")
    coordinator.get("/hengelo/")
    event.listen(engine(), "before_cursor_execute", count)
    try:
        coordinator.get("/hengelo/")
        few = len(asked)
        add_silent_actions(world, "hengelo", [f"Actie {number}" for number in range(40)], days=100)
        was_here(world, "coordinator@hengelo", timedelta(days=3))
        asked.clear()
        coordinator.get("/hengelo/")
    finally:
        event.remove(engine(), "before_cursor_execute", count)
    assert few <= 8
    assert len(asked) <= 8

"""The history of the coalition."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.history.models import record
from app.partners.models import Partner
from app.partners.queries import partner
from app.plan.models import Action
from tenants import db
from tests.people import World


def happens(world: World, who: str, kind: str, days_ago: int = 0, **facts: Any) -> None:
    """Somebody did something to the coffee morning of the own town."""
    town = who.partition("@")[2]
    with world.inside(town, who):
        event = record(kind, db().get_one(Action, world.row(town, "action", "koffie")), **facts)
    world.long_ago(event, timedelta(days=days_ago))


def test_a_reader_reads_who_did_what_and_what_it_was_before(world: World) -> None:
    happens(world, "officer@hengelo", "action.moved", changes={"status": ("planned", "running")})
    page = world.as_person("reader@hengelo").get("/hengelo/geschiedenis")
    words = page.words()
    assert "Status veranderd: " in words
    assert "officer@hengelo" in words
    assert "gepland werd loopt" in words


def test_each_entry_leads_to_what_it_is_about(world: World) -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        row: Partner = partner(world.row("hengelo", "partner", "welzijn"))
        row.take_part()
        record("partner.edited", row)
    reader = world.as_person("reader@hengelo")
    links = reader.get("/hengelo/geschiedenis").document.xpath("//*[@id='history']//li//a/@href")
    assert len(links) == 2
    for link in links:
        assert reader.get(link).status == 200


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("soort=action.moved", "Status veranderd:", "Update geplaatst:"),
        ("wie={officer}", "Update geplaatst:", "Status veranderd:"),
        ("van={week_ago}", "Update geplaatst:", "Status veranderd:"),
        ("tot={week_ago}", "Status veranderd:", "Update geplaatst:"),
        ("van={week_ago}&soort=action.moved", "Niets gevonden", "Status veranderd:"),
        ("wie=onzin&van=gisteren&pagina=veel", "Update geplaatst:", "Niets gevonden"),
    ],
)
def test_the_history_is_filtered_in_the_address(world: World, query: str, seen: str, unseen: str) -> None:
    happens(world, "coordinator@hengelo", "action.moved", days_ago=30)
    happens(world, "officer@hengelo", "action.reported")
    week_ago = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    query = query.format(officer=world.people["officer@hengelo"], week_ago=week_ago)
    words = (
        world.as_person("reader@hengelo").get(f"/hengelo/geschiedenis?{query}").words("//*[@id='history']")
    )
    assert seen in words
    assert unseen not in words


def test_a_long_history_comes_in_pages_that_keep_the_filter(world: World) -> None:
    for number in range(45):
        happens(world, "officer@hengelo", "action.reported", note=f"bericht {number}")
    reader = world.as_person("reader@hengelo")
    first = reader.get("/hengelo/geschiedenis?soort=action.reported")
    assert len(first.document.xpath("//*[@id='history']//li[contains(@class, 'entry')]")) == 40
    (following,) = first.document.xpath("//a[@rel='next']/@href")
    assert "soort=action.reported" in following
    assert len(reader.get(following).document.xpath("//*[@id='history']//li[contains(@class, 'entry')]")) == 5


def test_the_history_of_another_town_is_not_there(world: World) -> None:
    happens(world, "officer@enschede", "action.reported", note="Iets van Enschede")
    page = world.as_person("coordinator@hengelo").get("/hengelo/geschiedenis")
    assert "Enschede" not in page.words()
    assert str(world.people["officer@enschede"]) not in page.text


def test_a_committee_member_may_not_read_the_history(world: World) -> None:
    assert world.as_person("committee@hengelo").get("/hengelo/geschiedenis").status == 403

"""Searching in everything of the coalition that one may see."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text as sql
from sqlalchemy import update

from app.access import Permission
from app.home.queries.search import search
from app.pillars.models import Theme
from app.plan.models import Action
from app.plan.queries.search import Kind
from tenants import db
from tests.features.plan.statements import statements
from tests.features.plan.test_list import add
from tests.people import World

SEES_ALL: Callable[[Permission], bool] = lambda _permission: True  # noqa: E731 - one word for it


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("koffieochtend", "Acties"),
        ("vrijwilliger", "Updates"),
        ("twaalf mensen", "Updates"),
        ("gehuurd", "Mijlpalen"),
        ("inwoners", "Doelen"),
        ("visie", "Hoofdstukken"),
        ("feestdagen", "Punten"),
        ("ontmoet", "Thema’s"),
        ("flyer", "Bijlagen"),
        ("korenaar", "Partners"),
        ("orena", "Partners"),
        ("stuurgroep", "Stuurgroep en werkgroepen"),
        ("commissie", "Pijlers"),
    ],
)
def test_one_finds_everything_of_the_own_coalition_by_what_it_is(world: World, text: str, group: str) -> None:
    reader = world.as_person("reader@hengelo")
    if group == "Pijlers":
        with world.inside("hengelo"):
            db().execute(sql("update pillar set note = 'De commissie kijkt mee.' where number = 2"))
    page = reader.get(f"/hengelo/zoeken?q={text}")
    (panel,) = page.document.xpath(f"//section[.//h2[starts-with(., '{group} (')]]")
    links = panel.xpath(".//li//a/@href")
    assert links
    for link in links:
        found = reader.get(urlsplit(link).path)
        assert found.status == 200
        anchor = urlsplit(link).fragment
        assert not anchor or found.document.xpath(f"//*[@id='{anchor}']"), link


@pytest.mark.parametrize(
    ("who", "text", "found"),
    [
        ("coordinator", "koffie-inloop", "Sjablonen"),
        ("reader", "koffie-inloop", ""),
        ("coordinator", "decider", "Mensen"),
        ("reader", "decider", ""),
        ("committee", "decider", ""),
    ],
)
def test_nobody_finds_what_the_own_role_may_not_see(world: World, who: str, text: str, found: str) -> None:
    page = world.as_person(f"{who}@hengelo").get(f"/hengelo/zoeken?q={text}")
    kinds = [link.text_content().split(" ")[0] for link in page.document.cssselect(".sk-kinds a")]
    assert (found in kinds) if found else ("Sjablonen" not in kinds and "Mensen" not in kinds)


def test_what_is_found_never_leads_to_another_town(world: World) -> None:
    with world.inside("hengelo"):
        here = {found.id for group in search("geheim", SEES_ALL) for found in group.found}
    with world.inside("enschede"):
        there = {found.id for group in search("geheim", SEES_ALL) for found in group.found}
    assert len(here) > 5
    assert len(there) == len(here)
    assert not here & there


def test_the_best_comes_first_and_every_kind_says_how_many_there_are(world: World) -> None:
    with world.inside("hengelo"):
        for number in range(6):
            add(title=f"Zonnebloemen {number}")
        add(title="Iets anders", description="Met een zonnebloem erbij.")
        db().execute(update(Theme).values(description="Een zonnebloem."))
        groups = search("zonnebloem", SEES_ALL)
        alone = search("zonnebloem", SEES_ALL, only=Kind.ACTION)
    assert [(group.kind, group.count, len(group.found)) for group in groups] == [
        (Kind.ACTION, 7, 4),
        (Kind.THEME, 1, 1),
    ]
    titles = [found.title for found in alone[0].found]
    assert titles[0] == "<mark>Zonnebloemen</mark> 0"
    assert titles[-1] == "Iets anders"
    assert alone[0].found[-1].snippet == "Met een <mark>zonnebloem</mark> erbij."
    assert [(group.kind, group.count) for group in alone] == [(Kind.ACTION, 7), (Kind.THEME, 1)]


def test_one_kind_can_be_seen_alone(world: World) -> None:
    reader = world.as_person("reader@hengelo")
    page = reader.get("/hengelo/zoeken?q=koffie")
    way = next(
        link.get("href") for link in page.document.cssselect(".sk-kinds a") if "Acties" in link.text_content()
    )
    alone = reader.get(str(way))
    assert [head.text_content() for head in alone.document.cssselect("main h2")] == ["Acties (1)"]
    assert reader.get("/hengelo/zoeken?q=koffie&soort=olifanten").status == 200
    nothing = reader.get("/hengelo/zoeken?q=koffie&soort=partners")
    assert "bij een andere soort wel" in nothing.words()


def test_what_was_changed_is_found_as_it_is_now(world: World) -> None:
    with world.inside("hengelo"):
        db().get_one(Action, world.row("hengelo", "action", "koffie")).edit(title="Theemiddag")
    page = world.as_person("reader@hengelo").get("/hengelo/zoeken?q=theemid")
    assert "Theemiddag" in page.words()


def test_nothing_found_says_so(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/zoeken?q=olifantenpaadje")
    assert "Niets gevonden" in page.words()
    assert page.document.xpath("//main//input[@name='q']/@value") == ["olifantenpaadje"]


@pytest.mark.parametrize(
    "text", ["", "   ", "%", "_", "'", '"', "a & !", "<b>", "\\", "&|!", ":*", "e", "-", "x" * 3000]
)
def test_odd_signs_do_no_harm(world: World, text: str) -> None:
    visitor = world.as_person("coordinator@hengelo")
    page = visitor.get("/hengelo/zoeken", query_string={"q": text})
    assert page.status == 200
    assert "<b>" not in page.text
    quick = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert visitor.get("/hengelo/zoeken/vondsten", query_string={"q": text}, headers=quick).status == 200


def test_while_one_types_the_best_appear_as_links_and_all_of_them_are_a_page_away(world: World) -> None:
    reader = world.as_person("reader@hengelo")
    quick = reader.get(
        "/hengelo/zoeken/vondsten?q=kof", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    links = quick.document.xpath("//a/@href")
    assert f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}" in links
    assert links[-1] == "/hengelo/zoeken?q=kof"
    plain = reader.get("/hengelo/zoeken/vondsten?q=kof")
    assert (plain.status, plain.location) == (303, "/hengelo/zoeken?q=kof")


def test_every_page_has_the_way_to_search(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/partners")
    (form,) = page.document.xpath("//header//form[@role='search']")
    assert form.get("action") == "/hengelo/zoeken"
    assert page.document.xpath("//header//a[@class='sk-band__search']/@href") == ["/hengelo/zoeken"]


def test_searching_takes_as_many_statements_with_much_to_find(world: World) -> None:
    visitor = world.as_person("coordinator@hengelo")
    few = statements(lambda: visitor.get("/hengelo/zoeken?q=koffie"))
    with world.inside("hengelo"):
        for number in range(20):
            add(title=f"Koffie {number}")
    assert statements(lambda: visitor.get("/hengelo/zoeken?q=koffie")) == few <= 8


def test_the_words_are_stored_and_not_made_while_one_searches(world: World) -> None:
    with world.inside("hengelo"):
        kept = db().execute(
            sql(
                "select attrelid::regclass::text as name, attgenerated from pg_attribute where attname = 'search' and attnum > 0"
            )
        )
        assert {(row.name, row.attgenerated) for row in kept} == {
            (table, "s") for table in ("action", "goal", "chapter", "passage", "progress_update")
        }

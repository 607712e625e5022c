"""Searching in everything of the coalition."""

import pytest

from tests.people import World


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("koffieochtend", "Acties"),
        ("inwoners", "Doelen"),
        ("visie", "Hoofdstukken"),
        ("feestdagen", "Punten"),
        ("korenaar", "Partners"),
        ("stuurgroep", "Stuurgroep en werkgroepen"),
    ],
)
def test_one_finds_everything_of_the_own_coalition_by_what_it_is(world: World, text: str, group: str) -> None:
    reader = world.as_person("reader@hengelo")
    page = reader.get(f"/hengelo/zoeken?q={text}")
    (panel,) = page.document.xpath(f"//section[.//h2[starts-with(., '{group} (')]]")
    links = panel.xpath(".//li//a/@href")
    assert links
    for link in links:
        assert reader.get(link.partition("#")[0]).status == 200


def test_what_is_found_never_leads_to_another_town(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/zoeken?q=koffieochtend")
    assert str(world.row("hengelo", "action", "koffie")) in page.text
    assert str(world.row("enschede", "action", "koffie")) not in page.text


def test_nothing_found_says_so(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/zoeken?q=olifantenpaadje")
    assert "Niets gevonden" in page.words()
    assert page.document.xpath("//main//input[@name='q']/@value") == ["olifantenpaadje"]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", '"', "a & !", "<b>"])
def test_odd_signs_do_no_harm(world: World, text: str) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/zoeken", query_string={"q": text})
    assert page.status == 200
    assert "<b>" not in page.text


def test_every_page_has_the_way_to_search(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/partners")
    (form,) = page.document.xpath("//header//form[@role='search']")
    assert form.get("action") == "/hengelo/zoeken"

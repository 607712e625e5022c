"""The first page of the national adviser."""

from tests.people import TOWNS, World, secret_of


def test_an_adviser_sees_the_names_of_the_coalitions_and_nothing_of_their_plans(world: World) -> None:
    page = world.as_person("adviser").get("/landelijk")
    assert page.status == 200
    assert page.words().count("deelt nog niets") == len(TOWNS)
    for town in TOWNS:
        assert town.capitalize() in page.words()
        assert secret_of(town) not in page.text
        assert not page.document.xpath(f"//a[starts-with(@href, '/{town}')]")
    assert "Koffieochtend" not in page.text


def test_an_adviser_does_not_get_into_a_coalition(world: World) -> None:
    for address in ("/hengelo/", "/hengelo/wacht", "/hengelo/partners", "/hengelo/zoeken?q=koffie"):
        assert world.as_person("adviser").get(address).status == 404


def test_nobody_else_has_that_page(world: World) -> None:
    assert world.as_person("administrator@hengelo").get("/landelijk").status == 404
    assert world.as_person("operator").get("/landelijk").status == 404

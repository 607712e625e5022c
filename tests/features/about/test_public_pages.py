"""The pages that anyone may read."""

import pytest

from tests.people import World


@pytest.mark.parametrize("address", ["/over", "/privacy", "/toegankelijkheid"])
def test_a_stranger_reads_it_and_finds_it_at_the_foot_of_every_page(world: World, address: str) -> None:
    stranger = world.stranger()
    assert stranger.get(address).status == 200
    assert stranger.get("/inloggen").document.xpath(f"//footer//a[@href='{address}']")
    assert (
        world.as_person("reader@hengelo").get("/hengelo/").document.xpath(f"//footer//a[@href='{address}']")
    )


def test_the_privacy_page_names_who_answers_for_each_coalition(world: World) -> None:
    words = world.stranger().get("/privacy").words()
    assert words.count("De gemeente") == 2
    assert "Signalen en verhalen van inwoners horen nu nog niet in Samenkracht" in words


def test_no_status_is_claimed_before_an_audit(world: World) -> None:
    words = world.stranger().get("/toegankelijkheid").words()
    assert "Een onafhankelijk onderzoek is nog niet gedaan." in words
    assert "status A" not in words
    assert "status B" not in words

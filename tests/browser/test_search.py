"""Searching in a real browser: by keyboard from any page, while one types, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

Browse = Callable[..., Person]


@pytest.mark.parametrize("width", [1280, 360])
def test_by_keyboard_alone_one_finds_something_from_any_page(browse: Browse, width: int) -> None:
    person = browse("coordinator@enschede.example", viewport={"width": width, "height": 800})
    page = person.open("/enschede/partners")
    page.keyboard.press("Control+k")
    field = page.locator("#search")
    expect(field).to_be_focused()
    field.press_sequentially("eenz")
    results = page.locator("#quick-results a")
    expect(results).to_have_count(9)
    expect(page.locator("#announcement")).to_contain_text("resultaten")
    page.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()
    assert person.barriers() + person.complaints == []
    assert not person.is_wider_than_the_window()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(results.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(results).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoeken naar “eenz”")
    page.get_by_role("navigation", name="Soort").get_by_role("link", name="Acties").click()
    expect(page.locator("main h2")).to_have_count(1)
    page.locator("main .sk-rows a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("eenzaamheid")


def test_on_a_narrow_screen_without_javascript_the_header_leads_to_the_field(browse: Browse) -> None:
    person = browse(
        "reader@almelo.example", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = person.open("/almelo/partners")
    page.get_by_role("banner").get_by_role("link", name="Zoeken").click()
    page.get_by_role("main").get_by_label("Waar zoekt u naar?").fill("ontmoet")
    page.get_by_role("main").get_by_role("button", name="Zoek").click()
    expect(page.get_by_role("main").locator("mark").first).to_be_visible()

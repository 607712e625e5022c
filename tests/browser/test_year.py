"""The year view in a real browser: on one sheet of paper, by keyboard, and in words on a narrow screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

Browse = Callable[..., Person]
_SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
_SIZE = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)")
# What is printed smaller than this nobody reads.
SMALLEST_POINTS = 6.5


@pytest.mark.parametrize("town", ["enschede", "almelo", "hengelo"])
def test_all_years_of_a_plan_print_on_one_landscape_sheet_that_can_be_read(browse: Browse, town: str) -> None:
    person = browse(f"coordinator@{town}.example")
    page = person.open(f"/{town}/plan/jaar")
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(_SHEET.findall(sheet)) == 1
    size = _SIZE.search(sheet)
    assert size is not None
    assert [round(float(points)) for points in size.groups()] == [842, 595]
    page.emulate_media(media="print")
    smallest: float = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("main *")]
            .filter((part) => part.checkVisibility() && [...part.childNodes].some((node) => node.data?.trim()))
            .map((part) => parseFloat(getComputedStyle(part).fontSize) * 0.75))"""
    )
    assert smallest >= SMALLEST_POINTS


def test_by_keyboard_every_action_is_one_stop_and_a_narrow_screen_reads_the_quarters(browse: Browse) -> None:
    person = browse("reader@almelo.example")
    page = person.open("/almelo/plan/jaar")
    assert page.locator(".sk-year__row").count() > 10
    stops: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("#year a[href*='/acties/']")]
            .filter((link) => link.checkVisibility()).map((link) => link.href)"""
    )
    assert sorted(stops) == sorted(set(stops))
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".sk-year")).to_be_hidden()
    expect(page.get_by_role("heading", name="2024, kwartaal 1")).to_be_visible()
    assert not person.is_wider_than_the_window()
    assert person.barriers() + person.complaints == []

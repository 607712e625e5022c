"""An action begins with a template in a real browser: another start moves the milestones, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

Browse = Callable[..., Person]


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_another_start_moves_the_milestones_and_the_action_gets_them(
    browse: Browse, *, scripted: bool
) -> None:
    person = browse("coordinator@almelo.example", java_script_enabled=scripted)
    page = person.open("/almelo/acties/nieuw")
    page.get_by_role("link", name="Begin met een sjabloon").click()
    page.get_by_role("link", name="Wijklunch voor buren").click()
    title = f"Lunch {'met' if scripted else 'zonder'} script"
    page.get_by_label("Wat gaan we doen?").fill(title)
    page.get_by_label("Begint op").fill("2027-01-04")
    if not scripted:
        page.get_by_role("button", name="Reken de datums opnieuw uit").click()
    expect(page.get_by_label("Datum").first).to_have_value("2027-02-01")
    expect(page.get_by_label("Wat gaan we doen?")).to_have_value(title)
    expect(page.get_by_text("De actie is nog niet opgeslagen")).to_be_visible()
    page.get_by_role("button", name="Voeg de actie toe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#mijlpalen li")).to_have_count(5)
    expect(page.locator("#mijlpalen")).to_contain_text("1 februari 2027")

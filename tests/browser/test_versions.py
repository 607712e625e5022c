"""The plan is frozen, five things change, and the comparison says each of them in words."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import nothing_wrong
from tests.browser.person import Person

Browse = Callable[..., Person]


def _freeze(page: Page, name: str) -> None:
    page.goto("/enschede/plan/versies")
    page.get_by_role("link", name="Leg het plan van vandaag vast").click()
    page.get_by_label("Naam", exact=True).fill(name)
    page.get_by_label("Vastgesteld door").select_option("Gemeenteraad")
    page.get_by_label("Jaar").fill("2026")
    page.get_by_role("button", name="Leg deze versie vast").click()
    expect(page.get_by_role("main")).to_contain_text("De versie ligt vast.")


def _open_planned(page: Page, place: int) -> str:
    """Open the planned action at this place of the list; returns its title."""
    page.goto("/enschede/plan/lijst?status=planned&sorteer=titel")
    link = page.locator("main tbody th a, main tbody td a").nth(place)
    title = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return title


def _change_the_facts(page: Page) -> None:
    """Another title and another end date."""
    page.goto(f"{page.url}/wijziging")
    title = page.get_by_label("Titel", exact=True)
    title.fill(f"{title.input_value()} overal")
    page.get_by_role("group", name="Eind").get_by_label("Jaar").fill("2031")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("main")).to_contain_text("De gegevens zijn opgeslagen.")


def _stop(page: Page) -> None:
    page.goto(f"{page.url}/status?naar=stopped")
    page.get_by_label("Reden").fill("Er is geen geld voor.")
    page.get_by_role("button", name="Verander de status").click()
    expect(page.get_by_role("main")).to_contain_text("Er is geen geld voor.")


def _add_action(page: Page) -> None:
    page.goto("/enschede/acties/nieuw")
    page.get_by_label("Wat gaan we doen?").fill("Soep op zondag")
    page.get_by_role("button", name="Voeg de actie toe").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soep op zondag")


def _change_a_chapter(page: Page) -> None:
    page.goto("/enschede/plan")
    page.locator(".sk-chapter__head").get_by_role("link", name="Wijzig").first.click()
    text = page.get_by_role("textbox", name="Tekst")
    text.fill(f"{text.input_value()}\n\nWij koken voortaan samen.")
    page.get_by_role("button", name="Bewaar hoofdstuk").click()
    expect(page.get_by_role("main")).to_contain_text("Wij koken voortaan samen.")


def test_a_frozen_plan_is_compared_with_what_became_of_it(browse: Browse) -> None:
    coordinator = browse("coordinator@enschede.example")
    page = coordinator.page
    with nothing_wrong(coordinator):
        _freeze(page, "Vastgesteld voor de proef")
        changed = _open_planned(page, 0)
        _change_the_facts(page)
        stopped = _open_planned(page, 1)
        _stop(page)
        _add_action(page)
        _change_a_chapter(page)

    reader = browse("reader@enschede.example", java_script_enabled=False)
    reader.open("/enschede/plan/versies")
    reader.page.get_by_role("article").filter(has_text="Vastgesteld voor de proef").get_by_role(
        "link", name="Wat veranderde er sindsdien?"
    ).click()
    main = reader.page.get_by_role("main")
    expect(main).to_contain_text("1 nieuw, 1 gestopt, 1 verschoven in de tijd")
    for sentence in (
        "2031",
        "Gestopt omdat: Er is geen geld voor.",
        "Soep op zondag",
        "Wij koken voortaan samen.",
    ):
        expect(main).to_contain_text(sentence)
    expect(main.locator("ins").filter(has_text="overal")).to_have_count(1)
    expect(main.get_by_role("link", name=stopped)).to_have_count(1)
    reader.page.get_by_label("Soort verandering").select_option("stopped")
    reader.page.get_by_role("button", name="Toon").click()
    expect(main).not_to_contain_text("Soep op zondag")

    reader.open("/enschede/plan/versies")
    reader.page.get_by_role("link", name="Vastgesteld voor de proef", exact=True).click()
    expect(main).to_contain_text("Vastgesteld in 2026 door Gemeenteraad")
    expect(main).to_contain_text(changed)
    expect(main).not_to_contain_text("Soep op zondag")

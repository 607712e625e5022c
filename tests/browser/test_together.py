"""Two people at one action, a press too many, and a card that was dropped in the wrong column: in a real browser."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import nothing_wrong
from tests.browser.person import Person

Browse = Callable[..., Person]


def _write(page: Page, address: str, title: str) -> None:
    """Open the facts of an action in place, and type another title."""
    page.goto(address)
    page.locator("a[href$='/wijziging']").first.click()
    page.get_by_label("Titel").fill(title)


def test_two_people_edit_one_action_and_the_second_loses_nothing(browse: Browse) -> None:
    first, second = browse("coordinator@almelo.example"), browse("officer@almelo.example")
    first.open("/almelo/plan/lijst?status=planned").locator("main tbody a").first.click()
    expect(first.page).to_have_url(re.compile("/acties/"))
    address, text = first.page.url, "Wat de tweede schreef, en niet nog eens wil schrijven."
    _write(first.page, address, "De titel van de eerste")
    _write(second.page, address, "De titel van de tweede")
    second.page.get_by_label("Omschrijving").fill(text)
    first.page.get_by_role("button", name="Opslaan").click()
    expect(first.page.get_by_role("heading", level=1)).to_have_text("De titel van de eerste")
    # The form is gone: the keyboard stands where it was.
    expect(first.page.locator(":focus")).to_have_text("Gegevens")

    second.page.get_by_role("button", name="Opslaan").click()
    notice = second.page.get_by_role("alert")
    expect(notice).to_contain_text("Er is nog niets opgeslagen")
    expect(notice).to_be_focused()
    expect(second.page.get_by_role("textbox", name="Titel")).to_have_value("De titel van de tweede")
    expect(second.page.get_by_label("Omschrijving")).to_have_value(text)
    expect(second.page.locator("#intussen-title")).to_contain_text("De titel van de eerste")
    assert second.barriers() == []
    second.page.set_viewport_size({"width": 320, "height": 800})
    assert not second.is_wider_than_the_window()
    second.page.get_by_label("Neem over wat er nu staat").check()
    second.page.get_by_role("button", name="Opslaan").click()
    expect(second.page.get_by_text("De gegevens zijn opgeslagen.").first).to_be_visible()
    expect(second.page.get_by_role("heading", level=1)).to_have_text("De titel van de eerste")
    expect(second.page.locator("#kop")).to_contain_text(text)


def test_a_double_click_makes_one_action(browse: Browse) -> None:
    coordinator = browse("coordinator@almelo.example")
    page = coordinator.open("/almelo/acties/nieuw")
    page.get_by_label("Wat gaan we doen?").fill("Twee keer gedrukt")
    page.get_by_role("main").get_by_role("button").last.dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Twee keer gedrukt")
    expect(page.locator("#flashes")).to_contain_text("De actie is toegevoegd")
    coordinator.open("/almelo/plan/lijst?q=Twee+keer+gedrukt")
    expect(page.locator("main tbody tr")).to_have_count(1)


def test_a_card_in_the_wrong_column_goes_back_with_one_press_by_keyboard(browse: Browse) -> None:
    coordinator = browse("coordinator@almelo.example")
    with nothing_wrong(coordinator):
        page = coordinator.open("/almelo/plan/bord")
        card = page.locator("[data-card=running]").first.get_attribute("id")
        page.locator(f"#{card}").get_by_role("link").first.focus()
        page.keyboard.press("Alt+ArrowRight")
        expect(page.locator(f"[data-status=done] #{card}")).to_be_visible()
        undo = page.get_by_role("button", name="Ongedaan maken")
        expect(page.get_by_role("status").filter(has=undo)).to_contain_text("staat nu op Klaar")
        assert coordinator.barriers() == []
        page.keyboard.press("Control+z")
        expect(page.locator("#flashes")).to_contain_text("Het is ongedaan gemaakt.")
        expect(page.locator("#announcement")).to_have_text("Het is ongedaan gemaakt.")
        expect(page.locator(f"[data-status=running] #{card}")).to_be_visible()

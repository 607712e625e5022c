"""What people come for, from beginning to end."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import nothing_wrong
from tests.browser.person import Person

Browse = Callable[..., Person]


def test_a_coordinator_posts_an_update_and_moves_an_action_and_the_alderman_sees_both(browse: Browse) -> None:
    coordinator = browse("coordinator@almelo.example")
    page = coordinator.page
    with nothing_wrong(coordinator):
        coordinator.open("/almelo/plan/lijst?status=running")
        page.locator("main table a, main .sk-rows a").first.click()
        title = page.get_by_role("heading", level=1).inner_text()
        page.get_by_label("Wat is er gebeurd?").fill("Dertig buren kwamen langs.")
        page.get_by_label("Wat is de volgende stap?").fill("De zaal vastleggen voor mei.")
        page.get_by_label("Groen").check()
        page.get_by_role("button", name="Update plaatsen").click()
        expect(page.get_by_text("Dertig buren kwamen langs.").first).to_be_visible()

        coordinator.open("/almelo/plan/bord")
        card = page.locator("[data-status=planned] article, [data-status=planned] li").first
        moved = card.get_by_role("link").first.inner_text()
        card.get_by_role("combobox").select_option("running")
        card.get_by_role("button").first.click()
        expect(page.locator("[data-status=running]").get_by_role("link", name=moved)).to_be_visible()

    reader = browse("reader@almelo.example")
    reader.open("/almelo/")
    expect(reader.page.get_by_text(title.partition(" ")[2][:20]).first).to_be_visible()
    reader.page.get_by_role("link", name=title.partition(" ")[2][:20]).first.click()
    expect(reader.page.get_by_text("Dertig buren kwamen langs.").first).to_be_visible()
    expect(reader.page.get_by_role("button", name="Update plaatsen")).to_have_count(0)
    answer = reader.page.goto("/hengelo/")
    assert answer is not None
    assert answer.status == 404


def test_without_javascript_the_same_can_be_done(browse: Browse) -> None:
    coordinator = browse("coordinator@hengelo.example", java_script_enabled=False)
    page = coordinator.page
    coordinator.open("/hengelo/plan/lijst?status=running")
    page.locator("main table a, main .sk-rows a").first.click()
    page.get_by_label("Wat is er gebeurd?").fill("Zonder script geplaatst.")
    page.get_by_label("Oranje").check()
    page.get_by_role("button", name="Update plaatsen").click()
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value("Zonder script geplaatst.")
    page.get_by_label("Waarom").fill("Te weinig vrijwilligers.")
    page.get_by_label("Oranje").check()
    page.get_by_role("button", name="Update plaatsen").click()
    expect(page.get_by_text("Zonder script geplaatst.").first).to_be_visible()


def test_an_action_is_moved_by_keyboard_alone(browse: Browse) -> None:
    coordinator = browse("coordinator@enschede.example")
    page = coordinator.page
    coordinator.open("/enschede/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("inhoud")
    page.keyboard.press("Enter")
    coordinator.open("/enschede/plan/bord")
    link = page.locator("[data-status=planned]").get_by_role("link").first
    title = link.inner_text()
    select = page.locator("[data-status=planned]").get_by_role("combobox").first
    select.focus()
    page.keyboard.press("l")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status=running]").get_by_role("link", name=title)).to_be_visible()


def test_a_link_shared_by_mail_asks_to_sign_in_and_then_shows_the_page(browse: Browse) -> None:
    stranger = browse()
    page = stranger.page
    stranger.open("/almelo/plan/lijst?status=running")
    page.get_by_label("E-mailadres").fill("reader@almelo.example")
    page.get_by_label("Wachtwoord", exact=True).fill("samen-tegen-eenzaamheid")
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    expect(page).to_have_url(lambda url: url.endswith("/almelo/plan/lijst?status=running"))


def test_a_form_of_another_site_is_refused(browse: Browse) -> None:
    coordinator = browse("coordinator@almelo.example")
    coordinator.open("/almelo/")
    status = coordinator.page.evaluate(
        "fetch('/uitloggen', {method: 'POST', body: new URLSearchParams({})}).then(answer => answer.status)"
    )
    assert status == 400

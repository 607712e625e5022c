"""What people come for, from beginning to end."""

import email
import email.policy
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, nothing_wrong
from tests.browser.person import Person

Browse = Callable[..., Person]


def _open_first(page: Page, status: str) -> str:
    """Open the first action of a status from the list of this coalition; returns its title."""
    page.goto(f"{page.url.rstrip('/')}/plan/lijst?status={status}")
    link = page.locator("main tbody th a, main tbody td a").first
    title = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return title


def _card(page: Page, status: str) -> tuple[str, str]:
    """The id and the title of the first card in a column."""
    card = page.locator(f"[data-card={status}]").first
    return card.get_attribute("id") or "", card.get_by_role("link").first.inner_text()


def test_a_coordinator_posts_an_update_and_moves_an_action_and_the_alderman_sees_both(browse: Browse) -> None:
    coordinator = browse("coordinator@almelo.example")
    page = coordinator.page
    with nothing_wrong(coordinator):
        coordinator.open("/almelo/")
        title = _open_first(page, "running")
        page.get_by_label("Wat is er gebeurd?").fill("Dertig buren kwamen langs.")
        page.get_by_label("Wat is de volgende stap?").fill("De zaal vastleggen voor mei.")
        page.get_by_role("radio", name="Op koers").check()
        page.get_by_role("button", name="Plaats de update").click()
        expect(page.get_by_text("Dertig buren kwamen langs.").first).to_be_visible()

        coordinator.open("/almelo/plan/bord")
        card, moved = _card(page, "planned")
        page.locator(f"#{card} summary").click()
        page.locator(f"#{card}").get_by_role("combobox").select_option("running")
        page.locator(f"#{card}").get_by_role("button", name="Verplaats").click()
        expect(
            page.locator("[data-status=running]").get_by_role("link", name=moved, exact=True)
        ).to_be_visible()

    reader = browse("reader@almelo.example")
    reader.open("/almelo/plan/bord")
    expect(
        reader.page.locator("[data-status=running]").get_by_role("link", name=moved, exact=True)
    ).to_be_visible()
    expect(reader.page.get_by_text("Verplaats")).to_have_count(0)
    reader.page.get_by_role("link", name=title, exact=True).click()
    expect(reader.page.get_by_text("Dertig buren kwamen langs.").first).to_be_visible()
    expect(reader.page.get_by_role("button", name="Plaats de update")).to_have_count(0)
    answer = reader.page.goto("/hengelo/")
    assert answer is not None
    assert answer.status == 404
    expect(reader.page.get_by_role("main")).not_to_contain_text("Wijkracht")


def test_without_javascript_the_same_can_be_done_and_wrong_input_costs_nothing(browse: Browse) -> None:
    coordinator = browse("coordinator@hengelo.example", java_script_enabled=False)
    page = coordinator.page
    coordinator.open("/hengelo/")
    _open_first(page, "running")
    for _attempt in range(2):
        page.get_by_label("Wat is er gebeurd?").fill("Zonder script geplaatst.")
        page.get_by_label("Let op").check()
        page.get_by_role("button", name="Plaats de update").click()
        expect(page.get_by_label("Wat is er gebeurd?")).to_have_value("Zonder script geplaatst.")
        expect(page.get_by_label("Let op")).to_be_checked()
    page.get_by_label("Waarom niet op koers?").fill("Te weinig vrijwilligers.")
    page.get_by_role("button", name="Plaats de update").click()
    expect(page.get_by_text("Zonder script geplaatst.").first).to_be_visible()
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value("")


def test_an_action_is_moved_by_keyboard_alone(browse: Browse) -> None:
    coordinator = browse("coordinator@enschede.example")
    page = coordinator.page
    coordinator.open("/enschede/plan/bord")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("#"))
    card, title = _card(page, "planned")
    page.locator(f"#{card} summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "status")
    page.keyboard.press("L")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status=running]").get_by_role("link", name=title, exact=True)).to_be_visible()


def test_an_action_is_moved_by_mouse_and_stopping_asks_for_the_reason(browse: Browse) -> None:
    coordinator = browse("coordinator@enschede.example", viewport={"width": 1400, "height": 1000})
    page = coordinator.page
    coordinator.open("/enschede/plan/bord")
    card, title = _card(page, "idea")
    page.locator(f"#{card}").drag_to(page.locator("[data-status=planned] h2"))
    expect(page.locator("[data-status=planned]").get_by_role("link", name=title, exact=True)).to_be_visible()
    page.locator(f"[data-status=planned] #{card}").drag_to(page.locator("[data-status=stopped] h2"))
    page.get_by_label("Reden").fill("Er is geen geld voor.")
    page.get_by_role("main").get_by_role("button", name=re.compile("Stop|Verplaats|Opslaan")).first.click()
    coordinator.open("/enschede/plan/bord")
    expect(page.locator("[data-status=stopped]").get_by_role("link", name=title, exact=True)).to_be_visible()


def test_a_link_shared_by_mail_asks_to_sign_in_and_then_shows_the_page(browse: Browse) -> None:
    stranger = browse()
    page = stranger.page
    stranger.open("/almelo/plan/lijst?status=running")
    page.get_by_label("E-mailadres").fill("reader@almelo.example")
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    expect(page).to_have_url(re.compile(r"/almelo/plan/lijst\?status=running$"))


def test_a_form_of_another_site_is_refused(browse: Browse) -> None:
    coordinator = browse("coordinator@almelo.example")
    coordinator.open("/almelo/")
    status = coordinator.page.evaluate(
        "fetch('/uitloggen', {method: 'POST', body: new URLSearchParams({})}).then(answer => answer.status)"
    )
    assert status == 400


def _link_in_the_letter_to(address: str, folder: Path) -> str:
    """The path of the link in the newest letter to somebody."""
    for path in sorted(folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns, reverse=True):
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = letter.get_body(("plain",))
        if letter["To"] == address and body is not None:
            found = re.search(r"http://[^/]+(/\S+/update/\S+)", body.get_content())
            return found.group(1) if found else ""
    return ""


def test_an_owner_without_an_account_is_reminded_and_answers_on_a_phone_without_javascript(
    browse: Browse, do_what_waits: Callable[[], None], environment: dict[str, str]
) -> None:
    coordinator = browse("coordinator@almelo.example")
    page, sam = coordinator.page, "sam@welzijn.example"
    with nothing_wrong(coordinator):
        coordinator.open("/almelo/")
        title = _open_first(page, "running")
        page.get_by_role("link", name="Vraag een update").first.click()
        page.get_by_label("Aan wie?").fill("Sam Vrijwilliger")
        page.get_by_label("E-mailadres").fill(sam)
        page.get_by_role("button", name="Verstuur de vraag").click()
        expect(page.locator("#vraag")).to_contain_text("nog niet beantwoord")
    do_what_waits()
    link = _link_in_the_letter_to(sam, Path(environment["MAIL_FOLDER"]))

    owner = browse(java_script_enabled=False, viewport={"width": 320, "height": 640})
    phone = owner.page
    owner.open(link)
    expect(phone.get_by_role("heading", level=1)).to_contain_text(title)
    expect(phone.get_by_label("Waarom niet op koers?")).to_be_hidden()
    for _attempt in range(2):
        phone.get_by_role("radio", name="Loopt vast").check()
        phone.get_by_role("button", name="Verstuur").click()
        expect(phone.get_by_role("main")).to_contain_text("Vul dit in.")
    phone.get_by_label("Wat is er gebeurd?").fill("De zaal is dicht.")
    phone.get_by_label("Waarom niet op koers?").fill("Er is geen andere zaal.")
    phone.get_by_role("button", name="Verstuur").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Bedankt")
    again = browse(viewport={"width": 320, "height": 640})
    again.open(link)
    expect(again.page.get_by_role("main")).to_contain_text("U hebt geantwoord op")
    assert again.barriers() == []
    assert not again.is_wider_than_the_window()

    page.reload()
    expect(page.locator("#updates li").first).to_contain_text("Sam Vrijwilliger")
    expect(page.locator("#updates li").first).to_contain_text("via een link")


def test_a_digest_is_opened_and_what_it_asks_for_is_done_and_gone(
    browse: Browse, command: Callable[..., str], do_what_waits: Callable[[], None]
) -> None:
    address = "coordinator@enschede.example"
    page = browse(address).page
    page.goto("/account")
    page.get_by_label("Mail over wat op u wacht").select_option("Elke dag")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("#flashes")).to_contain_text("Uw gegevens zijn opgeslagen.")
    command("task", "digest")
    # First who is due, then a mail for each.
    do_what_waits()
    do_what_waits()

    reader = browse()
    mail = reader.page
    reader.open("/post")
    mail.locator("main li", has_text=address).get_by_role("link").first.click()
    asked = mail.locator("main p", has_text="Schrijf een update:").first
    expect(asked).to_be_visible()
    link = asked.get_by_role("link").get_attribute("href") or ""
    asked.get_by_role("link").click()
    mail.get_by_label("E-mailadres").fill(address)
    mail.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    mail.get_by_role("main").get_by_role("button", name="Inloggen").click()
    expect(mail).to_have_url(re.compile(re.escape(link.partition("#")[0])))
    mail.get_by_label("Wat is er gebeurd?").fill("Er is weer nieuws.")
    mail.get_by_role("radio", name="Op koers").check()
    button = f"main a[href$='{link.partition('/enschede/')[2]}']"
    page.goto("/enschede/wacht")
    expect(page.locator(button)).to_have_count(1)
    mail.get_by_role("button", name="Plaats de update").click()
    expect(mail.get_by_text("Er is weer nieuws.").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat op u wacht")
    expect(page.locator(button)).to_have_count(0)

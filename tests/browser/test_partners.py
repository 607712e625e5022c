"""One organisation in two coalitions: it joins, signs, promises, gives and tells, from one room; neither coalition sees the other's."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, nothing_wrong
from tests.browser.person import Person

Browse = Callable[..., Person]
US = "Humanitas Twente"
# What is said in Enschede alone; no page or file of Almelo may hold any of it.
SECRET = "Alleen voor Enschede"
AGREEMENT, PROMISED, GIVEN, TOLD = (
    f"{SECRET}: {what}" for what in ("samenwerking", "gastvrouwen", "inloop", "de poster")
)
IN_ALMELO = "Drie nieuwe vrijwilligers voor de koffie."


def _main(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def _room(member: Person, line: str, button: str) -> Page:
    """Go to the room, and press the button of what waits."""
    page = member.open("/mijn")
    page.locator("#wacht li").filter(has_text=line).get_by_role("link", name=button).click()
    return page


def _accept_the_invitation(member: Person) -> None:
    page = _room(member, "Samen1Enschede vraagt of u meedoet", "Lees en antwoord")
    assert member.barriers() == []
    _press(page, "Ja, wij doen mee")
    expect(page.locator("#flashes")).to_contain_text(f"Welkom! {US} doet mee.")
    expect(page).to_have_url(re.compile("/mijn$"))
    expect(page.locator("#wacht")).not_to_contain_text("vraagt of u meedoet")
    expect(page.get_by_role("complementary")).to_contain_text("Samen1Enschede")


def _ask_to_sign(coordinator: Person) -> None:
    page = coordinator.open("/enschede/partners/overeenkomsten/nieuw?voorbeeld=ja")
    page.get_by_label("Titel", exact=True).fill(AGREEMENT)
    _press(page, "Bewaren")
    _main(page, "Er is nog niets verstuurd.")
    page.goto("/enschede/partners/overeenkomsten")
    page.get_by_role("link", name=AGREEMENT, exact=True).click()
    page.get_by_role("link", name="Versturen", exact=True).first.click()
    # All who have not signed are ticked to begin with.
    page.eval_on_selector_all(
        "input[name=partners]", "boxes => boxes.forEach(box => { box.checked = false; })"
    )
    page.get_by_role("checkbox", name=US).check()
    _press(page, "Versturen")
    expect(page.locator("#partijen")).to_contain_text(US)


def _sign(member: Person) -> None:
    page = _room(member, AGREEMENT, re.compile("teken|Onderteken|Lees"))  # type: ignore[arg-type]
    page.get_by_label("Functie", exact=True).fill("Regiocoördinator")
    page.get_by_label("Bevoegdheid", exact=True).fill("Volmacht van het bestuur")
    page.get_by_label("Ik heb de hele tekst gelezen").check()
    page.get_by_label("Uw wachtwoord", exact=True).fill(PASSWORD)
    _press(page, "Ondertekenen")
    _main(page, "U hebt ondertekend.")


def _promise_and_give(member: Person) -> None:
    member.open("/mijn")
    page = member.page
    page.get_by_role("link", name="Bijdrage Samen1Enschede").click()
    for kind, amount in (("Geld", "500"), ("Uren", "40")):
        page.get_by_role("link", name="Toezegging noteren").click()
        page.get_by_role("link", name=kind, exact=True).click()
        page.get_by_label("Bedrag in euro’s" if kind == "Geld" else "Uren", exact=True).fill(amount)
        page.get_by_label("Wat is het?").fill(PROMISED)
        _press(page, "Opslaan")
        _main(page, "De toezegging is genoteerd.")
    page.locator("li").filter(has_text="40 uur").get_by_role(
        "link", name=re.compile("uren", re.IGNORECASE)
    ).first.click()
    page.get_by_label("Uren", exact=True).fill("6")
    page.get_by_label("Wat is het?").fill(GIVEN)
    _press(page, "Opslaan")
    _main(page, "Het telt als de coalitie het bevestigt.")
    assert member.barriers() == []


def _confirm(coordinator: Person) -> None:
    page = coordinator.open("/enschede/partners/bijdragen/regels?stand=wacht")
    line = page.get_by_role("listitem").filter(has_text=GIVEN)
    line.get_by_role("button", name="Bevestig").click()
    coordinator.open("/enschede/partners/bijdragen/regels")
    expect(page.get_by_role("listitem").filter(has_text=GIVEN)).to_contain_text("bevestigd door")


def _let_own_an_action(coordinator: Person) -> None:
    page = coordinator.open("/enschede/plan/lijst?q=Bewustwordingscampagne")
    page.get_by_role("main").get_by_role("link", name="Bewustwordingscampagne in Enschede").first.click()
    expect(page).to_have_url(re.compile("/acties/"))
    page.goto(f"{page.url}/wijziging")
    page.get_by_label("Trekker").select_option(US)
    _press(page, "Opslaan")
    _main(page, US)


def _tell_both(member: Person) -> None:
    """Two updates, each in its line, without leaving the page; three presses each."""
    page = member.open("/mijn")
    for action, words, where in (
        ("Bewustwordingscampagne in Enschede", TOLD, "Enschede"),
        ("Vrijwilligers voor de Klets&KoffieCorner", IN_ALMELO, "Almelo"),
    ):
        page.get_by_role("link", name=f"Schrijf een update {action}").click()
        form = page.get_by_role("region", name=f"Update over {action}")
        form.get_by_label("Wat is er gebeurd?").fill(words)
        form.get_by_role("radio", name="Op koers").check()
        form.get_by_role("button", name="Plaats de update").click()
        said = page.get_by_text(re.compile(rf"Opgeslagen in {where} om \d\d:\d\d: "))
        expect(said.first).to_be_visible()
    expect(page).to_have_url(re.compile("/mijn$"))
    assert member.barriers() == []


def _holds_nothing(coordinator: Person) -> None:
    """Almelo’s coordinator finds nothing of Enschede’s: not on the pages of the partner, not in history, search or files."""
    page = coordinator.open("/almelo/partners")
    page.get_by_role("link", name=US, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(US)
    partner = page.url
    for address in (partner, "/almelo/geschiedenis", f"/almelo/zoeken?q={SECRET}", "/almelo/partners/bijdragen",
                    "/almelo/partners/overeenkomsten", "/almelo/wacht", "/almelo/"):  # fmt: skip
        text = coordinator.open(address).locator("main").inner_text()
        text = text.replace(f"“{SECRET}”", "")
        assert SECRET not in text, address
        assert "Enschede" not in text, address
    _main(coordinator.open("/almelo/geschiedenis"), IN_ALMELO)
    sheet = page.request.get("/almelo/partners/lijst.xlsx")
    assert sheet.ok
    with ZipFile(BytesIO(sheet.body())) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
    assert US in everything
    assert SECRET not in everything
    assert "Enschede" not in everything


def test_an_organisation_works_in_two_coalitions_from_one_room_and_neither_sees_the_other(
    browse: Browse, do_what_waits: Callable[[], None]
) -> None:
    member, enschede = browse("member@humanitas-twente.example"), browse("coordinator@enschede.example")
    expect(member.page).to_have_url(re.compile("/mijn$"))
    with nothing_wrong(member), nothing_wrong(enschede):
        _accept_the_invitation(member)
        _ask_to_sign(enschede)
        _sign(member)
        do_what_waits()
        _main(member.open("/enschede/overeenkomsten"), "ndertekend")
        _promise_and_give(member)
        _confirm(enschede)
        _let_own_an_action(enschede)
        _tell_both(member)
        expect(enschede.open("/enschede/geschiedenis").get_by_role("main")).to_contain_text(TOLD)
        assert IN_ALMELO not in enschede.page.inner_text("main")
    _holds_nothing(browse("coordinator@almelo.example"))

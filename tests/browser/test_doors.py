"""The pages that no link of the product leads to: what a mail leads to, and what is said where a door stays closed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect
from sqlalchemy import create_engine, text

from tests.browser.person import Person

Browse = Callable[..., Person]
Command = Callable[..., str]
_LINK = re.compile(r"https?://[^/]+(/\S+)")


@pytest.fixture(params=[1280, 320], ids=["wide", "320 px"])
def window(request: pytest.FixtureRequest) -> dict[str, object]:
    """How large the window is."""
    return {"viewport": {"width": request.param, "height": 800}}


def link_in(printed: str) -> str:
    """The path of the link that a command printed."""
    found = _LINK.search(printed)
    assert found, printed
    return found.group(1)


def is_whole(person: Person, answer: Response | None, status: int, *words: str) -> None:
    """The page has this status, says these words, has no barrier and needs no sideways scrolling."""
    assert answer is not None
    assert answer.status == status
    for word in words:
        expect(person.page.get_by_role("main")).to_contain_text(word)
    assert person.barriers() == []
    assert not person.is_wider_than_the_window()


def press(person: Person, button: str) -> Response:
    """Press a button that sends a form; the answer."""
    with person.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        person.page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    return sent.value


def test_the_link_of_an_invitation_from_first_sight_to_used(
    browse: Browse, command: Command, window: dict[str, object]
) -> None:
    width = window["viewport"]["width"]  # type: ignore[index]
    opening = ("workspace", "create", "GM0147", "--slug", f"borne-{width}", "--name", "Kim")
    link = link_in(command(*opening, "--coordinator", f"kim{width}@borne.example"))
    kim = browse(**window)
    page = kim.page
    is_whole(kim, page.goto(link), 200, "Doe mee in", "Coördinator")
    for _attempt in range(2):
        page.get_by_label("Nieuw wachtwoord", exact=True).fill("kort")
        is_whole(kim, press(kim, "Doe mee"), 422, "Ten minste 12 tekens")
    page.get_by_label("Nieuw wachtwoord", exact=True).fill("vier woorden achter elkaar")
    press(kim, "Doe mee")
    expect(page.get_by_role("heading", name="Zo begint u")).to_be_visible()
    assert kim.barriers() == []
    is_whole(kim, page.goto(link), 410, "al gebruikt")
    stranger = browse(**window)
    is_whole(stranger, stranger.page.goto(link), 410, "Log dan in")
    is_whole(stranger, stranger.page.goto(f"/borne-{width}/uitnodiging/oud"), 404, "alleen de link daarin")


def test_an_invitation_is_for_one_address(
    browse: Browse, command: Command, window: dict[str, object]
) -> None:
    width = window["viewport"]["width"]  # type: ignore[index]
    slug = f"losser-{width}"
    opening = ("workspace", "create", "GM0168", "--slug", slug, "--name", "Kim")
    mine = link_in(command(*opening, "--coordinator", "reader@hengelo.example"))
    # Nobody has signed in: the account that there is confirms with its password.
    stranger = browse(**window)
    is_whole(stranger, stranger.page.goto(mine), 200, "heeft al een account")
    another = browse("committee@almelo.example", **window)
    is_whole(another, another.page.goto(mine), 200, "voor een ander adres")
    reader = browse("reader@hengelo.example", **window)
    is_whole(reader, reader.page.goto(mine), 200, "Doe mee in")


def test_a_new_password_by_a_link(browse: Browse, command: Command, window: dict[str, object]) -> None:
    width = window["viewport"]["width"]  # type: ignore[index]
    grant = ("platform", "grant", f"nieuw{width}@platform.example", "adviser", "--name", "Nieuw")
    link = link_in(command(*grant))
    person = browse(**window)
    is_whole(person, person.page.goto(link), 200, "Nieuw wachtwoord")
    person.page.get_by_label("Nieuw wachtwoord", exact=True).fill("welkom2026!!")
    is_whole(person, press(person, "Bewaar het wachtwoord"), 422, "kiezen veel mensen")
    person.page.get_by_label("Nieuw wachtwoord", exact=True).fill("vier woorden achter elkaar")
    press(person, "Bewaar het wachtwoord")
    expect(person.page).to_have_url(re.compile("/inloggen$"))
    is_whole(person, person.page.goto(link), 410, "werkt niet meer")
    person.open("/wachtwoord/vergeten")
    person.page.get_by_label("E-mailadres").fill(f"niemand{width}@voorbeeld.example")
    is_whole(person, press(person, "Stuur de link"), 200, "Kijk in uw mail")


def test_a_closed_door_says_why_and_leads_on(browse: Browse, window: dict[str, object]) -> None:
    reader = browse("reader@almelo.example", **window)
    is_whole(reader, reader.page.goto("/almelo/mensen"), 403, "geen rechten")
    is_whole(reader, reader.page.goto("/almelo/nergens"), 404, "Deze pagina is er niet")
    is_whole(reader, reader.page.goto("/hengelo/"), 404, "Deze pagina is er niet")
    reader.page.get_by_role("main").get_by_role("link", name="Naar het begin").click()
    expect(reader.page).to_have_url(re.compile("/almelo/$"))


def test_the_last_administrator_reads_why_that_cannot_be(browse: Browse, window: dict[str, object]) -> None:
    administrator = browse("administrator@almelo.example", **window)
    administrator.open("/almelo/mensen")
    administrator.page.get_by_role("link", name="Wijzig de rollen van Beheerder").click()
    administrator.page.get_by_role("link", name="Beëindig alle rollen").click()
    expect(administrator.page.get_by_role("heading", level=1)).to_contain_text("hier niet meer mee")
    is_whole(administrator, press(administrator, "Beëindig alle rollen"), 409, "laatste beheerder")


def test_who_guesses_too_often_is_asked_for_patience(browse: Browse) -> None:
    stranger = browse()
    stranger.open("/inloggen")

    def guess() -> Response:
        stranger.page.get_by_label("E-mailadres").fill("raadt@voorbeeld.example")
        stranger.page.get_by_label("Wachtwoord", exact=True).fill("misschien dit dan")
        return press(stranger, "Inloggen")

    answers = [guess() for _attempt in range(6)]
    assert [answer.status for answer in answers[:5]] == [422] * 5
    is_whole(stranger, answers[5], 429, "Even geduld")


def test_what_breaks_on_our_side_is_said_with_its_mark(
    browse: Browse, environment: dict[str, str], window: dict[str, object]
) -> None:
    decider = browse("decider@almelo.example", **window)
    owner = create_engine(environment["OWNER_DATABASE_URL"])
    with owner.begin() as connection:
        connection.execute(text("revoke select on partner from webapp"))
    try:
        is_whole(decider, decider.page.goto("/almelo/partners"), 500, "Er ging iets mis bij ons", "Kenmerk")
    finally:
        with owner.begin() as connection:
            connection.execute(text("grant select on partner to webapp"))
        owner.dispose()

"""Every page, as everyone: no barrier, no sideways scrolling, no complaint of the browser."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.browser.person import COLOURS, WORDS, Person

_NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)")
# Files, and what ends the visit.
_NOT_PAGES = re.compile(r"/(taal|uitloggen)\b|/bijlagen/|\.(css|txt|xlsx|csv|pdf)$")
_MEMBERS = [
    f"{role}@almelo.example"
    for role in ("administrator", "coordinator", "officer", "controller", "decider", "committee", "reader")
]
EVERYONE = [
    *_MEMBERS,
    "coordinator@hengelo.example",
    "coordinator@enschede.example",
    "member@humanitas-twente.example",
    "adviser@national.example",
    "operator@platform.example",
]
Browse = Callable[..., Person]


def pages(person: Person) -> Iterator[str]:
    """Every kind of page that can be reached by links from where the person is; each kind is opened once."""
    waiting, seen = [*person.links()], set()
    while waiting:
        address = waiting.pop(0)
        kind = _NUMBER.sub("…", address)
        if kind in seen or _NOT_PAGES.search(address):
            continue
        seen.add(kind)
        person.open(address)
        yield address
        waiting += person.links()


@pytest.mark.parametrize("email", EVERYONE)
def test_nobody_meets_a_barrier_on_any_page(browse: Browse, email: str) -> None:
    person = browse(email)
    found, count = {}, 0
    for address in pages(person):
        count += 1
        if barriers := person.barriers() + person.complaints:
            found[address] = barriers
        person.complaints.clear()
    assert found == {}
    assert count >= 3, "hardly any page was reached"


@pytest.mark.parametrize(
    "wishes",
    [
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 640, "height": 512}},
        {"color_scheme": "dark"},
        {"color_scheme": "dark", "forced_colors": "active"},
    ],
    ids=["320 px wide", "200% zoom of 1280 px", "dark", "high contrast"],
)
def test_every_page_is_whole_on_a_narrow_zoomed_or_dark_screen(
    browse: Browse, wishes: dict[str, object]
) -> None:
    person = browse("coordinator@enschede.example", **wishes)
    found = {}
    for address in pages(person):
        problems = person.barriers(COLOURS) if "color_scheme" in wishes else []
        if person.is_wider_than_the_window():
            problems.append("wider than the window")
        if problems:
            found[address] = problems
    assert found == {}


@pytest.mark.parametrize(
    "address",
    ["/", "/inloggen", "/wachtwoord/vergeten", "/over", "/privacy", "/toegankelijkheid", "/nergens"],
)
def test_a_stranger_meets_no_barrier_either(browse: Browse, address: str) -> None:
    person = browse()
    person.open(address)
    complaints = [line for line in person.complaints if "404" not in line]
    assert person.barriers() + complaints == []


def test_every_page_is_there_in_english_without_a_barrier(browse: Browse) -> None:
    person = browse("coordinator@almelo.example")
    person.open("/taal/en?terug=/almelo/")
    found = {address: barriers for address in pages(person) if (barriers := person.barriers(WORDS))}
    assert found == {}
    assert person.page.locator("html").get_attribute("lang") == "en"


def test_a_first_visit_weighs_at_most_a_hundred_kilobytes(browse: Browse) -> None:
    person = browse("coordinator@enschede.example")
    weights = {"/inloggen": browse(), "/enschede/": person, "/enschede/plan/lijst": person}
    for address, visitor in weights.items():
        protocol = visitor.context.new_cdp_session(visitor.page)
        received: list[float] = []
        protocol.send("Network.enable")
        protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
        protocol.on(
            "Network.loadingFinished", lambda event, sizes=received: sizes.append(event["encodedDataLength"])
        )
        visitor.page.goto(address, wait_until="networkidle")
        assert 10_000 < sum(received) <= 100 * 1024, f"{address}: {sum(received):.0f} bytes"
        protocol.detach()

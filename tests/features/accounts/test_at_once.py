"""Two people at the same door in the same moment, and many behind one address."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts.models import Invitation
from app.web.limits import limiter
from tenants import db
from tests.features.accounts.conftest import Post
from tests.people import PASSWORD, World

NEW = {"name": "Sam Nieuw", "email": "sam@welzijn.example", "roles": ["officer"]}
CHOSEN = {"name": "Sam Nieuw", "password": "vier woorden achter elkaar"}


def at_once(*deeds: Callable[[], int]) -> list[int]:
    """Do these at the same moment; what each answered."""
    together = Barrier(len(deeds))

    def do(deed: Callable[[], int]) -> int:
        together.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_of_two_who_invite_the_same_person_at_once_one_is_told(world: World) -> None:
    desks = [world.as_person("administrator@hengelo") for _ in range(2)]
    for desk in desks:
        desk.get("/hengelo/mensen/uitnodigen")
    answers = at_once(
        *(lambda desk=desk: desk.post("/hengelo/mensen/uitnodigen", NEW).status for desk in desks)
    )
    assert sorted(answers) == [303, 422]
    with world.inside("hengelo"):
        sent = select(func.count()).select_from(Invitation).where(Invitation.email == NEW["email"])
        assert db().scalar(sent) == 1


def test_a_link_that_is_pressed_twice_at_once_lets_in_once(world: World, post: Post) -> None:
    world.as_person("administrator@hengelo").post("/hengelo/mensen/uitnodigen", NEW)
    link = post.link("sam@welzijn.example")
    desks = [world.stranger() for _ in range(2)]
    for desk in desks:
        desk.get(link)
    answers = at_once(*(lambda desk=desk: desk.post(link, CHOSEN).status for desk in desks))
    assert sorted(answers) == [303, 410]


def test_who_joins_two_coalitions_in_one_moment_gets_one_account_and_a_sentence(
    world: World, post: Post
) -> None:
    links = []
    for town in ("hengelo", "enschede"):
        world.as_person(f"administrator@{town}").post(f"/{town}/mensen/uitnodigen", NEW)
        links.append(post.link("sam@welzijn.example"))
    desks = [(world.stranger(), link) for link in links]
    for desk, link in desks:
        desk.get(link)
    answers = at_once(*(lambda desk=desk, link=link: desk.post(link, CHOSEN).status for desk, link in desks))
    assert 303 in answers
    assert set(answers) <= {303, 422}
    # Whoever was told to go back is asked for the password of the account now, and joins too.
    for desk, link in (desks[at] for at, status in enumerate(answers) if status == 422):
        assert desk.post(link, {"password": CHOSEN["password"]}).status == 303


def test_while_redis_is_away_people_go_on_reading_and_guessing_is_still_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "_storage_dead", True)
    monkeypatch.setattr(limiter._storage, "check", lambda: False)
    limiter._fallback_storage.reset()
    reader = world.as_person("reader@hengelo")
    assert {reader.get("/hengelo/plan/bord").status for _ in range(25)} == {200}
    guesser = world.stranger()
    guesses = [
        {"email": f"p{number}@hengelo.example", "password": "verkeerd verkeerd"} for number in range(21)
    ]
    assert [guesser.post("/inloggen", guess).status for guess in guesses] == [422] * 20 + [429]


def test_a_town_hall_behind_one_address_signs_in_at_nine(world: World) -> None:
    emails = [f"{role}@{town}.example" for role in ("coordinator", "officer", "reader", "administrator", "decider", "controller")
              for town in ("hengelo", "enschede")] * 2  # fmt: skip
    visitors = [world.stranger() for _ in emails]
    answers = [
        visitor.post("/inloggen", {"email": email, "password": PASSWORD}).status
        for visitor, email in zip(visitors, emails, strict=True)
    ]
    assert answers == [303] * 24

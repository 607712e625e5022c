"""A forgotten password, and a changed one."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, select, text

from jobs.task import Task
from tenants import acting_outside, db
from tests.features.accounts.conftest import Post
from tests.people import PASSWORD, World

COORDINATOR = "coordinator@hengelo.example"
NEW = "vier woorden achter elkaar"


def asked(world: World, email: str = COORDINATOR) -> str:
    answer = world.stranger().post("/wachtwoord/vergeten", {"email": email})
    assert answer.status == 200
    return answer.text


def test_who_forgot_the_password_chooses_a_new_one_by_the_link_in_the_mail(world: World, post: Post) -> None:
    desk = world.as_person("coordinator@hengelo")
    asked(world)
    link = post.link(COORDINATOR)
    visitor = world.stranger()
    assert COORDINATOR in visitor.get(link).words()
    assert visitor.post(link, {"password": NEW}).location == "/inloggen"
    assert visitor.post("/inloggen", {"email": COORDINATOR, "password": PASSWORD}).status == 422
    assert visitor.post("/inloggen", {"email": COORDINATOR, "password": NEW}).status == 303
    # Whoever was signed in with the old one is not any more.
    assert desk.get("/account").status == 302
    assert "Uw wachtwoord is veranderd" in post.letters(COORDINATOR)[-1]


def test_a_link_works_once(world: World, post: Post) -> None:
    asked(world)
    link = post.link(COORDINATOR)
    world.stranger().post(link, {"password": NEW})
    assert world.stranger().get(link).status == 410
    assert world.stranger().post(link, {"password": "nog een ander lang wachtwoord"}).status == 410


def test_a_new_password_closes_every_link_that_was_mailed_before(world: World, post: Post) -> None:
    asked(world)
    first = post.link(COORDINATOR)
    asked(world)
    world.stranger().post(post.link(COORDINATOR), {"password": NEW})
    assert world.stranger().get(first).status == 410
    asked(world)
    third = post.link(COORDINATOR)
    visitor = world.as_person("coordinator@hengelo")
    changed = visitor.post("/account/wachtwoord", {"current": NEW, "password": "nog een ander lang geheim"})
    assert changed.status == 303
    assert world.stranger().get(third).status == 410


def test_a_link_works_for_an_hour(world: World, post: Post) -> None:
    asked(world)
    link = post.link(COORDINATOR)
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update password_reset set expires_at = expires_at - :by"), {"by": timedelta(minutes=61)}
        )
    owner.dispose()
    assert world.stranger().get(link).status == 410


def test_a_weak_password_is_refused_with_a_sentence_and_the_link_still_works(
    world: World, post: Post
) -> None:
    asked(world)
    link = post.link(COORDINATOR)
    for weak in ("kort", "Welkom2026!!", "coordinator is mijn naam"):
        answer = world.stranger().post(link, {"password": weak})
        assert answer.status == 422
        assert answer.error_of("password")
    assert world.stranger().post(link, {"password": NEW}).status == 303


def test_a_stranger_cannot_tell_a_known_address_from_an_unknown_one(world: World, post: Post) -> None:
    unknown = "niemand@hengelo.example"
    texts = [
        re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", asked(world, email)).replace(email, "")
        for email in (COORDINATOR, unknown)
    ]
    assert texts[0] == texts[1]
    # The same work was asked for both; only the task finds out.
    with acting_outside():
        assert len(db().scalars(select(Task).where(Task.name == "passwords.send_link")).all()) == 2
    assert post.letters(unknown) == []


def test_no_token_and_no_address_stays_behind_in_a_task(world: World, post: Post) -> None:
    asked(world)
    link = post.link(COORDINATOR)
    with acting_outside():
        kept = " ".join(str(task.arguments) for task in db().scalars(select(Task)))
    assert link.rpartition("/")[2] not in kept
    assert COORDINATOR not in kept


def test_asking_six_times_within_a_minute_is_too_often(world: World, post: Post) -> None:
    for _ in range(5):
        asked(world)
    assert world.stranger().post("/wachtwoord/vergeten", {"email": COORDINATOR}).status == 429


def test_guessing_links_is_too_often_at_the_twenty_first(world: World) -> None:
    visitor = world.stranger()
    assert [visitor.get(f"/wachtwoord/{number}").status for number in range(21)] == [410] * 20 + [429]


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(world: World, post: Post) -> None:
    telephone, desk = (world.as_person("coordinator@hengelo") for _ in range(2))
    answer = desk.post("/account/wachtwoord", {"current": PASSWORD, "password": NEW})
    assert answer.location == "/account"
    assert desk.get("/account").status == 200
    assert telephone.get("/account").status == 302


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [("dit is niet het oude", NEW, "current"), (PASSWORD, "kort", "password"), (PASSWORD, "", "password")],
)
def test_a_wrong_change_of_password_is_explained_beside_the_field(
    world: World, current: str, password: str, field: str
) -> None:
    desk = world.as_person("coordinator@hengelo")
    answer = desk.post("/account/wachtwoord", {"current": current, "password": password})
    assert answer.status == 422
    assert answer.error_of(field)
    assert PASSWORD not in answer.text
    assert desk.get("/account/wachtwoord").status == 200


def test_somebody_changes_name_and_language(world: World) -> None:
    visitor = world.as_person("coordinator@hengelo")
    assert visitor.post("/account", {"name": "", "language": "nl"}).status == 422
    assert visitor.post("/account", {"name": "Noor", "language": "en"}).status == 303
    page = visitor.get("/account")
    assert page.value_of("name") == "Noor"
    assert page.document.get("lang") == "en"

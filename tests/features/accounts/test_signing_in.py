"""Signing in and out, and what a session is worth."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, event, text

from app.access import Role
from app.accounts.models import Membership
from app.accounts.passwords import fits, is_outdated
from app.accounts.session import demonstration_accounts
from tenants import db
from tenants.database import engine
from tests.page import Answer, Visitor
from tests.people import PASSWORD, World

COORDINATOR = "coordinator@hengelo.example"


def sign_in(visitor: Visitor, email: str = COORDINATOR, password: str = PASSWORD, back: str = "") -> Answer:
    return visitor.post(f"/inloggen?terug={back}", {"email": email, "password": password})


def age(world: World, column: str, by: timedelta) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text(f"update sign_in set {column} = {column} - :by"), {"by": by})
    owner.dispose()


def test_a_coordinator_signs_in_works_and_signs_out(world: World) -> None:
    visitor = world.stranger()
    answer = visitor.follow(sign_in(visitor, "  Coordinator@Hengelo.example "))
    assert answer.location == "/hengelo/"
    assert visitor.get("/hengelo/mensen").status == 200
    assert visitor.post("/uitloggen").location == "/"
    assert "/inloggen" in visitor.get("/hengelo/mensen").location


def test_who_wanted_to_see_a_page_sees_it_after_signing_in(world: World) -> None:
    visitor = world.stranger()
    asked = visitor.get("/hengelo/mensen?a=1")
    assert asked.location == "/inloggen?terug=/hengelo/mensen?a%3D1"
    assert visitor.get(asked.location).status == 200
    answer = visitor.post(asked.location, {"email": COORDINATOR, "password": PASSWORD})
    assert answer.location == "/hengelo/mensen?a=1"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/%5Cevil.example", "%2F%09%2Fevil.example"]
)
def test_nobody_is_sent_to_another_site(world: World, elsewhere: str) -> None:
    assert sign_in(world.stranger(), back=elsewhere).location == "/"


def test_a_known_and_an_unknown_address_get_the_same_answer(world: World) -> None:
    answers = []
    for email in (COORDINATOR, "niemand@hengelo.example"):
        answer = sign_in(world.stranger(), email, "een verkeerd wachtwoord")
        assert answer.status == 422
        assert "horen niet bij elkaar" in answer.error_of("password")
        answers.append(re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", answer.text).replace(email, ""))
    assert answers[0] == answers[1]


def test_an_account_without_a_password_opens_for_no_password(world: World) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text("update person set password_hash = null"))
    owner.dispose()
    assert sign_in(world.stranger(), password="nobody has this password").status == 422
    assert not fits(None, "nobody has this password")


@pytest.mark.parametrize("email", [COORDINATOR, "niemand@hengelo.example"])
def test_the_sixth_try_within_a_minute_is_refused(world: World, email: str) -> None:
    visitor = world.stranger()
    assert {sign_in(visitor, email, "verkeerd verkeerd").status for _ in range(5)} == {422}
    answer = sign_in(visitor, email)
    assert answer.status == 429
    assert answer.heading == "Even geduld"


def test_a_strangers_wrong_tries_do_not_keep_somebody_out_of_the_own_account(world: World) -> None:
    stranger, owner = world.stranger(), world.stranger()
    wrong = {"email": COORDINATOR, "password": "verkeerd verkeerd"}
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    statuses = [stranger.post("/inloggen", wrong, environ_overrides=elsewhere).status for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert sign_in(owner).status == 303


def test_one_account_cannot_be_guessed_from_many_places(world: World) -> None:
    wrong = {"email": COORDINATOR, "password": "verkeerd verkeerd"}
    visitor = world.stranger()
    statuses = [
        visitor.post("/inloggen", wrong, environ_overrides={"REMOTE_ADDR": f"192.0.2.{number}"}).status
        for number in range(31)
    ]
    assert statuses == [422] * 30 + [429]


def test_one_browser_cannot_try_twenty_one_people(world: World) -> None:
    visitor = world.stranger()
    statuses = [sign_in(visitor, f"p{number}@hengelo.example").status for number in range(21)]
    assert statuses == [422] * 20 + [429]


def test_nobody_escapes_the_limit_by_claiming_another_address(world: World) -> None:
    visitor = world.stranger()
    statuses = [
        visitor.post(
            "/inloggen",
            {"email": f"p{number}@hengelo.example", "password": "verkeerd verkeerd"},
            headers={
                "X-Forwarded-For": f"192.0.2.{number}",
                "X-Forwarded-Host": "evil.example",
                "Forwarded": f"for=192.0.2.{number}",
            },
        ).status
        for number in range(21)
    ]
    assert statuses[-1] == 429


def test_a_session_can_be_ended_from_another_browser(world: World) -> None:
    telephone, desk = world.stranger(), world.as_person("coordinator@hengelo")
    sign_in(telephone)
    page = desk.get("/account")
    (address,) = [
        form.get("action")
        for form in page.document.xpath("//form[contains(@action, '/einde') and contains(@action, '-')]")
    ]
    assert desk.post(address).location == "/account#sessies"
    assert "/inloggen" in telephone.get("/account").location
    assert desk.get("/account").status == 200


def test_nobody_ends_the_session_of_somebody_else(world: World) -> None:
    mine, theirs = world.as_person("coordinator@hengelo"), world.as_person("reader@hengelo")
    page = world.as_person("coordinator@hengelo").get("/account")
    (address,) = [
        form.get("action")
        for form in page.document.xpath("//form[contains(@action, '/einde') and contains(@action, '-')]")
    ]
    theirs.post(address)
    assert mine.get("/account").status == 200


def test_all_other_browsers_are_signed_out_at_once(world: World) -> None:
    others = [world.as_person("coordinator@hengelo") for _ in range(3)]
    desk = world.as_person("coordinator@hengelo")
    desk.post("/account/sessies/einde")
    assert {other.get("/account").status for other in others} == {302}
    assert desk.get("/account").status == 200


@pytest.mark.parametrize(
    ("column", "by", "status"),
    [
        ("seen_at", timedelta(hours=7, minutes=55), 200),
        ("seen_at", timedelta(hours=8, minutes=5), 302),
        ("created_at", timedelta(days=6, hours=23), 200),
        ("created_at", timedelta(days=7, minutes=5), 302),
    ],
)
def test_a_session_ends_by_rest_and_by_age(world: World, column: str, by: timedelta, status: int) -> None:
    visitor = world.as_person("coordinator@hengelo")
    age(world, column, by)
    assert visitor.get("/account").status == status


def test_looking_around_costs_three_statements_and_writes_once_in_five_minutes(world: World) -> None:
    visitor = world.as_person("coordinator@hengelo")
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine(), "before_cursor_execute", note)
    visitor.get("/over")
    assert [part for part in statements if "update sign_in" in part.lower()] == []
    # One tells PostgreSQL the key; then: the session with its person, which tells who acts, and the roles.
    assert len(statements) == 3
    age(world, "seen_at", timedelta(minutes=6))
    visitor.get("/over")
    visitor.get("/over")
    assert len([part for part in statements if "update sign_in" in part.lower()]) == 1
    event.remove(engine(), "before_cursor_execute", note)


def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(world: World) -> None:
    owner = create_engine(world.database.url("owner"))
    weaker = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with owner.begin() as connection:
        connection.execute(text("update person set password_hash = :hash"), {"hash": weaker})
    assert sign_in(world.stranger()).status == 303
    with owner.begin() as connection:
        stored = connection.scalar(
            text("select password_hash from person where email = :email"), {"email": COORDINATOR}
        )
    owner.dispose()
    assert stored is not None
    assert not is_outdated(stored)
    assert fits(stored, PASSWORD)


def test_a_token_planted_before_signing_in_is_worth_nothing(world: World) -> None:
    visitor = world.stranger()
    visitor.carry("planted")
    sign_in(visitor)
    planted = world.stranger()
    planted.carry("planted")
    assert visitor.get("/account").status == 200
    assert planted.get("/account").status == 302


def test_production_would_see_a_demonstration_account_but_no_person(world: World) -> None:
    with engine().connect() as connection:
        assert demonstration_accounts(connection) == []
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update person set demonstration = true where email = :email"), {"email": COORDINATOR}
        )
    owner.dispose()
    with engine().connect() as connection:
        assert demonstration_accounts(connection) != []
        assert connection.execute(text("select * from person")).all() == []


def test_a_member_of_hengelo_finds_nothing_in_enschede(world: World) -> None:
    visitor = world.as_person("administrator@hengelo")
    assert {
        visitor.get(f"/enschede{path}").status for path in ("/", "/mensen", "/instellingen", "/plan")
    } == {404}


def test_who_works_in_two_coalitions_chooses_and_switches(world: World) -> None:
    with world.inside("enschede"):
        db().add(Membership(person_id=world.people["coordinator@hengelo"], role=Role.READER))
    visitor = world.as_person("coordinator@hengelo")
    page = visitor.get("/")
    assert {"/hengelo/", "/enschede/"} <= {link.get("href") for link in page.document.xpath("//main//a")}
    assert "Lezer" in page.words()
    # The roles of one coalition are worth nothing in the other.
    assert visitor.get("/hengelo/instellingen").status == 200
    assert visitor.get("/enschede/instellingen").status == 403


def test_who_works_in_two_coalitions_switches_from_any_page_also_to_the_national_room(world: World) -> None:
    with world.inside("enschede"):
        db().add(Membership(person_id=world.people["adviser"], role=Role.READER))
    visitor = world.as_person("adviser")
    for address in ("/enschede/", "/account", "/landelijk", "/privacy"):
        page = visitor.get(address)
        band = page.document.xpath("//header//*[contains(@class, 'sk-band__coalition')]//a/@href")
        assert band == ["/enschede/", "/landelijk"], address


def test_a_new_browser_speaks_the_language_of_the_account(world: World) -> None:
    world.as_person("coordinator@hengelo").post("/account", {"name": "Noor", "language": "en"})
    visitor = world.stranger()
    sign_in(visitor)
    assert visitor.get("/account").document.get("lang") == "en"

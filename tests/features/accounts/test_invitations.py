"""Inviting, and joining by the link."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from app.accounts.models import Invitation, Membership
from app.history.models import Event
from jobs.task import Task
from tenants import db
from tests.features.accounts.conftest import Post
from tests.page import Answer
from tests.people import PASSWORD, World

NEW = {"name": "Sam Nieuw", "email": "sam@welzijn.example", "roles": ["officer", "reader"]}
CHOSEN = {"name": "Sam Nieuw", "password": "vier woorden achter elkaar"}


def invite(world: World, town: str = "hengelo", **changes: Any) -> Answer:
    return world.as_person(f"administrator@{town}").post(f"/{town}/mensen/uitnodigen", NEW | changes)


def roles_of(world: World, email: str, town: str = "hengelo") -> set[str]:
    with world.inside(town):
        held = select(Membership.role).join(Membership.person).where(Membership.ended_at.is_(None))
        return set(db().scalars(held.where(text("person.email = :email")).params(email=email)))


def test_an_administrator_invites_a_new_colleague_who_joins(world: World, post: Post) -> None:
    assert invite(world).location == "/hengelo/mensen"
    (letter,) = post.letters("sam@welzijn.example")
    assert "Samen aan tafel" in letter
    assert "Uw rollen worden: " in letter
    assert "beleidsmedewerker" in letter
    link = post.link("sam@welzijn.example")
    visitor = world.stranger()
    assert "Beleidsmedewerker" in visitor.get(link).words()
    assert visitor.post(link, CHOSEN).location == "/hengelo/"
    assert visitor.get("/hengelo/mensen").status == 200
    assert roles_of(world, "sam@welzijn.example") == {"officer", "reader"}
    with world.inside("hengelo"):
        kinds = set(db().scalars(select(Event.kind)))
        given = db().scalars(select(Event).where(Event.kind == "person.given_roles")).one()
    assert {"invitation.sent", "invitation.accepted"} <= kinds
    assert given.changes == {"roles": [[], ["officer", "reader"]]}
    assert given.actor_name == "Sam Nieuw"


def test_the_link_works_once(world: World, post: Post) -> None:
    invite(world)
    link = post.link("sam@welzijn.example")
    world.stranger().post(link, CHOSEN)
    answer = world.stranger().get(link)
    assert answer.status == 410
    assert "al gebruikt" in answer.words()


def test_the_link_works_seven_days_and_can_be_sent_again(world: World, post: Post) -> None:
    invite(world)
    link = post.link("sam@welzijn.example")
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update invitation set expires_at = expires_at - :by"), {"by": timedelta(days=7, minutes=1)}
        )
    owner.dispose()
    assert "voorbij" in world.stranger().get(link).words()
    administrator = world.as_person("administrator@hengelo")
    with world.inside("hengelo"):
        sent = db().scalars(select(Invitation.id).where(Invitation.email == "sam@welzijn.example")).one()
    administrator.post(f"/hengelo/mensen/uitnodigingen/{sent}/opnieuw")
    again = post.link("sam@welzijn.example")
    assert again != link
    assert world.stranger().get(link).status == 404
    assert world.stranger().get(again).status == 200


def test_a_withdrawn_invitation_opens_nothing(world: World, post: Post) -> None:
    invite(world)
    link = post.link("sam@welzijn.example")
    with world.inside("hengelo"):
        sent = db().scalars(select(Invitation.id).where(Invitation.email == "sam@welzijn.example")).one()
    administrator = world.as_person("administrator@hengelo")
    assert administrator.post(f"/hengelo/mensen/uitnodigingen/{sent}/intrekking").status == 303
    assert world.stranger().post(link, CHOSEN).status == 410
    # Twice is once too many, and is said.
    assert administrator.post(f"/hengelo/mensen/uitnodigingen/{sent}/opnieuw").status == 409


def test_who_has_an_account_elsewhere_confirms_with_its_password(world: World, post: Post) -> None:
    email = "reader@enschede.example"
    invite(world, email=email, roles=["committee"])
    link = post.link(email)
    visitor = world.stranger()
    assert visitor.get(link).document.xpath("//input[@name='name']") == []
    assert visitor.post(link, {"password": "niet het goede wachtwoord"}).status == 422
    assert roles_of(world, email) == set()
    assert visitor.post(link, {"password": PASSWORD}).status == 303
    assert roles_of(world, email) == {"committee"}
    assert roles_of(world, email, "enschede") == {"reader"}
    names = [link.text_content().strip() for link in visitor.get("/").document.xpath("//main//a")]
    assert len(names) == 2


def test_who_found_somebodys_link_cannot_go_on_guessing_the_password(world: World, post: Post) -> None:
    invite(world, email="coordinator@enschede.example")
    link = post.link("coordinator@enschede.example")
    guesses = [
        world.stranger().post(
            link, {"password": "verkeerd verkeerd"}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}
        )
        for number in range(6)
    ]
    assert [guess.status for guess in guesses] == [422] * 5 + [429]


def test_who_is_signed_in_joins_with_one_press(world: World, post: Post) -> None:
    invite(world, email="reader@enschede.example", roles=["reader"])
    link = post.link("reader@enschede.example")
    visitor = world.as_person("reader@enschede")
    assert visitor.get(link).document.xpath("//main//input[@type='password']") == []
    assert visitor.post(link).status == 303
    assert roles_of(world, "reader@enschede.example") == {"reader"}


def test_an_invitation_for_another_address_is_not_taken_by_who_is_signed_in(world: World, post: Post) -> None:
    invite(world)
    link = post.link("sam@welzijn.example")
    visitor = world.as_person("officer@enschede")
    assert "ander adres" in visitor.get(link).heading
    assert visitor.post(link).status == 409
    assert roles_of(world, "officer@enschede.example") == set()


def test_a_link_of_hengelo_opens_nothing_in_enschede(world: World, post: Post) -> None:
    invite(world)
    path = post.link("sam@welzijn.example").removeprefix("/hengelo")
    assert world.stranger().get(f"/enschede{path}").status == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "geen adres"}, "email"),
        ({"name": "  "}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"email": "officer@hengelo.example"}, "email"),
        ({"email": "nieuw@voorbeeld.example"}, "email"),
    ],
)
def test_a_wrong_invitation_is_explained_and_keeps_what_was_typed(
    world: World, changes: dict[str, Any], field: str
) -> None:
    answer = invite(world, **changes)
    assert answer.status == 422
    assert answer.document.xpath(f"//*[@class='sk-error-summary']//a[starts-with(@href, '#{field}')]")
    assert answer.value_of("email") == changes.get("email", NEW["email"])


def test_an_address_that_works_elsewhere_is_invited_like_any_other(world: World) -> None:
    # Nothing in the answer tells an administrator of Hengelo that the address is known in Enschede.
    assert (
        invite(world, email="reader@enschede.example").location == invite(world, email="x@y.example").location
    )


def test_the_link_does_not_stay_behind_in_the_task(world: World, post: Post) -> None:
    invite(world)
    token = post.link("sam@welzijn.example").rpartition("/")[2]
    with world.inside("hengelo"):
        assert token not in " ".join(str(task.arguments) for task in db().scalars(select(Task)))


@pytest.mark.parametrize("role", ["coordinator", "officer", "reader", "decider"])
def test_only_an_administrator_invites(world: World, role: str) -> None:
    assert world.as_person(f"{role}@hengelo").post("/hengelo/mensen/uitnodigen", NEW).status == 403


def test_a_link_after_which_a_newer_one_was_sent_explains_itself(world: World) -> None:
    answer = world.stranger().get("/hengelo/uitnodiging/een-oude-link")
    assert answer.status == 404
    assert "alleen de link daarin" in answer.words()

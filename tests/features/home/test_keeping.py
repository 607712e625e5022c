"""What a browser keeps of a page is of use to the one session in which it was made, for as long as that session and its rights last."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select, update

from app.accounts.models import Membership, SignIn
from tenants import database, db
from tests.features.home.keeping import again, as_owner, kept, tag_of
from tests.features.home.test_unchanged import other_role_beside
from tests.features.plan.statements import statements
from tests.people import World


def test_who_holds_one_role_less_gets_another_page(world: World) -> None:
    other_role_beside(world)
    coordinator, tag = kept(world)
    with world.inside("hengelo"):
        mine = Membership.person_id == world.people["coordinator@hengelo"]
        one = update(Membership).where(mine, Membership.role == "controller")
        db().execute(one.values(ended_at=func.now()))
    assert again(coordinator, tag).status == 200


def test_who_works_here_no_longer_is_not_told_that_the_page_still_holds(world: World) -> None:
    coordinator, tag = kept(world)
    with world.inside("hengelo"):
        mine = Membership.person_id == world.people["coordinator@hengelo"]
        db().execute(update(Membership).where(mine).values(ended_at=func.now()))
    assert again(coordinator, tag).status != 304
    assert again(coordinator, "*").status != 304


@pytest.mark.parametrize(
    "ending",
    ["ended_at = now()", "seen_at = now() - interval '30 days'", "created_at = now() - interval '90 days'"],
    ids=["from another device", "by rest", "by age"],
)
def test_a_session_that_ended_gets_the_sign_in_page(world: World, ending: str) -> None:
    coordinator, tag = kept(world)
    person = world.people["coordinator@hengelo"]
    as_owner(world, f"update sign_in set {ending} where person_id = :person", person=person)
    answer = again(coordinator, tag)
    assert (answer.status, tag_of(answer)) == (302, "")


def test_a_session_that_was_not_used_for_minutes_is_noted_and_the_page_still_holds(world: World) -> None:
    coordinator, tag = kept(world)
    person = world.people["coordinator@hengelo"]
    as_owner(
        world,
        "update sign_in set seen_at = now() - interval '6 minutes' where person_id = :person",
        person=person,
    )
    assert again(coordinator, tag).status == 304
    noted = SignIn.seen_at > func.now() - timedelta(minutes=1)
    with world.inside("hengelo", "coordinator@hengelo"):
        assert db().scalar(select(func.count()).where(SignIn.person_id == person, noted)) == 1
    assert statements(lambda: again(coordinator, tag)) == 0


def test_while_the_database_is_away_nobody_is_told_that_the_page_still_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, tag = kept(world)
    with monkeypatch.context() as meanwhile:
        # A port that no database listens on.
        meanwhile.setattr(database, "_engine", create_engine("postgresql+psycopg://webapp@127.0.0.1:1/away"))
        assert again(coordinator, tag).status == 503
    assert again(coordinator, tag).status == 304

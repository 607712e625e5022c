"""The operator opens a workspace; the coordinator is at work within a minute; nothing of a coalition is visible outside it."""

import time
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.accounts.models import Invitation
from app.console.main import main
from app.history.models import Event
from app.pillars.models import ActionLine, Pillar
from app.platform.workspaces import slug_of
from tenants import acting_in, db, provision
from tests.page import Answer
from tests.people import World, secret_of

NEW = {
    "municipality": "GM0147",
    "coalition": "Borne samen",
    "slug": "",
    "led_by": "Welzijn",
    "responsible": "Gemeente Borne",
    "coordinator_name": "Kim",
    "coordinator_email": "Kim@borne.example",
}


def open_workspace(world: World, **changes: Any) -> Answer:
    return world.as_person("operator").post("/beheer/nieuw", NEW | changes)


@pytest.fixture
def command(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `samenkracht …` in this test's database."""
    from app.settings import settings  # noqa: PLC0415

    monkeypatch.setattr(settings(), "database_url", world.database.url())

    def run(*words: str) -> Any:
        return CliRunner().invoke(main, words, env={"OWNER_DATABASE_URL": world.database.url("owner")})

    return run


def test_a_workspace_opened_in_a_form_is_ready_to_sign_in(world: World) -> None:
    began = time.monotonic()
    assert open_workspace(world).location == "/beheer"
    assert "Borne samen" in world.as_person("operator").get("/beheer").words()
    with acting_in(provision.tenant_id_of("borne")):
        assert len(db().scalars(select(Pillar)).all()) == 5
        assert len(db().scalars(select(ActionLine)).all()) == 3
        kinds = db().scalars(select(Event.kind)).all()
    assert sorted(kinds) == ["invitation.sent", "workspace.opened"]
    assert time.monotonic() - began < 60


def test_the_command_does_the_same_and_its_link_lets_the_coordinator_in(world: World, command: Any) -> None:
    answer = command("workspace", "create", "GM0147", "--coordinator", "kim@borne.example", "--name", "Kim")
    assert answer.exit_code == 0, answer.output
    path = "/" + answer.output.strip().splitlines()[-1].split("/", 3)[3]
    visitor = world.stranger()
    assert visitor.post(path, {"name": "Kim", "password": "vier woorden achter elkaar"}).status == 303
    assert visitor.get("/borne/instellingen").status == 200
    assert visitor.get("/borne/mensen/uitnodigen").status == 200
    assert visitor.get("/hengelo/mensen").status == 404
    assert "Samen tegen eenzaamheid Borne" in command("workspace", "list").output


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"municipality": ""}, "municipality"),
        ({"municipality": "GM9999"}, "municipality"),
        ({"slug": "hengelo"}, "slug"),
        ({"slug": "beheer"}, "slug"),
        ({"slug": "9 levens"}, "slug"),
        ({"coordinator_email": "kim"}, "coordinator_email"),
        ({"coordinator_name": " "}, "coordinator_name"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_twice_if_need_be(
    world: World, changes: dict[str, str], field: str
) -> None:
    for _ in range(2):
        answer = open_workspace(world, **changes)
        assert answer.status == 422
        assert answer.error_of(field)
        assert answer.value_of("coalition") == "Borne samen"
    assert not provision.exists("borne")


def test_a_coordinator_whose_link_was_lost_is_invited_again_until_somebody_works_there(world: World) -> None:
    open_workspace(world)
    operator = world.as_person("operator")
    assert "Nodig opnieuw uit" in operator.get("/beheer").words()
    again = {"coordinator_name": "Kim", "coordinator_email": "kim@borne.example"}
    assert operator.get("/beheer/borne/uitnodiging").status == 200
    assert operator.post("/beheer/borne/uitnodiging", again | {"coordinator_email": "kim"}).status == 422
    assert operator.post("/beheer/borne/uitnodiging", again).status == 303
    with acting_in(provision.tenant_id_of("borne")):
        states = [each.state for each in db().scalars(select(Invitation).order_by(Invitation.created_at))]
    assert states == ["revoked", "open"]
    # From the first person on the coalition itself says who comes in.
    answer = operator.post("/beheer/hengelo/uitnodiging", again)
    assert "werkt al iemand" in answer.error_of("coordinator_email")
    with world.inside("hengelo"):
        assert db().scalars(select(Invitation).where(Invitation.email == "kim@borne.example")).all() == []
    assert operator.get("/beheer/nergens/uitnodiging").status == 404


def test_a_command_with_a_wrong_address_opens_nothing(world: World, command: Any) -> None:
    answer = command("workspace", "create", "GM0147", "--coordinator", "kim", "--name", "Kim")
    assert answer.exit_code == 1
    assert "e-mailadres" in answer.output
    assert not provision.exists("borne")


def test_a_second_coalition_in_one_municipality_has_an_address_of_its_own(world: World) -> None:
    open_workspace(world)
    assert "borne-2" in open_workspace(world).error_of("slug")
    assert open_workspace(world, slug="borne-2").status == 303


def test_the_operator_sees_that_there_are_coalitions_and_nothing_of_what_they_do(world: World) -> None:
    operator = world.as_person("operator")
    text = operator.get("/beheer").text
    assert "Samen aan tafel" in text
    assert secret_of("hengelo") not in text
    assert operator.get("/hengelo/").status == 404
    assert operator.get("/hengelo/mensen").status == 404


@pytest.mark.parametrize("who", ["administrator@hengelo", "adviser"])
def test_for_anyone_else_the_room_is_not_there(world: World, who: str) -> None:
    assert world.as_person(who).get("/beheer").status == 404
    assert world.as_person(who).post("/beheer/nieuw", NEW).status == 404


def test_only_the_owner_of_the_database_makes_an_operator(world: World, command: Any) -> None:
    answer = command("platform", "grant", "nieuw@platform.example", "operator", "--name", "Nieuw")
    path = "/" + answer.output.strip().splitlines()[-1].split("/", 3)[3]
    visitor = world.stranger()
    assert visitor.post(path, {"password": "vier woorden achter elkaar"}).status == 303
    visitor.post("/inloggen", {"email": "nieuw@platform.example", "password": "vier woorden achter elkaar"})
    assert visitor.get("/").location == "/beheer"


def test_production_takes_no_demonstration(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.settings import settings  # noqa: PLC0415

    monkeypatch.setattr(settings(), "environment", "production")
    answer = command("workspace", "load-all", "--demonstration")
    assert answer.exit_code == 1
    assert "never in production" in answer.output


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Bergen (L.)", "bergen-l"),
    ],
)
def test_a_name_becomes_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug

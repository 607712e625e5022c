"""What a coalition shows to everybody: what it chose, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.joining.models import PartnerConsent
from app.web.clock import today
from tenants import db
from tests.page import Visitor
from tests.people import World, secret_of

PAGE = "/hengelo/coalitie"
SETTINGS = "/hengelo/instellingen/openbaar"
CHOSEN = {"shows_public_page": "y", "takes_applications": "y", "introduction": "Wij eten samen.", "contact_name": "De coalitie",
          "contact_email": "samen@voorbeeld.example", "contact_phone": "074 123 45 67"}  # fmt: skip


def turn_on(world: World, **more: str) -> Visitor:
    coordinator = world.as_person("coordinator@hengelo")
    assert coordinator.post(SETTINGS, CHOSEN | more).location == SETTINGS
    return coordinator


def test_it_is_off_until_somebody_turns_it_on_after_a_look(world: World) -> None:
    stranger, coordinator = world.stranger(), world.as_person("coordinator@hengelo")
    assert stranger.get(PAGE).status == 404
    assert stranger.get(f"{PAGE}/aanmelden").status == 404
    assert "staat zij uit" in coordinator.get(f"{SETTINGS}/voorbeeld").words()
    assert "/coalitie" not in stranger.get("/inloggen").text
    turn_on(world)
    shown = stranger.get(PAGE)
    assert shown.status == 200
    assert shown.heading == "Samen aan tafel"
    assert "Wij eten samen." in shown.words()
    assert shown.document.xpath("//meta[@name='description']/@content") == ["Wij eten samen."]
    assert "/hengelo/coalitie" in stranger.get("/inloggen").text
    assert "/hengelo/coalitie" in coordinator.get("/hengelo/plan").text
    assert stranger.get("/enschede/coalitie").status == 404


def test_only_what_was_chosen_shows(world: World) -> None:
    pillar, theme = world.row("hengelo", "pillar", "3"), world.row("hengelo", "theme", "ontmoeten")
    coordinator = turn_on(world, shows_aim="y", part=str(pillar), **{f"text-{pillar}": "Iedereen kookt mee."})
    stranger = world.stranger()
    shown = stranger.get(PAGE)
    assert "Iedereen kookt mee." in shown.text
    assert shown.document.xpath("//meta[@name='description']/@content") == [
        "Niemand eet alleen als hij dat niet wil."
    ]
    assert "Ontmoeten" not in shown.text
    for hidden in (secret_of("hengelo"), "Koffieochtend", "Welzijn", "Bakkerij", "Coordinator in hengelo"):
        assert hidden not in shown.text
    coordinator.post(SETTINGS, CHOSEN | {"part": str(theme)})
    shown = stranger.get(PAGE)
    assert "Ontmoeten" in shown.text
    assert "Iedereen kookt mee." not in shown.text
    assert stranger.get("/hengelo/plan").status == 302
    assert shown.response.headers["Cache-Control"] == "no-store"


def test_a_partner_is_named_once_it_agreed_and_no_moment_longer(world: World) -> None:
    coordinator, stranger = turn_on(world), world.stranger()
    bakery = world.row("hengelo", "partner", "bakker")
    place = f"/hengelo/partners/{bakery}/openbaar"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert "moet nog komen" in coordinator.post(place, {"given_on": tomorrow, "how": "Mail"}).error_of(
        "given_on"
    )
    assert coordinator.post(place, {"given_on": today().isoformat(), "how": ""}).status == 422
    assert coordinator.post(place, {"given_on": today().isoformat(), "how": "Per mail"}).status == 303
    assert "Bakkerij De Korenaar" in stranger.get(PAGE).words()
    with world.inside("hengelo"):
        given = db().scalars(select(PartnerConsent).where(PartnerConsent.withdrawn_at.is_(None))).one()
        assert (given.how, given.noted_by) == (
            "Per mail",
            "coordinator@hengelo".replace("@", " in ").capitalize(),
        )
    assert coordinator.post(f"{place}/intrekking").status == 303
    assert "Bakkerij" not in stranger.get(PAGE).text


def test_an_organisation_says_itself_whether_it_is_named(world: World) -> None:
    turn_on(world)
    member, stranger = world.as_person("partner_member@hengelo"), world.stranger()
    own = f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}/onze-naam"
    assert member.get(own).status == 200
    member.post(own, {})
    assert "Welzijn" in stranger.get(PAGE).words()
    member.post(f"{own}/intrekking")
    assert "Welzijn" not in stranger.get(PAGE).text
    others = f"/hengelo/partners/{world.row('hengelo', 'partner', 'bakker')}/onze-naam"
    assert member.get(others).status == 404
    assert member.post(others, {}).status == 404


def test_a_partner_that_stopped_is_not_named(world: World) -> None:
    coordinator, stranger = turn_on(world), world.stranger()
    bakery = world.row("hengelo", "partner", "bakker")
    coordinator.post(
        f"/hengelo/partners/{bakery}/openbaar", {"given_on": today().isoformat(), "how": "Per mail"}
    )
    coordinator.post(f"/hengelo/partners/{bakery}/einde", {"reason": "Dicht."})
    assert "Bakkerij" not in stranger.get(PAGE).text


@pytest.mark.parametrize("role", ["officer", "reader", "partner_member"])
def test_only_who_keeps_the_workspace_chooses(world: World, role: str) -> None:
    visitor = world.as_person(f"{role}@hengelo")
    assert visitor.get(SETTINGS).status == 403
    assert visitor.get(f"{SETTINGS}/voorbeeld").status == 403


def test_wrong_contact_keeps_what_was_typed_and_ticked(world: World) -> None:
    pillar = world.row("hengelo", "pillar", "3")
    wrong = CHOSEN | {
        "contact_email": "samen @voorbeeld.example",
        "part": str(pillar),
        f"text-{pillar}": "Eten",
    }
    coordinator = world.as_person("coordinator@hengelo")
    for _ in range(2):
        answer = coordinator.post(SETTINGS, wrong)
        assert answer.status == 422
        assert "spatie" in answer.error_of("contact_email")
        assert answer.value_of(f"text-{pillar}") == "Eten"
        assert answer.document.xpath(f"//input[@value='{pillar}']/@checked")
    assert world.stranger().get(PAGE).status == 404

"""The life of a partnership: every step with date, reason and who, what it opens, closes and lets wait, and the way back."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.accounts.models import is_open_to
from app.history.models import Event
from app.partners.models import Partner
from app.partners.queries import partner
from app.refusals import Refusal
from tenants import db
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def welzijn(world: World) -> str:
    """The address of a partner that was let in: somebody works there who has an account."""
    return f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}"


def row(world: World, key: str = "welzijn", town: str = "hengelo") -> Partner:
    with world.inside(town):
        found: Partner = partner(world.row(town, "partner", key))
        return found


def is_open(world: World, town: str = "hengelo") -> bool:
    with world.inside(town):
        return is_open_to(world.row(town, "organisation", "welzijn"))


def set_state(world: World, state: str, key: str = "welzijn") -> None:
    with world.inside("hengelo"):
        partner(world.row("hengelo", "partner", key)).state = state


def events(world: World, town: str = "hengelo") -> list[Event]:
    with world.inside(town):
        found = select(Event).where(Event.kind.startswith("partner."), Event.actor_name != "Samenkracht")
        return list(db().scalars(found.order_by(Event.at)))


@pytest.mark.parametrize(("noun", "state"), [("pauze", "paused"), ("einde", "ended")])
def test_who_pauses_or_stops_says_why_and_the_page_tells_when_why_and_who(
    world: World, coordinator: Visitor, welzijn: str, noun: str, state: str
) -> None:
    for _ in range(2):
        refused = coordinator.post(f"{welzijn}/{noun}", {"reason": " "})
        assert refused.status == 422
        assert "Geef een reden." in refused.error_of("reason")
    page = coordinator.follow(coordinator.post(f"{welzijn}/{noun}", {"reason": "Het geld is op."}))
    life = page.words("//*[@id='levensloop']")
    assert "sinds" in life
    assert "Het geld is op." in life
    assert "Coordinator in hengelo" in life
    now = row(world)
    assert (now.state, now.state_reason, now.state_by) == (state, "Het geld is op.", "Coordinator in hengelo")
    assert now.state_since is not None
    (event,) = events(world)
    assert (event.note, event.changes["state"]) == ("Het geld is op.", ["active", state])
    assert row(world, town="enschede").state == "active"


def test_who_may_not_read_history_sees_the_state_but_not_why_or_by_whom(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    coordinator.post(f"{welzijn}/pauze", {"reason": "Het geld is op."})
    reader = world.as_person("reader@hengelo").get(welzijn)
    assert "Het geld is op." in reader.words("//*[@id='levensloop']")
    councillor = world.as_person("committee@hengelo").get(welzijn)
    assert "Doet even niet mee" in councillor.words("//*[@id='levensloop']")
    assert "Het geld is op." not in councillor.text
    assert "Coordinator in hengelo" not in councillor.words()


def test_a_partner_that_stops_keeps_its_actions_and_its_people_no_longer_come_in(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    member = world.as_person("partner_member@hengelo")
    assert member.get(welzijn).status == 200
    page = coordinator.follow(coordinator.post(f"{welzijn}/einde", {"reason": "Het geld is op."}))
    assert "Koffieochtend" in page.words()
    assert member.get(welzijn).status != 200
    assert not is_open(world)
    assert is_open(world, "enschede")
    assert "Welzijn" not in coordinator.get("/hengelo/partners").words("//*[@id='circles']//li//a")
    assert "Welzijn" in coordinator.get("/hengelo/partners?kring=ended").words("//*[@id='circles']//li//a")
    back = coordinator.follow(coordinator.post(f"{welzijn}/terugkeer"))
    assert "Welzijn doet weer mee." in back.words()
    assert row(world).state == "active"
    # Whom to let in is a decision of its own.
    assert not is_open(world)
    assert [event.kind for event in events(world)] == ["partner.ended", "partner.returned"]


def test_stopping_is_undone_with_the_access_of_its_people(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    coordinator.post(f"{welzijn}/einde", {"reason": "Verkeerde organisatie."})
    (event,) = events(world)
    coordinator.post(f"/hengelo/ongedaan/{event.id}", {"terug": welzijn})
    now = row(world)
    assert (now.state, now.state_reason) == ("active", "")
    assert is_open(world)
    assert world.as_person("partner_member@hengelo").get(welzijn).status == 200


def test_who_paused_keeps_access_and_takes_part_again(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    coordinator.post(f"{welzijn}/pauze", {"reason": "Verbouwing."})
    assert is_open(world)
    assert "Doet even niet mee" in coordinator.get("/hengelo/partners?kring=paused").words()
    coordinator.post(f"{welzijn}/hervatting")
    assert row(world).state == "active"
    assert [event.kind for event in events(world)] == ["partner.paused", "partner.resumed"]
    assert coordinator.post(f"{welzijn}/hervatting").status == 409
    assert coordinator.post(f"{welzijn}/terugkeer").status == 409


@pytest.mark.parametrize("state", ["mentioned", "declined", "refused"])
def test_a_coordinator_says_that_an_organisation_takes_part_and_that_lets_nobody_in(
    world: World, coordinator: Visitor, state: str
) -> None:
    set_state(world, state, "bakker")
    bakker = f"/hengelo/partners/{world.row('hengelo', 'partner', 'bakker')}"
    for _ in range(2):
        coordinator.post(f"{bakker}/deelname")
    assert row(world, "bakker").state == "active"
    with world.inside("hengelo"):
        assert not is_open_to(world.row("hengelo", "organisation", "bakker"))
    assert [event.kind for event in events(world)] == ["partner.took_part"]


def test_a_step_that_cannot_be_is_a_sentence_and_changes_nothing(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    set_state(world, "applied")
    refused = coordinator.post(f"{welzijn}/pauze", {"reason": "Zomaar."})
    assert refused.status == 422
    assert "Deze stap kan niet vanuit de huidige status." in refused.words()
    assert row(world).state == "applied"
    assert events(world) == []


def test_switching_circle_asks_a_reason_and_can_be_undone(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    assert coordinator.post(f"{welzijn}/kring", {"circle": "wider", "reason": ""}).status == 422
    assert coordinator.post(f"{welzijn}/kring", {"circle": "binnenste", "reason": "Zo."}).status == 422
    page = coordinator.follow(
        coordinator.post(f"{welzijn}/kring", {"circle": "wider", "reason": "Minder tijd."})
    )
    assert "Minder tijd." in page.words("//*[@id='levensloop']")
    assert row(world).circle == "wider"
    (event,) = events(world)
    assert (event.kind, event.changes, event.note) == (
        "partner.switched_circle",
        {"circle": ["core", "wider"]},
        "Minder tijd.",
    )
    coordinator.post(f"/hengelo/ongedaan/{event.id}", {"terug": welzijn})
    assert row(world).circle == "core"
    assert row(world, town="enschede").circle == "core"


@pytest.mark.parametrize(
    "noun", ["deelname", "hervatting", "terugkeer", "pauze", "einde", "kring", "koepel", "wijken"]
)
def test_who_only_reads_changes_nothing_of_how_a_partner_takes_part(
    world: World, welzijn: str, noun: str
) -> None:
    facts: dict[str, Any] = {"reason": "Zomaar.", "circle": "wider", "umbrella": "", "places": []}
    for role in ("reader", "partner_member", "committee", "administrator"):
        assert world.as_person(f"{role}@hengelo").post(f"{welzijn}/{noun}", facts).status == 403
    assert events(world) == []


def test_a_firm_takes_part_through_a_network_and_both_pages_and_the_list_say_so(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    bakker = f"/hengelo/partners/{world.row('hengelo', 'partner', 'bakker')}"
    network = world.row("hengelo", "partner", "welzijn")
    page = coordinator.follow(coordinator.post(f"{bakker}/koepel", {"umbrella": str(network)}))
    assert "via Welzijn" in page.words()
    assert "Doen mee via Welzijn" in coordinator.get(welzijn).words()
    assert "via Welzijn" in coordinator.get("/hengelo/partners").words("//*[@id='kring-wider']")
    found = coordinator.get(f"/hengelo/partners?koepel={network}").document.xpath(
        "//*[@id='circles']//a[contains(@class, 'sk-row__title')]/text()"
    )
    assert "Bakkerij De Korenaar" in found
    refused = coordinator.post(
        f"{welzijn}/koepel", {"umbrella": str(world.row("hengelo", "partner", "bakker"))}
    )
    assert refused.status == 422
    assert "Bakkerij De Korenaar valt zelf onder deze organisatie." in refused.error_of("umbrella")
    assert coordinator.post(f"{bakker}/koepel", {"umbrella": ""}).status == 303
    assert row(world, "bakker").umbrella_id is None
    theirs = str(world.row("enschede", "partner", "welzijn"))
    assert coordinator.post(f"{bakker}/koepel", {"umbrella": theirs}).status == 422


def test_the_database_too_refuses_a_circle_of_umbrellas(world: World) -> None:
    one, other = (world.row("hengelo", "partner", key) for key in ("welzijn", "bakker"))
    change = text("update partner set umbrella_id = :above where id = :id")

    def stand(identifier: UUID, above: UUID) -> None:
        with world.inside("hengelo"):
            db().execute(change, {"id": identifier, "above": above})

    stand(one, other)
    for identifier, above in ((other, one), (one, one)):
        with pytest.raises(IntegrityError):
            stand(identifier, above)


def test_where_a_partner_works_stands_on_its_page_and_is_a_filter(
    world: World, coordinator: Visitor, welzijn: str
) -> None:
    centre = world.row("hengelo", "neighbourhood", "centrum")
    assert coordinator.get(f"{welzijn}/wijken").document.xpath("//input[@name='places'][@checked]")
    address = f"/hengelo/partners?wijk={centre}"
    assert "Welzijn" in coordinator.get(address).words("//*[@id='circles']//li//a")
    assert coordinator.post(f"{welzijn}/wijken", {}).status == 303
    assert "Geen partner gevonden" in coordinator.get(address).words()
    (event,) = events(world)
    assert event.changes == {"neighbourhoods": [["Centrum"], []]}
    theirs = str(world.row("enschede", "neighbourhood", "centrum"))
    assert coordinator.post(f"{welzijn}/wijken", {"places": theirs}).status == 422


def test_a_list_of_three_hundred_comes_in_pages_that_count_all(world: World, coordinator: Visitor) -> None:
    with world.inside("hengelo"):
        db().execute(
            text("""
                with made as (
                    insert into organisation (id, name, sort_key, added_by_tenant)
                    select gen_random_uuid(), 'Vereniging ' || n, 'vereniging ' || lpad(n::text, 3, '0'),
                           nullif(current_setting('app.tenant', true), '')::uuid
                    from generate_series(1, 300) n returning id
                ) insert into partner (organisation_id, circle, state) select id, 'wider', 'active' from made
            """)
        )
    first = coordinator.get("/hengelo/partners")
    assert "Bredere kring (301)" in first.words("//*[@id='kring-wider']//h2")
    assert len(first.document.xpath("//*[@id='circles']//a[contains(@class, 'sk-row__title')]")) == 60
    last = coordinator.get("/hengelo/partners?pagina=6")
    assert "Vereniging 300" in last.words("//*[@id='circles']")
    assert (
        len(
            coordinator.get("/hengelo/partners?q=vereniging 29").document.xpath(
                "//*[@id='circles']//a[contains(@class, 'sk-row__title')]"
            )
        )
        == 10
    )


def test_nobody_comes_back_who_was_never_away(world: World) -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        here = partner(world.row("hengelo", "partner", "welzijn"))
        for verb in (here.resume, here.come_back):
            with pytest.raises(Refusal):
                verb()

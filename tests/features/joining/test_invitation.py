"""Inviting an organisation, and its answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts.models import OrganisationMember, Person, is_open_to
from app.history.models import Event
from app.joining.models import PartnerConsent
from app.partners.models import Partner
from app.todos.settling import catch_up
from jobs.joining import remind
from tenants import db
from tests.features.accounts.conftest import Post
from tests.features.joining.inviting import ACCOUNT, INVITE, NEW, SAM, invitation, invite, later, partner
from tests.page import Answer, Visitor
from tests.people import World


def test_a_new_organisation_is_invited_by_mail_and_its_first_account_says_yes(
    world: World, post: Post
) -> None:
    assert invite(world).location == "/hengelo/partners/uitnodigingen"
    (letter,) = post.letters(SAM)
    assert "Coordinator in hengelo nodigt Fietsen voor Iedereen uit" in letter
    assert NEW["message"] in letter
    assert "Wat meedoen betekent" in letter
    with world.inside("hengelo"):
        assert partner().state == "invited"
    link, visitor = post.link(SAM), world.stranger()
    assert "Samen aan tafel" in visitor.get(link).words()
    assert visitor.post(link, ACCOUNT | {"shown": "y"}).location == "/mijn"
    with world.inside("hengelo"):
        found = partner()
        assert found.state == "active"
        assert is_open_to(found.organisation_id)
        (first,) = db().scalars(
            select(OrganisationMember).where(OrganisationMember.organisation_id == found.organisation_id)
        )
        assert (first.administrator, first.may_sign, first.function) == (True, True, "Voorzitter")
        assert PartnerConsent.of(found) is not None
        assert invitation().answered_by == "Sam Fietser"
        assert {"partner.invited", "partner.accepted"} <= set(db().scalars(select(Event.kind)))
    assert visitor.get("/hengelo/plan").status == 200
    assert "Sam Fietser nam de uitnodiging" in post.letters("coordinator@hengelo.example")[-1]


def test_who_is_in_a_hurry_types_wrong_twice_and_loses_nothing(world: World) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    wrong = NEW | {"kvk_number": "1234567", "email": "sam @fietsen.example", "sector": ""}
    for _ in range(2):
        answer = coordinator.post(INVITE, wrong)
        assert answer.status == 422
        assert "Een KvK-nummer heeft 8 cijfers. Dit zijn er 7." in answer.error_of("kvk_number")
        assert "spatie" in answer.error_of("email")
        assert "Kies een sector" in answer.error_of("sector")
        assert [answer.value_of(name) for name in ("name", "contact", "message", "kvk_number")] == [
            NEW["name"], NEW["contact"], NEW["message"], "1234567"]  # fmt: skip
    assert coordinator.post(INVITE, NEW).status == 303


def test_no_without_an_account_for_a_reason_that_the_coalition_reads(world: World, post: Post) -> None:
    invite(world)
    link, visitor = post.link(SAM), world.stranger()
    assert visitor.post(f"{link}/afwijzing", {"reason": " "}).status == 422
    assert visitor.post(f"{link}/afwijzing", {"reason": "Wij hebben geen tijd."}).status == 303
    assert "afgeslagen" in visitor.get(link).heading
    with world.inside("hengelo"):
        assert (partner().state, partner().state_reason) == ("declined", "Wij hebben geen tijd.")
        assert db().scalar(select(func.count()).where(Person.email == SAM)) == 0
    assert "Wij hebben geen tijd." in post.letters("coordinator@hengelo.example")[-1]
    words = world.as_person("coordinator@hengelo").get("/hengelo/partners/uitnodigingen").words()
    assert "Wij hebben geen tijd." in words


def test_a_link_that_was_withdrawn_expired_or_is_nobodys_says_what_now(world: World, post: Post) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    invite(world)
    link = post.link(SAM)
    later(world, days=31)
    gone = world.stranger().get(link)
    assert (gone.status, "verlopen" in gone.heading) == (410, True)
    with world.inside("hengelo"):
        identifier = invitation().id
    assert "Verlopen zonder antwoord" in coordinator.get("/hengelo/partners/uitnodigingen").words()
    coordinator.post(f"/hengelo/partners/uitnodigingen/{identifier}/opnieuw")
    again = post.link(SAM)
    assert world.stranger().get(link).status == 404
    assert world.stranger().get(again).status == 200
    withdrawing = f"/hengelo/partners/uitnodigingen/{identifier}/intrekking"
    assert coordinator.post(withdrawing, {"reason": ""}).status == 422
    assert coordinator.post(withdrawing, {"reason": "Zij bestaan niet meer."}).status == 303
    assert "ingetrokken" in world.stranger().get(again).heading
    assert world.stranger().post(again, ACCOUNT).status == 410
    assert coordinator.post(withdrawing, {"reason": "Nog eens."}).status == 409
    with world.inside("hengelo"):
        assert partner().state == "ended"


def test_a_partner_of_the_plan_without_an_account_is_invited_in_two_clicks_and_stays_a_partner(
    world: World, post: Post
) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    listed = coordinator.get("/hengelo/partners")
    bakery = world.row("hengelo", "partner", "bakker")
    (way,) = listed.document.xpath(f"//main//a[contains(@href, '{bakery}/uitnodiging')]/@href")
    assert coordinator.post(way, NEW).status == 303
    assert "al een uitnodiging open" in coordinator.get(way).words()
    assert coordinator.post(way, NEW).status == 422
    visitor = world.stranger()
    assert visitor.post(post.link(SAM), ACCOUNT).status == 303
    with world.inside("hengelo"):
        assert db().get_one(Partner, bakery).state == "active"
        assert is_open_to(world.row("hengelo", "organisation", "bakker"))
    assert f"{bakery}/uitnodiging" not in coordinator.get("/hengelo/partners").text


def test_of_two_who_accept_at_once_the_second_reads_who_was_first(world: World, post: Post) -> None:
    invite(world)
    link = post.link(SAM)
    desks = [world.stranger() for _ in range(2)]
    for desk in desks:
        desk.get(link)
    together = Barrier(len(desks))

    def accept(desk: Visitor, name: str) -> Answer:
        together.wait()
        return desk.post(link, ACCOUNT | {"name": name})

    with ThreadPoolExecutor(len(desks)) as pool:
        answers = list(pool.map(accept, desks, ["Sam", "Robin"]))
    assert sorted(answer.status for answer in answers) == [303, 410]
    (told,) = [answer for answer in answers if answer.status == 410]
    with world.inside("hengelo"):
        by = invitation().answered_by
        members = select(OrganisationMember).where(
            OrganisationMember.organisation_id == partner().organisation_id
        )
        assert len(db().scalars(members).all()) == 1
        assert db().scalar(select(func.count()).select_from(Person).where(Person.email == SAM)) == 1
    assert f"{by} antwoordde voor Fietsen voor Iedereen op" in told.words()


def test_who_does_not_answer_is_reminded_once_and_then_the_coordinator_hears(
    world: World, post: Post
) -> None:
    invite(world)
    first = post.link(SAM)
    later(world, days=15)
    for _ in range(2):
        with world.inside("hengelo"):
            remind()
    _, reminder = post.letters(SAM)
    assert reminder.startswith("Herinnering: ")
    assert world.stranger().get(first).status == 404
    assert world.stranger().get(post.link(SAM)).status == 200
    later(world, days=16)
    with world.inside("hengelo"):
        catch_up()
    overview = world.as_person("coordinator@hengelo").get("/hengelo/wacht").words()
    assert "Fietsen voor Iedereen antwoordde niet op de uitnodiging" in overview


@pytest.mark.parametrize("role", ["reader", "administrator", "partner_member"])
def test_only_who_keeps_the_partners_invites(world: World, role: str) -> None:
    assert world.as_person(f"{role}@hengelo").get(INVITE).status == 403

"""Inviting an organisation, and its answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, func, select, text

from app.accounts.models import Membership, OrganisationMember, Person, is_open_to, open_to
from app.history.models import Event
from app.joining.models import PartnerConsent, PartnerInvitation
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.todos.models import Todo
from app.todos.rules import Kind
from app.todos.settling import catch_up
from jobs.joining import remind
from tenants import db
from tests.features.accounts.conftest import Post
from tests.page import Answer, Visitor
from tests.people import World

INVITE = "/hengelo/partners/uitnodigen"
SAM = "sam@fietsen.example"
NEW = {"name": "Fietsen voor Iedereen", "sector": "sport", "circle": "wider", "kvk_number": "", "website": "", "contact": "Sam Fietser",
       "email": SAM, "message": "Uw tochten zijn precies wat wij missen."}  # fmt: skip
ACCOUNT = {"name": "Sam Fietser", "function": "Voorzitter", "password": "vier woorden achter elkaar"}


def invite(world: World, town: str = "hengelo", **changes: Any) -> Answer:
    return world.as_person(f"coordinator@{town}").post(f"/{town}/partners/uitnodigen", NEW | changes)


def invite_baker(world: World, town: str = "hengelo", **changes: Any) -> Answer:
    partner = world.row(town, "partner", "bakker")
    return world.as_person(f"coordinator@{town}").post(
        f"/{town}/partners/{partner}/uitnodiging", NEW | changes
    )


def partner(name: str = NEW["name"]) -> Partner:
    named = select(Partner).join(Partner.organisation).where(Organisation.name == name)
    return db().scalars(named).one()


def invitation() -> PartnerInvitation:
    newest = select(PartnerInvitation).order_by(PartnerInvitation.sent_at.desc()).limit(1)
    return db().scalars(newest).one()


def later(world: World, **by: int) -> None:
    """Let so much time pass for every invitation."""
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update partner_invitation set sent_at = sent_at - :by, expires_at = expires_at - :by"),
            {"by": timedelta(**by)},
        )
    owner.dispose()


def open_rows(kind: Kind) -> list[Todo]:
    return list(db().scalars(select(Todo).where(Todo.kind == kind, Todo.closed_at.is_(None))))


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


def test_who_was_sent_nothing_gets_nothing_with_somebody_elses_link(world: World, post: Post) -> None:
    invite(world)
    link = post.link(SAM)
    other = world.as_person("reader@enschede")
    assert "iemand anders" in other.get(link).heading
    assert SAM not in other.get(link).text
    assert other.post(link, {}).status == 409
    with world.inside("hengelo"):
        assert partner().state == "invited"


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


def test_an_organisation_with_accounts_answers_itself_and_no_address_can_be_given(
    world: World, post: Post
) -> None:
    """Almelo's part is Enschede's here: it let the organisation in already."""
    organisation = share_welfare(world)
    coordinator = world.as_person("coordinator@hengelo")
    found = coordinator.get("/hengelo/partners/uitnodigen?q=12345678")
    (way,) = found.document.xpath("//main//a[contains(@href, 'kvk=12345678')]/@href")
    asked = coordinator.get(way)
    assert "Mensen met een adres van enschede.example" in asked.words()
    assert "partner_member@enschede" not in asked.text
    assert asked.document.xpath("//main//input[@name='email']") == []
    assert coordinator.post(way, NEW).status == 303
    assert post.letters(SAM) == []
    post.deliver()
    (letter,) = post.letters("partner_member@enschede.example")
    assert "De coalitie kent uw adres niet" in letter
    with world.inside("hengelo"):
        asked_for = invitation()
        assert (asked_for.email, asked_for.token_hash) == ("", None)
        (row,) = open_rows(Kind.ANSWER_INVITATION)
        assert row.organisation_id == organisation
    link = post.link("partner_member@enschede.example")
    stranger, reader = world.stranger(), world.as_person("reader@enschede")
    assert "/inloggen" in stranger.get(link).location
    assert reader.get(link).status == 404
    member = world.as_person("partner_member@enschede")
    assert member.get("/hengelo/plan").status == 404
    assert "Welzijn" in member.get(link).heading
    assert member.post(link, {}).location == "/mijn"
    assert member.get("/hengelo/plan").status == 200
    with world.inside("hengelo"):
        assert open_rows(Kind.ANSWER_INVITATION) == []
        assert not db().scalars(select(OrganisationMember).where(OrganisationMember.added_by.contains("hengelo"),
                                                                 OrganisationMember.organisation_id == organisation)).all()  # fmt: skip


def share_welfare(world: World) -> UUID:
    """Enschede's Welzijn gets a KvK number, so that every coalition knows it."""
    organisation = world.row("enschede", "organisation", "welzijn")
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update organisation set kvk_number = '12345678' where id = :id"), {"id": organisation}
        )
    owner.dispose()
    return organisation


def test_no_coalition_brings_a_stranger_into_another(world: World, post: Post) -> None:
    """The organisation is active in Enschede, which never let it in; a stranger that Hengelo invites comes into Hengelo only."""
    organisation = world.row("enschede", "organisation", "bakker")
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update organisation set kvk_number = '87654321' where id = :id"), {"id": organisation}
        )
    owner.dispose()
    coordinator = world.as_person("coordinator@hengelo")
    assert coordinator.post("/hengelo/partners/uitnodigen/bekend?kvk=87654321", NEW).status == 303
    stranger = world.stranger()
    assert stranger.post(post.link(SAM), ACCOUNT).status == 303
    assert stranger.get("/hengelo/plan").status == 200
    assert stranger.get("/enschede/plan").status == 404
    with world.inside("enschede"):
        assert not is_open_to(organisation)


def test_a_door_that_stands_open_to_people_who_left_closes_before_a_stranger_becomes_the_first(
    world: World, post: Post
) -> None:
    organisation = share_welfare(world)
    with world.inside("enschede"):
        assert is_open_to(organisation)
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text("update organisation_member set ended_at = now() where organisation_id = :id"),
                           {"id": organisation})  # fmt: skip
    owner.dispose()
    world.as_person("coordinator@hengelo").post("/hengelo/partners/uitnodigen/bekend?kvk=12345678", NEW)
    stranger = world.stranger()
    assert stranger.post(post.link(SAM), ACCOUNT).status == 303
    assert stranger.get("/hengelo/plan").status == 200
    assert stranger.get("/enschede/plan").status == 404
    with world.inside("enschede"):
        assert not is_open_to(organisation)


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


def test_a_mail_that_found_nobody_is_answered_by_who_got_an_account_meanwhile(
    world: World, post: Post
) -> None:
    """The link went to somebody; then the organisation got an account elsewhere: only who has one may answer."""
    invite_baker(world)
    bakery = world.row("hengelo", "organisation", "bakker")
    with world.inside("hengelo", "reader@hengelo"):
        OrganisationMember.first(bakery, db().get_one(Person, world.people["reader@hengelo"]))
    link = post.link(SAM)
    assert "heeft al accounts" in world.stranger().get(link).heading
    assert world.stranger().post(link, ACCOUNT).status == 409
    assert world.as_person("reader@hengelo").post(link, {}).location == "/mijn"


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


def test_the_membership_of_another_coalition_is_not_touched_by_opening_here(world: World) -> None:
    organisation = share_welfare(world)
    with world.inside("hengelo"):
        open_to(organisation)
    with world.inside("enschede"):
        held = select(Membership).where(Membership.organisation_id == organisation, Membership.is_here())
        assert len(db().scalars(held).all()) == 1

"""Who comes in by an invitation, and who does not: no coalition brings strangers into another."""

from uuid import UUID

from sqlalchemy import create_engine, select, text

from app.accounts.models import Membership, OrganisationMember, Person, is_open_to, open_to
from app.todos.rules import Kind
from tenants import db
from tests.features.accounts.conftest import Post
from tests.features.joining.inviting import (
    ACCOUNT,
    NEW,
    SAM,
    invitation,
    invite,
    invite_baker,
    open_rows,
    partner,
)
from tests.people import World


def test_who_was_sent_nothing_gets_nothing_with_somebody_elses_link(world: World, post: Post) -> None:
    invite(world)
    link = post.link(SAM)
    other = world.as_person("reader@enschede")
    assert "iemand anders" in other.get(link).heading
    assert SAM not in other.get(link).text
    assert other.post(link, {}).status == 409
    with world.inside("hengelo"):
        assert partner().state == "invited"


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


def test_the_membership_of_another_coalition_is_not_touched_by_opening_here(world: World) -> None:
    organisation = share_welfare(world)
    with world.inside("hengelo"):
        open_to(organisation)
    with world.inside("enschede"):
        held = select(Membership).where(Membership.organisation_id == organisation, Membership.is_here())
        assert len(db().scalars(held).all()) == 1

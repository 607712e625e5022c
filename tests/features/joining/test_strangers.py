"""Whoever came into an organisation by the word of one coalition gets nothing that another had to do with it."""

from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text

from app.accounts.models import OrganisationMember, Person, is_open_to, open_to
from app.history.models import Event
from app.home.contacts import _forget_address
from app.joining.models import PartnerInvitation
from app.todos.models import Todo
from app.todos.settling import catch_up
from tenants import db
from tests.features.accounts.conftest import Post
from tests.features.agreements.conftest import Ask, ask
from tests.features.joining.inviting import ACCOUNT, NEW, SAM, invitation, invite_baker
from tests.features.joining.test_who_comes_in import share_welfare
from tests.page import Visitor
from tests.people import World

__all__ = ["ask"]


def behind(world: World, statement: str, **values: object) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text(statement), values)
    owner.dispose()


def everybody_leaves(world: World, organisation: UUID) -> None:
    behind(
        world, "update organisation_member set ended_at = now() where organisation_id = :id", id=organisation
    )


def brought_by_hengelo(world: World, post: Post) -> Visitor:
    """A stranger who is the first of Enschede's Welzijn now, because Hengelo says so."""
    world.as_person("coordinator@hengelo").post("/hengelo/partners/uitnodigen/bekend?kvk=12345678", NEW)
    stranger = world.stranger()
    assert stranger.post(post.link(SAM), ACCOUNT).status == 303
    assert stranger.get("/hengelo/plan").status == 200
    return stranger


def test_undoing_an_end_opens_no_door_to_who_took_the_organisation_over_meanwhile(
    world: World, post: Post
) -> None:
    organisation = share_welfare(world)
    partner = f"/enschede/partners/{world.row('enschede', 'partner', 'welzijn')}"
    coordinator = world.as_person("coordinator@enschede")
    coordinator.post(f"{partner}/einde", {"reason": "Verkeerde knop."})
    everybody_leaves(world, organisation)
    stranger = brought_by_hengelo(world, post)
    with world.inside("enschede"):
        event = db().scalars(select(Event.id).where(Event.kind == "partner.ended")).one()
    coordinator.post(f"/enschede/ongedaan/{event}", {"terug": partner})
    with world.inside("enschede"):
        assert (
            db().scalar(text("select state from partner where organisation_id = :id"), {"id": organisation})
            == "active"
        )
        assert not is_open_to(organisation)
    assert stranger.get("/enschede/plan").status == 404


def test_undoing_an_end_lets_a_colleague_in_whom_the_organisation_let_in_meanwhile(world: World) -> None:
    """Also where who let the colleague in has left since: nobody came from elsewhere."""
    organisation = world.row("enschede", "organisation", "welzijn")
    partner = f"/enschede/partners/{world.row('enschede', 'partner', 'welzijn')}"
    coordinator = world.as_person("coordinator@enschede")
    coordinator.post(f"{partner}/einde", {"reason": "Verkeerde knop."})
    behind(
        world,
        "insert into organisation_member (id, organisation_id, person_id, administrator) values (gen_random_uuid(), :id, :person, true)",
        id=organisation,
        person=world.people["reader@enschede"],
    )
    behind(
        world,
        "update organisation_member set ended_at = now() where organisation_id = :id and person_id <> :person",
        id=organisation,
        person=world.people["reader@enschede"],
    )
    with world.inside("enschede"):
        event = db().scalars(select(Event.id).where(Event.kind == "partner.ended")).one()
    coordinator.post(f"/enschede/ongedaan/{event}", {"terug": partner})
    with world.inside("enschede"):
        assert is_open_to(organisation)


def test_an_invitation_that_waited_for_the_accounts_of_before_is_not_answered_by_who_came_after(
    world: World, post: Post
) -> None:
    """Enschede knows the people of its Welzijn, ended with them, and asked them back; then they left."""
    organisation = share_welfare(world)
    partner = f"/enschede/partners/{world.row('enschede', 'partner', 'welzijn')}"
    coordinator = world.as_person("coordinator@enschede")
    coordinator.post(f"{partner}/einde", {"reason": "Even niet."})
    assert coordinator.post(f"{partner}/uitnodiging", {"message": "Doet u weer mee?"}).status == 303
    with world.inside("enschede"):
        asked = invitation().id
    everybody_leaves(world, organisation)
    stranger = brought_by_hengelo(world, post)
    assert "enschede" not in stranger.get("/mijn").text.lower()
    address = f"/enschede/meedoen/uitnodiging/{asked}"
    assert stranger.get(address).status == 410
    assert stranger.post(address, {}).status == 410
    with world.inside("enschede"):
        assert not is_open_to(organisation)
        assert db().get_one(PartnerInvitation, asked).answer == "withdrawn"
    assert "Stuur" in coordinator.get(partner).text or "uitnodigen" in coordinator.get(partner).text.lower()


@pytest.fixture
def double(world: World) -> Visitor:
    """Somebody who comes in for Welzijn, and works for the bakery too: by the word of another coalition."""
    bakery = world.row("hengelo", "organisation", "bakker")
    with world.inside("hengelo", "partner_member@hengelo"):
        OrganisationMember.first(bakery, db().get_one(Person, world.people["partner_member@hengelo"]))
        catch_up()
    return world.as_person("partner_member@hengelo")


def test_who_comes_in_for_one_organisation_does_not_act_for_another_that_was_not_let_in(
    world: World, double: Visitor, ask: Ask
) -> None:
    bakery, partner = (world.row("hengelo", table, "bakker") for table in ("organisation", "partner"))
    sent = ask("bakker")
    inside = (f"/hengelo/partners/{partner}/onze-naam", f"/hengelo/bijdrage/{partner}", sent.ours, f"{sent.ours}/tekst",
              f"{sent.ours}/ondertekening", f"{sent.ours}/afwijzing", f"/hengelo/bijdrage/{partner}/toezegging",
              f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}/updates/{bakery}")  # fmt: skip
    assert [double.get(address).status for address in inside] == [404] * len(inside)
    assert "Afspraak" not in double.get("/hengelo/overeenkomsten").words()
    with world.inside("hengelo"):
        open_to(bakery)
    # The same addresses, once it is let in: so they were the right ones.
    assert double.get(sent.ours).status == 200
    assert double.get(f"/hengelo/bijdrage/{partner}").status == 200


def test_nothing_of_a_coalition_that_did_not_let_it_in_waits_in_the_room_of_an_organisation(
    world: World, double: Visitor, ask: Ask
) -> None:
    """That something waited there would tell that the organisation is a partner there."""
    ask("bakker")
    assert "Afspraak" not in double.get("/mijn").words()
    bakery = world.row("hengelo", "organisation", "bakker")
    with world.inside("hengelo"):
        open_to(bakery)
    assert "Afspraak" in double.get("/mijn").words()
    # Were the row left behind, row level security would not show it either.
    behind(world, "update membership set ended_at = now() where organisation_id = :id", id=bakery)
    with world.inside("hengelo"):
        assert (
            db()
            .scalars(select(Todo.id).where(Todo.organisation_id == bakery, Todo.closed_at.is_(None)))
            .all()
        )
    assert "Afspraak" not in double.get("/mijn").words()


def test_an_invitation_of_one_person_does_not_wait_for_who_came_into_the_organisation_meanwhile(
    world: World, post: Post
) -> None:
    """Hengelo asked Sam by mail; then the bakery got somebody by the word of another coalition."""
    invite_baker(world)
    bakery = world.row("hengelo", "organisation", "bakker")
    with world.inside("hengelo", "reader@enschede"):
        OrganisationMember.first(bakery, db().get_one(Person, world.people["reader@enschede"]))
        catch_up()
        asked = invitation().id
    stranger = world.as_person("reader@enschede")
    assert "vraagt of u meedoet" not in stranger.get("/mijn").words()
    address = f"/hengelo/meedoen/uitnodiging/{asked}"
    assert (stranger.get(address).status, stranger.post(address, {}).status) == (404, 404)
    # Nor once the contact with that address is forgotten: then nobody is asked any more.
    with world.inside("hengelo", "coordinator@hengelo"):
        _forget_address(SAM)
        catch_up()
    assert (stranger.get(address).status, stranger.post(address, {}).status) == (404, 404)
    assert stranger.get(post.link(SAM)).status == 410
    assert stranger.get("/hengelo/plan").status == 404

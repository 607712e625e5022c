"""Telling of an action in the name of an organisation, from one room, each in its own coalition."""

from sqlalchemy import select

from app.access import Role
from app.accounts.models import Membership, OrganisationMember, close_to, open_to
from app.history.models import Event
from app.partners.models import Partner
from app.plan.models import Action, ProgressUpdate
from app.plan.queries.action import action_to_tie
from tenants import acting_outside, db
from tests.features.home.days import add_silent_action
from tests.page import Answer
from tests.people import TOWNS, World

MEMBER = "partner_member@hengelo"
TOLD = {"happened": "De zaal is gehuurd.", "light": "green", "next": "Stoelen halen."}
IN_PLACE = {"HX-Request": "true", "HX-Request-Type": "partial"}


def address(world: World, town: str = "hengelo", key: str = "koffie", organisation: str = "welzijn") -> str:
    """Where an organisation tells of an action."""
    there = world.row(town, "organisation", organisation)
    return f"/{town}/acties/{world.row(town, 'action', key)}/updates/{there}"


def told(world: World, town: str = "hengelo") -> list[ProgressUpdate]:
    """What was told with these words in a town."""
    with world.inside(town):
        return list(db().scalars(select(ProgressUpdate).where(ProgressUpdate.happened == TOLD["happened"])))


def lines(answer: Answer, section: str) -> list[str]:
    """The words of each line in a section of the room."""
    return [
        " ".join(row.text_content().split()) for row in answer.document.xpath(f"//*[@id='{section}']//li")
    ]


def test_an_update_is_saved_in_its_coalition_in_the_name_of_the_organisation(world: World) -> None:
    member = world.as_person(MEMBER)
    answer = member.post(address(world), TOLD)
    assert answer.location == "/mijn#acties"
    room = member.follow(answer)
    assert "Opgeslagen in Hengelo om " in room.words()
    (update,) = told(world)
    assert (update.on_behalf_of, update.author_id, update.by_link) == ("Welzijn", world.people[MEMBER], False)
    assert told(world, "enschede") == []
    page = world.as_person("coordinator@hengelo").get(
        f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}"
    )
    assert "namens Welzijn" in page.words()
    with world.inside("hengelo"):
        event = (
            db()
            .scalars(select(Event).where(Event.kind == "action.reported", Event.note == TOLD["happened"]))
            .one()
        )
        assert event.changes["on_behalf_of"] == [None, "Welzijn"]


def test_in_the_line_itself_the_answer_says_where_it_was_saved_and_when(world: World) -> None:
    member = world.as_person(MEMBER)
    line = member.get(address(world), headers=IN_PLACE)
    assert "<html" not in line.text
    assert "Namens Welzijn" in line.words("//section")
    saved = member.post(address(world), TOLD, headers=IN_PLACE)
    assert (saved.status, "<html" in saved.text) == (200, False)
    assert "Opgeslagen in Hengelo om " in saved.words("//span")
    assert saved.document.xpath("//*[@data-announce]/@id") == line.document.xpath("//section/@id")


def test_what_is_wrong_keeps_what_was_typed(world: World) -> None:
    member = world.as_person(MEMBER)
    for headers in ({}, IN_PLACE):
        wrong = member.post(address(world), TOLD | {"light": "red"}, headers=headers)
        assert wrong.status == 422
        assert wrong.value_of("happened") == TOLD["happened"]
        assert "waarom het niet op koers ligt" in wrong.error_of("light_reason")
    assert told(world) == []


def test_the_same_form_sent_twice_makes_one_update(world: World) -> None:
    member = world.as_person(MEMBER)
    form = member.get(address(world))
    (key,) = form.document.xpath("//main//form//input[@name='idempotency_key']/@value")
    for _ in range(2):
        assert member.post(address(world), TOLD | {"idempotency_key": key}).location == "/mijn#acties"
    assert len(told(world)) == 1


def test_who_helps_can_tell_too_and_who_has_no_part_cannot(world: World) -> None:
    member = world.as_person(MEMBER)
    buddies = address(world, key="maatje")
    assert member.post(buddies, TOLD).status == 404
    with world.inside("hengelo"):
        partner = db().get_one(Partner, world.row("hengelo", "partner", "welzijn"))
        db().refresh(partner, ["organisation"])
        action_to_tie(world.row("hengelo", "action", "maatje")).tie_to(contributors=[partner])
    assert "Maatjes zoeken wij helpen" in " ".join(lines(member.get("/mijn"), "acties"))
    assert member.post(buddies, TOLD).status == 303


def test_nobody_speaks_for_an_organisation_that_they_do_not_work_for(world: World) -> None:
    theirs, elsewhere = address(world, organisation="bakker"), address(world, "enschede")
    for who, where, status in [
        (MEMBER, theirs, 404),
        (MEMBER, elsewhere, 404),
        ("partner_member@enschede", address(world), 404),
        ("coordinator@hengelo", address(world), 403),
    ]:
        somebody = world.as_person(who)
        assert somebody.get(where).status == status
        assert somebody.post(where, TOLD).status == status
    assert [told(world, town) for town in TOWNS] == [[], []]


def test_who_was_let_in_no_longer_tells_nothing_and_the_room_forgets_the_coalition(world: World) -> None:
    member = world.as_person(MEMBER)
    assert lines(member.get("/mijn"), "acties")
    with world.inside("hengelo"):
        close_to(world.row("hengelo", "organisation", "welzijn"))
    assert member.post(address(world), TOLD).status == 404
    assert "Koffieochtend" not in member.get("/mijn").words()


def joins_enschede(world: World) -> None:
    """Welzijn of Hengelo takes part in Enschede too, was let in there, and owns an action that nobody told of for long."""
    action_id = add_silent_action(world, "enschede", "Samen wandelen", days=100)
    with world.inside("enschede"):
        partner = Partner(organisation_id=world.row("hengelo", "organisation", "welzijn"))
        db().get_one(Action, action_id).owner = partner
        db().flush()
        open_to(partner.organisation_id)


def test_one_room_shows_two_coalitions_and_each_update_stays_in_its_own(world: World) -> None:
    joins_enschede(world)
    member = world.as_person(MEMBER)
    room = member.get("/mijn")
    assert len(lines(room, "acties")) == 2
    (asked,) = lines(room, "wacht")
    assert "Samen wandelen" in asked
    (button,) = room.document.xpath("//*[@id='wacht']//li//a/@href")
    assert button.startswith("/enschede/acties/")
    saved = member.post(button, TOLD)
    assert "Opgeslagen in Enschede om " in member.follow(saved).words()
    assert (len(told(world, "enschede")), told(world)) == (1, [])
    assert lines(member.get("/mijn"), "wacht") == []
    # Nobody in Hengelo sees that Welzijn works elsewhere.
    for address_ in (
        "/hengelo/",
        "/hengelo/geschiedenis",
        f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}",
    ):
        assert "Enschede" not in world.as_person("coordinator@hengelo").get(address_).words()


def test_who_leaves_the_organisation_loses_everything_everywhere_at_once(world: World) -> None:
    joins_enschede(world)
    member = world.as_person(MEMBER)
    assert [member.get(f"/{town}/").status for town in TOWNS] == [200, 200]
    with acting_outside(actor=world.actor(MEMBER)):
        db().scalars(select(OrganisationMember)).one().end()
    assert [member.get(where).status for where in ("/mijn", "/hengelo/", "/enschede/", address(world))] == [
        404
    ] * 4


def test_the_room_is_for_who_works_for_an_organisation(world: World) -> None:
    assert world.as_person(MEMBER).get("/").location == "/mijn"
    for who in ("coordinator@hengelo", "adviser", "operator"):
        assert world.as_person(who).get("/mijn").status == 404
    assert "/inloggen" in world.stranger().get("/mijn").location


def test_who_also_holds_a_role_of_their_own_chooses_between_both(world: World) -> None:
    with world.inside("enschede"):
        db().add(Membership(person_id=world.people[MEMBER], role=Role.READER))
    doors = world.as_person(MEMBER).get("/").document.xpath("//main//ul/li//a/@href")
    assert doors == ["/enschede/", "/mijn"]

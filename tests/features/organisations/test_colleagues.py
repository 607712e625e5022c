"""Colleagues: kept by the organisation's own administrator; who leaves loses access everywhere at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import OrganisationMember, open_to
from app.organisations.models import ColleagueInvitation
from jobs.task import Task
from tenants import acting_outside, db
from tests.features.organisations.cast import ADMINISTRATOR, colleague, organisation_of
from tests.page import Visitor
from tests.people import PASSWORD, World

NEW = {"name": "Sam Nieuw", "email": "sam@welzijn.example", "function": "Buurtwerker", "may_sign": "y"}
CHOSEN = "paars-fietsje-onder-de-appelboom"


@pytest.fixture
def welzijn(world: World) -> UUID:
    return organisation_of(world, "hengelo")


@pytest.fixture
def administrator(world: World) -> Visitor:
    return world.as_person(ADMINISTRATOR)


def the_link(world: World) -> str:
    """The path of the last link that was mailed."""
    with acting_outside(actor=world.actor(ADMINISTRATOR)):
        task = (
            db()
            .scalars(select(Task).where(Task.name == "mail.send").order_by(Task.created_at.desc()))
            .first()
        )
        assert task is not None
        return "/" + str(task.arguments["context"]["path"])


def members(world: World, organisation_id: UUID) -> dict[str, OrganisationMember]:
    with acting_outside(actor=world.actor(ADMINISTRATOR)):
        rows = db().scalars(
            select(OrganisationMember)
            .where(OrganisationMember.organisation_id == organisation_id, OrganisationMember.ended_at.is_(None))
        ).all()  # fmt: skip
    names = {identifier: who for who, identifier in world.people.items()}
    return {names.get(row.person_id, "sam"): row for row in rows}


def test_an_invited_colleague_makes_an_account_and_comes_in_everywhere(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    page = administrator.follow(administrator.post(f"/mijn/collegas/{welzijn}/uitnodigen", NEW))
    assert "De uitnodiging voor Sam Nieuw is onderweg." in page.words()
    assert "sam@welzijn.exampleBuurtwerkerLink werkt tot" in page.words()
    link = the_link(world)
    sam = world.stranger()
    assert sam.get(link).heading == "Werk mee namens Welzijn"
    entered = sam.post(link, {"name": "Sam Nieuw", "password": CHOSEN})
    assert entered.location == "/"
    assert sam.get("/hengelo/plan").status == 200
    mine = members(world, welzijn)["sam"]
    assert (mine.function, mine.may_sign, mine.administrator) == ("Buurtwerker", True, False)
    assert sam.get(f"/mijn/collegas/{welzijn}/uitnodigen").status == 403
    assert world.stranger().get(link).status == 410
    coordinator = world.as_person("coordinator@hengelo")
    partner = coordinator.get(f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}")
    assert "Sam Nieuw BuurtwerkerMag tekenen" in partner.words("//*[@id='wie-komt-binnen']")
    assert "Sam Nieuw BuurtwerkerMag tekenen" in coordinator.get("/hengelo/mensen").words(
        "//*[@id='namens-partners']"
    )
    assert "Sam Nieuw" not in world.as_person("coordinator@enschede").get("/enschede/mensen").words()


def test_who_has_an_account_comes_in_with_its_password_or_signed_in(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    email = "reader@enschede.example"
    administrator.post(f"/mijn/collegas/{welzijn}/uitnodigen", {"name": "Lezer", "email": email})
    link = the_link(world)
    stranger = world.stranger()
    assert "Dit adres heeft al een account." in stranger.get(link).words()
    wrong = stranger.post(link, {"password": "een-ander-wachtwoord"})
    assert wrong.status == 422
    assert "hoort niet bij dit e-mailadres" in wrong.error_of("password")
    other = world.as_person("reader@hengelo")
    assert other.post(link).status == 409
    assert stranger.post(link, {"password": PASSWORD}).status == 303
    reader = world.as_person("reader@enschede")
    assert reader.get("/hengelo/plan").status == 200
    assert reader.get("/enschede/plan").status == 200


@pytest.mark.parametrize("what", ["intrekking", "opnieuw", "verlopen"])
def test_a_link_that_was_withdrawn_renewed_or_passed_its_term_lets_nobody_in(
    world: World, administrator: Visitor, welzijn: UUID, what: str
) -> None:
    administrator.post(f"/mijn/collegas/{welzijn}/uitnodigen", NEW)
    link = the_link(world)
    with acting_outside(actor=world.actor(ADMINISTRATOR)):
        invitation = db().scalars(select(ColleagueInvitation)).one()
        if what == "verlopen":
            invitation.expires_at = datetime.now(UTC) - timedelta(minutes=1)
    if what != "verlopen":
        administrator.post(f"/mijn/collegas/{welzijn}/uitnodigingen/{invitation.id}/{what}")
    answer = world.stranger().post(link, {"name": "Sam", "password": CHOSEN})
    assert answer.status == (404 if what == "opnieuw" else 410)
    assert "Deze uitnodiging werkt niet meer" in answer.words()
    assert set(members(world, welzijn)) == {ADMINISTRATOR}


def test_two_who_take_one_link_at_once_make_one_colleague(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    administrator.post(f"/mijn/collegas/{welzijn}/uitnodigen", NEW)
    link = the_link(world)
    visitors = [world.stranger(), world.stranger()]
    for visitor in visitors:
        visitor.get(link)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda who: who.post(link, {"name": "Sam", "password": CHOSEN}), visitors))
    assert sorted(answer.status for answer in answers) == [303, 410]
    assert len(members(world, welzijn)) == 2


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({**NEW, "email": "sam @welzijn.example"}, "email", "Er staat een spatie in dit e-mailadres."),
        ({**NEW, "email": "partner_member@hengelo.example"}, "email", "Deze persoon is al een collega."),
        ({**NEW, "name": " "}, "name", "Vul een naam in."),
    ],
)
def test_who_cannot_be_invited_is_refused_beside_the_field(
    administrator: Visitor, welzijn: UUID, facts: dict[str, str], field: str, sentence: str
) -> None:
    answer = administrator.post(f"/mijn/collegas/{welzijn}/uitnodigen", facts)
    assert answer.status == 422
    assert sentence in answer.error_of(field)
    assert answer.value_of("function") == "Buurtwerker"


def test_an_administrator_changes_rights_and_what_they_were_stays_known(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    colleague(world, welzijn, "buurtwerker@hengelo")
    was = members(world, welzijn)["buurtwerker@hengelo"]
    answer = administrator.post(
        f"/mijn/collegas/{welzijn}/{was.id}", {"function": "Directeur", "administrator": "y"}
    )
    assert "De rechten van Buurtwerker in hengelo zijn opgeslagen." in administrator.follow(answer).words()
    now = members(world, welzijn)["buurtwerker@hengelo"]
    assert (now.function, now.administrator, now.id != was.id) == ("Directeur", True, True)
    # And the first may now put down the own rights: somebody else keeps it.
    mine = members(world, welzijn)[ADMINISTRATOR]
    administrator.post(f"/mijn/collegas/{welzijn}/{mine.id}", {"function": "Adviseur"})
    assert administrator.get(f"/mijn/collegas/{welzijn}/uitnodigen").status == 403


def test_an_organisation_is_never_left_without_an_administrator(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    colleague(world, welzijn, "buurtwerker@hengelo")
    mine = members(world, welzijn)[ADMINISTRATOR]
    address = f"/mijn/collegas/{welzijn}"
    refused = administrator.post(f"{address}/{mine.id}", {"function": "Directeur", "may_sign": "y"})
    assert "Dit is de laatste beheerder." in refused.error_of("administrator")
    for way in (f"{address}/{mine.id}/einde", f"{address}/vertrek"):
        answer = administrator.post(way)
        assert answer.status == 409
        assert "Maak eerst een collega beheerder" in answer.words()
    assert members(world, welzijn)[ADMINISTRATOR].administrator


def test_who_leaves_an_organisation_loses_access_everywhere_at_once_and_keeps_what_is_held_otherwise(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    """Two towns let the organisation in. One who leaves held nothing else, the other also reads along in Enschede."""
    with world.inside("enschede"):
        open_to(welzijn)
    sessions = {}
    for who in ("buurtwerker@hengelo", "reader@enschede"):
        colleague(world, welzijn, who)
        sessions[who] = world.as_person(who)
        assert [sessions[who].get(f"/{town}/plan").status for town in ("hengelo", "enschede")] == [200, 200]
    for who, after in (("buurtwerker@hengelo", [404, 404]), ("reader@enschede", [404, 200])):
        administrator.post(f"/mijn/collegas/{welzijn}/{members(world, welzijn)[who].id}/einde")
        visitor = sessions[who]
        assert [visitor.get(f"/{town}/plan").status for town in ("hengelo", "enschede")] == after
        assert visitor.get(f"/mijn/organisatie/{welzijn}").status == 404
        assert visitor.get("/account").status == 200


def test_who_leaves_by_oneself_is_gone_too(world: World, welzijn: UUID) -> None:
    colleague(world, welzijn, "buurtwerker@hengelo")
    visitor = world.as_person("buurtwerker@hengelo")
    assert visitor.get(f"/mijn/collegas/{welzijn}/vertrek").heading == "Werkt u niet meer voor Welzijn?"
    assert visitor.post(f"/mijn/collegas/{welzijn}/vertrek").location == "/"
    assert visitor.get("/hengelo/plan").status == 404
    assert set(members(world, welzijn)) == {ADMINISTRATOR}


def test_a_colleague_without_rights_sees_who_works_there_and_changes_nothing(
    world: World, welzijn: UUID
) -> None:
    colleague(world, welzijn, "buurtwerker@hengelo")
    visitor = world.as_person("buurtwerker@hengelo")
    page = visitor.follow(visitor.get("/mijn/collegas"))
    assert "Partner_member in hengelo DirecteurBeheerderMag tekenen" in page.words()
    assert "Uitgenodigd" not in page.words()
    member = members(world, welzijn)[ADMINISTRATOR]
    for address in ("uitnodigen", f"{member.id}", f"{member.id}/einde"):
        assert visitor.get(f"/mijn/collegas/{welzijn}/{address}").status == 403
        assert visitor.post(f"/mijn/collegas/{welzijn}/{address}", NEW).status == 403


def test_of_the_colleagues_of_another_organisation_nothing_is_there(
    world: World, administrator: Visitor, welzijn: UUID
) -> None:
    theirs = organisation_of(world, "enschede")
    mine = members(world, welzijn)[ADMINISTRATOR].id
    for address in ("", "/uitnodigen", f"/{mine}", f"/{mine}/einde", "/vertrek"):
        assert administrator.get(f"/mijn/collegas/{theirs}{address}").status == 404
    with acting_outside(actor=world.actor("partner_member@enschede")):
        other = db().scalars(select(OrganisationMember.id)).one()
    assert administrator.post(f"/mijn/collegas/{welzijn}/{other}/einde").status == 404


@pytest.mark.parametrize(
    "statement",
    [
        "update organisation_member set administrator = true",
        "update organisation_member set ended_at = null",
        "update colleague_invitation set administrator = true",
        """insert into organisation_member (id, organisation_id, person_id, administrator)
           values (gen_random_uuid(), :organisation, :person, true)""",
        """insert into colleague_invitation (id, organisation_id, organisation, email, name, token_hash, invited_by, expires_at)
           values (gen_random_uuid(), :organisation, '', '', '', 'x', '', now())""",
    ],
)
def test_postgresql_lets_nobody_give_rights_to_oneself(world: World, welzijn: UUID, statement: str) -> None:
    """Also where a view would forget to ask."""
    colleague(world, welzijn, "buurtwerker@hengelo")
    for who in ("buurtwerker@hengelo", "coordinator@hengelo"):
        assert (
            rows_changed(world, who, statement, {"organisation": welzijn, "person": world.people[who]}) == 0
        )


def rows_changed(world: World, who: str, statement: str, values: dict[str, UUID]) -> int:
    try:
        with acting_outside(actor=world.actor(who)):
            return len(db().execute(text(f"{statement} returning id"), values).all())
    except DBAPIError:
        return 0

"""Who does not keep a profile suggests; who keeps it decides, field by field; and nobody hears which other coalition it was."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.history.models import Event
from app.organisations.models import Organisation, ProfileSuggestion
from app.todos.models import Todo
from app.todos.settling import catch_up
from tenants import acting_outside, current_tenant, db
from tests.features.organisations.cast import ADMINISTRATOR, colleague, joins, numbered, organisation_of
from tests.page import Visitor
from tests.people import World

SUGGESTED = {"name": "Welzijn", "sector": "care", "place": "Hengelo", "why": "Dat staat op hun deur."}


@pytest.fixture
def welzijn(world: World) -> UUID:
    return organisation_of(world, "hengelo")


@pytest.fixture
def partner(world: World) -> str:
    """The address of a partner of Hengelo that keeps its own profile."""
    return f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}"


def waiting_outside(world: World, who: str) -> list[tuple[str, str]]:
    with acting_outside(actor=world.actor(who)):
        rows = db().scalars(select(Todo).where(Todo.closed_at.is_(None), Todo.kind == "suggestion.answer"))
        return [(row.kind, row.title) for row in rows]


def the_suggestion(world: World, town: str) -> ProfileSuggestion:
    with world.inside(town):
        # Beside the one that every town took back long ago.
        return db().scalars(select(ProfileSuggestion).where(ProfileSuggestion.state != "withdrawn")).one()


def test_a_suggestion_waits_for_the_organisation_is_taken_over_in_part_and_the_coalition_reads_the_answer(
    world: World, welzijn: UUID, partner: str
) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    page = coordinator.follow(coordinator.post(f"{partner}/profielvoorstel", SUGGESTED))
    assert "Wacht op antwoord" in page.words("//*[@id='voorstellen']")
    assert waiting_outside(world, ADMINISTRATOR) == [("suggestion.answer", "Welzijn")]

    administrator = world.as_person(ADMINISTRATOR)
    suggestion = the_suggestion(world, "hengelo").id
    page = administrator.follow(administrator.get(f"/hengelo/profielvoorstellen/{suggestion}"))
    assert "Samen aan tafel stelt dit voor." in page.words()
    assert "Nuwelzijn Voorstelzorg Sector overnemen" in page.words()
    address = f"/mijn/organisatie/voorstellen/{suggestion}"
    refused = administrator.post(address, {"accepted": ["place"]})
    assert refused.status == 422
    assert "Schrijf waarom u niet alles overneemt" in refused.error_of("answer")
    done = administrator.post(address, {"accepted": ["place"], "answer": "Wij doen geen zorg."})
    assert "Voorstel overgenomen" in administrator.follow(done).words()

    with world.inside("hengelo"):
        kept = db().get_one(Organisation, welzijn)
        assert (kept.sector, kept.place) == ("welfare", "Hengelo")
    assert waiting_outside(world, ADMINISTRATOR) == []
    words = coordinator.get(f"{partner}/profielvoorstel").words("//*[@id='voorstellen']")
    assert "Deels overgenomen" in words
    assert "Antwoord: Wij doen geen zorg." in words
    again = administrator.post(address, {"accepted": ["place", "sector"]})
    assert "Wij doen geen zorg." in again.words()
    with world.inside("hengelo"):
        assert db().get_one(Organisation, welzijn).sector == "welfare"


def test_what_was_answered_is_closed_for_good_and_the_night_finds_nothing_to_mend(
    world: World, partner: str
) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    coordinator.post(f"{partner}/profielvoorstel", SUGGESTED)
    with world.inside("hengelo"):
        assert catch_up() == 0
    address = f"/mijn/organisatie/voorstellen/{the_suggestion(world, 'hengelo').id}"
    world.as_person(ADMINISTRATOR).post(address, {"accepted": ["place", "sector"]})
    with world.inside("hengelo"):
        assert catch_up() == 0
        (row,) = db().scalars(select(Todo).where(Todo.kind == "suggestion.answer"))
        assert (row.ended, row.closed_by) == ("done", world.people[ADMINISTRATOR])


def test_a_colleague_without_rights_reads_a_suggestion_and_cannot_answer_it(
    world: World, welzijn: UUID, partner: str
) -> None:
    world.as_person("coordinator@hengelo").post(f"{partner}/profielvoorstel", SUGGESTED)
    colleague(world, welzijn, "buurtwerker@hengelo")
    visitor = world.as_person("buurtwerker@hengelo")
    address = f"/mijn/organisatie/voorstellen/{the_suggestion(world, 'hengelo').id}"
    assert "Dat staat op hun deur." in visitor.get(address).words()
    visitor.post(address, {"accepted": ["place", "sector"]})
    assert the_suggestion(world, "hengelo").state == "open"


def test_a_coalition_takes_its_suggestion_back_and_nothing_waits_any_more(world: World, partner: str) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    coordinator.post(f"{partner}/profielvoorstel", SUGGESTED)
    suggestion = the_suggestion(world, "hengelo").id
    page = coordinator.follow(coordinator.post(f"/hengelo/profielvoorstellen/{suggestion}/intrekking"))
    assert "Het voorstel is ingetrokken." in page.words()
    assert waiting_outside(world, ADMINISTRATOR) == []
    with world.inside("hengelo"):
        kinds = db().scalars(
            select(Event.kind).where(Event.kind.startswith("organisation.")).order_by(Event.at)
        )
        assert list(kinds) == ["organisation.change_suggested", "organisation.suggestion_withdrawn"]


def test_a_suggestion_without_a_change_is_refused(world: World, partner: str) -> None:
    answer = world.as_person("coordinator@hengelo").post(
        f"{partner}/profielvoorstel", {"name": "Welzijn", "sector": "welfare"}
    )
    assert answer.status == 422
    assert "Verander eerst iets" in answer.error_of("name")


@pytest.fixture
def between_towns(world: World) -> tuple[UUID, UUID]:
    """Enschede keeps Humanitas, of which nobody has an account; Hengelo works with it and suggests a change: organisation, suggestion."""
    known = numbered(world, "enschede")
    here = joins(world, "hengelo", known)
    facts: dict[str, Any] = {"name": "Humanitas Twente", "sector": "volunteers", "kvk_number": "87654321"}
    world.as_person("coordinator@hengelo").post(f"/hengelo/partners/{here}/profielvoorstel", facts)
    return known, the_suggestion(world, "hengelo").id


def test_the_coalition_that_keeps_a_profile_decides_and_never_hears_who_suggested_it(
    world: World, between_towns: tuple[UUID, UUID]
) -> None:
    known, suggestion = between_towns
    with world.inside("enschede"):
        # It waits from the night after; on the page of the partner it shows at once.
        assert catch_up() == 1
        partner_page = "/enschede/partners/" + str(
            db().scalar(text("select id from partner where organisation_id = :id"), {"id": known})
        )
    keeper = world.as_person("coordinator@enschede")
    address = f"/enschede/profielvoorstellen/{suggestion}"
    pages = [keeper.get(partner_page), keeper.follow(keeper.get(address)), keeper.get("/enschede/")]
    assert "Bekijk en beslis" in pages[0].words()
    assert "Een andere coalitie stelt dit voor." in pages[1].words()
    assert "Voorstel voor het profiel van Humanitas Twente" in pages[2].words()
    for page in pages:
        assert "Hengelo" not in page.text.replace("Samen aan tafel", "")
        assert str(world.tenant("hengelo")) not in page.text
    done = keeper.post(f"{address}/antwoord", {"accepted": ["sector"]})
    assert keeper.follow(done).heading == "Humanitas Twente"
    with world.inside("enschede"):
        assert db().get_one(Organisation, known).sector == "volunteers"
        waits = select(Todo).where(Todo.kind == "suggestion.answer", Todo.closed_at.is_(None))
        assert db().scalars(waits).all() == []


def test_postgresql_shows_the_keeper_what_is_suggested_and_not_by_whom(
    world: World, between_towns: tuple[UUID, UUID]
) -> None:
    known, suggestion = between_towns
    with world.inside("enschede"):
        row = db().get_one(ProfileSuggestion, suggestion)
        assert row.coalition == ""
        assert (
            db().execute(text("select id from suggested_change where id = :id"), {"id": suggestion}).all()
            == []
        )
        hengelo = str(world.tenant("hengelo"))
        whole = db().scalar(
            text("select to_jsonb(s)::text from profile_suggestion s where id = :id"), {"id": suggestion}
        )
        assert hengelo not in str(whole)
        assert "Coordinator in hengelo" not in str(whole)
    with pytest.raises(DBAPIError, match="permission denied"), world.inside("enschede"):
        db().execute(text("update profile_suggestion set changes = '{}'"))
    with world.inside("hengelo"):
        assert current_tenant().slug == "hengelo"
        assert db().get_one(ProfileSuggestion, suggestion).organisation_id == known


def test_the_suggester_cannot_answer_and_the_keeper_cannot_withdraw(
    world: World, between_towns: tuple[UUID, UUID]
) -> None:
    _, suggestion = between_towns
    suggester, keeper = (world.as_person(f"coordinator@{town}") for town in ("hengelo", "enschede"))
    answer = f"profielvoorstellen/{suggestion}/antwoord"
    assert suggester.post(f"/hengelo/{answer}", {"accepted": ["sector"]}).status == 404
    assert keeper.post(f"/enschede/profielvoorstellen/{suggestion}/intrekking").status == 404
    assert Visitor(world.app).get(f"/enschede/{answer}").status in {302, 303}
    assert the_suggestion(world, "hengelo").state == "open"

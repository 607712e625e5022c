"""Who is missing: where nobody is, of whom nothing was heard, and who may know which."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import create_engine, text

from app.bodies.queries import Vacancy
from app.home.missing import Known, Missing, Place, missing, months_before
from app.organisations.rules import Sector
from app.partners.models import PartnerNeighbourhood
from app.partners.rules import Belonging
from tenants import db
from tests.page import Visitor
from tests.people import World

PAGE = "/hengelo/partners/wie-ontbreekt"
NORTH, SOUTH = UUID(int=1), UUID(int=2)


def known(sector: Sector, *, belonging: Belonging = Belonging.CORE, places: tuple[UUID, ...] = (), actions: int = 1,
          days: int | None = 1) -> Known:  # fmt: skip
    heard = None if days is None else datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=days)
    return Known(UUID(int=9), sector.value, sector, belonging, frozenset(places), actions, None, heard)


def found(*partners: Known, seats: tuple[Vacancy, ...] = ()) -> Missing:
    places = (Place(NORTH, "Noord", 3), Place(SOUTH, "Zuid", 0))
    return missing(partners, places, seats, (), since=date(2026, 5, 22), months=6)


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


def forget_what_was_heard(world: World) -> None:
    """As on the day on which a plan was read in: nobody told anything yet, and nobody has a part in an action."""
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        for table in (
            "progress_update",
            "contribution_answer",
            "contribution",
            "partner_note",
            "contact",
            "action_contributor",
        ):
            connection.execute(text(f"delete from {table}"))
        connection.execute(text("update partner set state_since = null"))
        connection.execute(text("update action set owner_id = null"))
    owner.dispose()


def test_a_sector_is_missing_until_somebody_takes_part_and_tells_who_is_near() -> None:
    near = known(Sector.SPORT, belonging=Belonging.MENTIONED)
    result = found(known(Sector.CARE, places=(NORTH,)), near)
    assert Sector.SPORT in {row.sector for row in result.sectors}
    assert Sector.CARE not in {row.sector for row in result.sectors}
    assert [row.near for row in result.grid if row.sector is Sector.SPORT] == [[near]]
    (care,) = [row for row in result.grid if row.sector is Sector.CARE]
    assert (list(care.here), care.nowhere, care.total) == ([1, 0], 0, 1)


def test_neighbourhoods_with_actions_but_without_a_partner_come_first() -> None:
    assert [place.name for place in found(known(Sector.CARE)).neighbourhoods] == ["Noord", "Zuid"]
    assert [place.name for place in found(known(Sector.CARE, places=(NORTH,))).neighbourhoods] == ["Zuid"]


def test_only_who_takes_part_is_idle_or_silent_and_who_was_never_heard_of_comes_first() -> None:
    never, long_ago = known(Sector.CARE, actions=0, days=None), known(Sector.HOUSING, days=200)
    result = found(
        known(Sector.SPORT, belonging=Belonging.PAUSED, actions=0, days=None),
        long_ago,
        never,
        known(Sector.FAITH),
    )
    assert list(result.idle) == [never]
    assert list(result.silent) == [never, long_ago]
    assert result.partners == 3


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-11-22", 6, "2026-05-22"), ("2026-03-31", 1, "2026-02-28"), ("2026-01-15", 12, "2025-01-15")],
)
def test_months_are_counted_back_to_a_day_that_is_there(day: str, months: int, expected: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_the_page_names_what_is_missing_with_what_to_do(world: World, coordinator: Visitor) -> None:
    page = coordinator.get(PAGE)
    assert page.heading == "Wie ontbreekt?"
    assert "Stuurgroep Ervaringsdeskundige" in page.words("//*[@id='zetels']").replace(
        "StuurgroepE", "Stuurgroep E"
    )
    assert page.document.xpath("//*[@id='zetels']//a[contains(@href, '/partners/zetels/')]")
    assert page.document.xpath("//*[@id='sectoren']//a[contains(@href, 'sector=sport')]")
    # Both partners have a part in the coffee, which was told of twelve days ago.
    assert "Elke partner heeft een deel in een actie." in page.words("//*[@id='zonder-actie']")
    assert "Van elke partner is er nieuws." in page.words("//*[@id='stil']")


def test_a_partner_without_an_action_is_offered_one(world: World, coordinator: Visitor) -> None:
    with world.inside("hengelo"):
        db().execute(text("update action set owner_id = null"))
    page = coordinator.get(PAGE)
    (link,) = page.document.xpath("//*[@id='zonder-actie']//a[contains(@href, 'trekker=')]/@href")
    welzijn = str(world.row("hengelo", "partner", "welzijn"))
    assert coordinator.get(link).value_of("owner") == welzijn


def test_who_was_not_heard_of_is_asked_and_the_months_are_in_the_address(
    world: World, coordinator: Visitor
) -> None:
    forget_what_was_heard(world)
    page = coordinator.get(f"{PAGE}?maanden=3")
    assert "Welzijn" in page.words("//*[@id='stil']")
    assert "Nog nooit gehoord" in page.words("//*[@id='stil']")
    assert "3 maanden" in page.words("//*[@id='stil']//*[@aria-current]")
    assert "6 maanden" in coordinator.get(f"{PAGE}?maanden=1000").words("//*[@id='stil']//*[@aria-current]")


def test_of_whom_nothing_was_heard_is_for_who_may_read_what_is_private(world: World) -> None:
    for who in ("reader", "partner_member", "committee"):
        page = world.as_person(f"{who}@hengelo").get(PAGE)
        assert page.status == 200
        assert not page.document.xpath("//*[@id='stil']")
        assert "Vul de zetel" not in page.words()


def test_a_neighbourhood_with_a_partner_is_no_longer_missing(world: World, coordinator: Visitor) -> None:
    with world.inside("hengelo"):
        db().execute(text("delete from partner_neighbourhood"))
    assert "1 actie, en geen partner" in coordinator.get(PAGE).words("//*[@id='wijken']")
    with world.inside("hengelo"):
        db().add(
            PartnerNeighbourhood(
                partner_id=world.row("hengelo", "partner", "bakker"),
                neighbourhood_id=world.row("hengelo", "neighbourhood", "centrum"),
            )
        )
    assert "In elke wijk werkt een partner." in coordinator.get(PAGE).words("//*[@id='wijken']")


def test_the_sheet_holds_the_lines_of_the_page_and_keeps_to_itself_what_is_private(world: World) -> None:
    forget_what_was_heard(world)
    kinds = {}
    for who in ("coordinator", "reader"):
        answer = world.as_person(f"{who}@hengelo").get(f"{PAGE}.xlsx")
        book = CalamineWorkbook.from_filelike(BytesIO(answer.response.data))
        kinds[who] = {row[0] for row in book.get_sheet_by_index(0).to_python()[1:]}
    shared = {"Sector zonder partner", "Vrije zetel", "Partner zonder actie", "Steunt op één partner of geen"}
    assert shared <= kinds["reader"]
    assert kinds["coordinator"] - kinds["reader"] == {"Lang niet gehoord"}

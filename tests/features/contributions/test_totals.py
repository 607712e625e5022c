"""The totals, the lines behind every number, the files, and the periods."""

import csv
from collections.abc import Iterator
from functools import partial
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert

from app.contributions.models import Contribution
from tenants import db
from tests.features.contributions.conftest import Note
from tests.features.plan.statements import statements
from tests.page import Answer, Visitor
from tests.people import World

TOTALS = "/hengelo/partners/bijdragen"


def _numbers(page: Answer) -> Iterator[tuple[str, str]]:
    for cell in page.document.xpath("//td[contains(@class, 'sk-number')]/a"):
        yield cell.text_content().strip(), cell.get("href")


@pytest.mark.parametrize("by", ["jaar", "sector"])
def test_every_number_leads_to_lines_that_come_to_it(coordinator: Visitor, note: Note, by: str) -> None:
    note(coordinator, "toezegging", "uren", partner="bakker", amount="10")
    note(coordinator, "gift", "natura", partner="bakker", what="Brood", unit="tien kratten", value="75")
    page = coordinator.get(f"{TOTALS}?per={by}")
    numbers = list(_numbers(page))
    assert len(numbers) > 10
    for number, address in numbers:
        behind = coordinator.get(address)
        assert behind.status == 200
        said = behind.words().replace("\xa0", " ")
        assert number.replace("\xa0", " ") in said, f"{number} at {address}"


def test_euros_hours_and_things_are_never_one_amount(coordinator: Visitor, note: Note) -> None:
    note(coordinator, "toezegging", "natura", partner="bakker", what="Brood", value="75")
    words = coordinator.get(TOTALS).words().replace("\xa0", " ")
    assert "De bevestigde uren zijn € 135 waard, tegen het tarief van de coalitie. Dat is geen geld" in words
    assert "Volgens de partners zelf is wat is toegezegd € 75 waard" in words
    assert "€ 500" in words
    assert not [sum_ for sum_ in ("€ 575", "€ 635", "€ 1.400", "€ 335") if sum_ in words]


def test_the_drawing_has_a_title_and_a_description_and_the_figures_stand_in_a_table(
    coordinator: Visitor,
) -> None:
    page = coordinator.get(TOTALS)
    for drawing in page.document.xpath("//svg[@role='img']"):
        title, description = (
            page.document.get_element_by_id(key) for key in drawing.get("aria-labelledby").split()
        )
        assert title.text_content().strip()
        assert "Toegezegd" in description.text_content()
    assert len(page.document.xpath("//svg[@role='img']")) == len(page.document.xpath("//table")) == 2


def test_without_a_rate_hours_stay_hours_and_it_says_why(world: World, coordinator: Visitor) -> None:
    period = world.row("hengelo", "contribution_period", "periode")
    form = {"name": "Plan", "starts": "2026-01-01", "until": "2027-12-31", "minimum": "500", "hour_rate": ""}
    assert coordinator.post(f"{TOTALS}/perioden/{period}", form).status == 303
    words = coordinator.get(TOTALS).words()
    assert "geen tarief vastgesteld" in words
    assert "waard, tegen het tarief" not in words


def test_a_file_holds_the_lines_as_filtered_and_no_formula(
    world: World, coordinator: Visitor, note: Note
) -> None:
    note(coordinator, "gift", "uren", partner="bakker", amount="1:30", what="=1+1")
    chosen = f"soort=uren&partner={world.row('hengelo', 'partner', 'bakker')}"
    text = coordinator.get(f"{TOTALS}/regels.csv?{chosen}").response.get_data().decode("utf-8-sig")
    (line,) = csv.DictReader(StringIO(text), delimiter=";")
    assert (line["Partner"], line["Uren"], line["Wat"], line["Bedrag"]) == (
        "Bakkerij De Korenaar",
        "1,50",
        "'=1+1",
        "",
    )
    assert line["Waarde van de uren"] == "33,75"
    book = CalamineWorkbook.from_filelike(
        BytesIO(coordinator.get(f"{TOTALS}/regels.xlsx").response.get_data())
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + 5
    assert {row[7] for row in rows[1:]} == {"", 500.0, 200.0}
    assert {row[8] for row in rows[1:]} == {"", 40.0, 6.0, 1.5}


def test_pages_take_as_many_statements_for_ten_times_the_lines(
    world: World, coordinator: Visitor, member: Visitor
) -> None:
    welzijn = world.row("hengelo", "partner", "welzijn")
    pages = [
        (coordinator, TOTALS), (coordinator, f"{TOTALS}/regels"), (coordinator, f"{TOTALS}/perioden"),
        (coordinator, f"/hengelo/partners/{welzijn}/bijdragen"), (member, f"/hengelo/bijdrage/{welzijn}"),
        (coordinator, f"{TOTALS}/toezeggingen/{world.row('hengelo', 'pledge', 'geld')}"),
    ]  # fmt: skip
    before = [statements(partial(who.get, page)) for who, page in pages]
    with world.inside("hengelo"):
        row = {"partner_id": welzijn, "period_id": world.row("hengelo", "contribution_period", "periode"), "kind": "hours",
               "quantity": 60, "day": "2026-03-03", "side": "partner", "noted_by": "Partnerlid"}  # fmt: skip
        db().execute(insert(Contribution), [row] * 40)
    assert [statements(partial(who.get, page)) for who, page in pages] == before
    assert max(before) <= 8


def test_a_period_that_ends_before_it_begins_gets_a_sentence(coordinator: Visitor) -> None:
    form = {"name": "Plan 2028", "starts": "2028-12-31", "until": "2028-01-01", "minimum": "veel"}
    assert "Vul een bedrag in" in coordinator.post(f"{TOTALS}/perioden/nieuw", form).error_of("minimum")
    refused = coordinator.post(f"{TOTALS}/perioden/nieuw", {**form, "minimum": ""})
    assert "laatste dag ligt voor de eerste" in refused.error_of("until")
    assert (
        coordinator.post(f"{TOTALS}/perioden/nieuw", {**form, "minimum": "", "until": "2029-01-01"}).status
        == 303
    )
    assert "Plan 2028" in coordinator.get(f"{TOTALS}/perioden").words()


def test_what_an_address_says_wrongly_is_left_out(coordinator: Visitor) -> None:
    strange = coordinator.get(
        f"{TOTALS}/regels?periode=x&jaar=99999999999999999999&soort=goud&stand=ooit&pagina=-4"
    )
    assert strange.status == 200
    assert "4 regels" in strange.words()
    assert "Geen regels gevonden" in coordinator.get(f"{TOTALS}/regels?sector=geen").words()


def test_the_coalition_chooses_of_whom_it_notes_something(world: World, coordinator: Visitor) -> None:
    bakery = world.row("hengelo", "partner", "bakker")
    assert "Bakkerij De Korenaar" in coordinator.get(f"{TOTALS}/partner").words()
    assert coordinator.get(f"{TOTALS}/partner?partner={bakery}").location.endswith(f"{bakery}/bijdragen")

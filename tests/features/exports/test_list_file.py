"""The list leaves the house as a file: what stands on the page, in that order, and nothing that a spreadsheet would carry out."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select

from app.exports.rules import disarmed, file_name
from app.periods import PartialDate
from app.plan.models import Action, Plan, ProgressUpdate
from tenants import db
from tests.features.plan.statements import statements
from tests.features.plan.test_list import titles
from tests.page import Visitor
from tests.people import LAST_HEARD, World, secret_of


@pytest.fixture
def reader(world: World) -> Visitor:
    return world.as_person("reader@hengelo")


def add(**facts: Any) -> UUID:
    """An action of the current plan."""
    plan = db().scalars(select(Plan.id).where(Plan.current)).one()
    action = Action(plan_id=plan, **{"status": "running", **facts})
    db().add(action)
    db().flush()
    return action.id


def book(reader: Visitor, address: str) -> CalamineWorkbook:
    answer = reader.get(address)
    assert answer.status == 200
    assert answer.response.headers["Content-Disposition"].startswith("attachment; filename=acties-hengelo-")
    return CalamineWorkbook.from_filelike(BytesIO(answer.response.get_data()))


def rows(reader: Visitor, address: str) -> list[dict[str, Any]]:
    head, *lines = book(reader, address).get_sheet_by_name("Acties").to_python()
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


def csv_rows(reader: Visitor, address: str) -> list[dict[str, str]]:
    content = reader.get(address).response.get_data()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel must know that it is UTF-8"
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "choice",
    ["", "?status=planned", "?q=koffie", "?sorteer=titel&volgorde=aflopend", "?pijler=3", "?telaat=ja"],
)
def test_the_file_holds_the_rows_of_the_page_in_its_order(world: World, reader: Visitor, choice: str) -> None:
    with world.inside("hengelo"):
        add(title="Zomerfeest", status="planned", deadline=PartialDate(2025), position=9)
        add(title="Appels plukken", status="idea", position=8)
    seen = titles(reader.get(f"/hengelo/plan/lijst{choice}"))
    assert [row["Actie"] for row in rows(reader, f"/hengelo/plan/lijst.xlsx{choice}")] == seen
    assert [row["Actie"] for row in csv_rows(reader, f"/hengelo/plan/lijst.csv{choice}")] == seen


def test_the_page_offers_both_files_with_its_own_choice(reader: Visitor) -> None:
    page = reader.get("/hengelo/plan/lijst?status=running&sorteer=titel")
    links = page.document.xpath("//main//a[contains(@href, 'lijst.')]/@href")
    assert links == [f"/hengelo/plan/lijst.{kind}?status=running&sorteer=titel" for kind in ("xlsx", "csv")]


def test_every_fact_of_an_action_is_in_its_row(reader: Visitor) -> None:
    coffee = rows(reader, "/hengelo/plan/lijst.xlsx?q=koffie")[0]
    wanted = {
        "Nummer": "a", "Doel": "1.1 Meer mensen aan tafel", "Status": "Loopt", "Trekker": "Welzijn",
        "Helpen mee": "Bakkerij De Korenaar", "Wijken": "Centrum", "Doelgroepen": "Ouderen", "Thema’s": "A Ontmoeten",
        "Begin": "februari 2026", "Uiterlijk klaar": date(2027, 6, 30), "Voortgang": 0.5, "Stand": "Let op",
        "Laatste update op": LAST_HEARD.date(),
    }  # fmt: skip
    assert {name: coffee[name] for name in wanted} == wanted
    assert coffee["Pijlers"].startswith("3. ")
    assert coffee["Laatste update"].startswith("Er kwamen twaalf mensen.")
    in_csv = csv_rows(reader, "/hengelo/plan/lijst.csv?q=koffie")[0]
    assert (in_csv["Uiterlijk klaar"], in_csv["Begin"], in_csv["Voortgang (%)"]) == (
        "30-06-2027",
        "februari 2026",
        "50",
    )


def test_a_formula_in_a_title_stays_harmless(world: World, reader: Visitor) -> None:
    formula = '=HYPERLINK("https://kwaad.example","klik")'
    with world.inside("hengelo"):
        action = add(title=formula, description="@SOM(A1)\n-2+3", position=1)
        db().add(ProgressUpdate(action_id=action, happened="+31 612", light="green", at=datetime.now(UTC)))
    content = reader.get("/hengelo/plan/lijst.xlsx?q=klik").response.get_data()
    with ZipFile(BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page.lower()
    (row,) = rows(reader, "/hengelo/plan/lijst.xlsx?q=klik")
    assert (row["Actie"], row["Laatste update"]) == (formula, "+31 612")
    (row,) = csv_rows(reader, "/hengelo/plan/lijst.csv?q=klik")
    assert row["Actie"] == f"'{formula}"
    assert row["Omschrijving"].startswith("'@SOM")
    assert row["Laatste update"] == "'+31 612"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_whatever_begins_a_formula_is_disarmed_and_nothing_else(sign: str) -> None:
    assert disarmed(f"{sign}1") == f"'{sign}1"
    assert disarmed(f"a{sign}1") == f"a{sign}1"
    assert disarmed("") == ""


def test_the_second_sheet_says_what_was_chosen_by_whom_and_when(world: World, reader: Visitor) -> None:
    theme = world.row("hengelo", "theme", "ontmoeten")
    choice = f"?thema={theme}&status=running&q=koffie&sorteer=deadline&volgorde=aflopend"
    found = book(reader, f"/hengelo/plan/lijst.xlsx{choice}").get_sheet_by_name("Over dit bestand")
    about = {str(name): str(value) for name, value in found.to_python()}
    assert about["Thema"] == "A Ontmoeten"
    assert (about["Status"], about["Gezocht op"]) == ("Loopt", "koffie")
    assert about["Volgorde"] == "uiterlijk klaar, aflopend"
    assert (about["Aantal acties"], about["Gemaakt door"]) == ("1", "Reader in hengelo")
    assert about["Adres van deze lijst"].endswith(f"/hengelo/plan/lijst{choice}")


def test_the_file_is_dutch_also_on_an_english_screen_and_holds_nothing_of_another_town(
    reader: Visitor,
) -> None:
    reader.get("/taal/en?terug=/hengelo/")
    coffee = rows(reader, "/hengelo/plan/lijst.xlsx")[0]
    assert (coffee["Status"], coffee["Begin"]) == ("Loopt", "februari 2026")
    assert secret_of("enschede") not in str(csv_rows(reader, "/hengelo/plan/lijst.csv"))


def test_two_thousand_rows_take_as_many_statements_as_two(world: World, reader: Visitor) -> None:
    few = statements(lambda: reader.get("/hengelo/plan/lijst.csv"))
    with world.inside("hengelo"):
        plan = db().scalars(select(Plan.id).where(Plan.current)).one()
        db().execute(
            insert(Action),
            [{"plan_id": plan, "title": f"Koffie {number}", "status": "running"} for number in range(2_000)],
        )
    assert statements(lambda: reader.get("/hengelo/plan/lijst.csv")) == few <= 8
    assert len(rows(reader, "/hengelo/plan/lijst.xlsx")) == 2_002


def test_the_name_of_a_file_keeps_its_letters_and_loses_their_accents() -> None:
    assert file_name("Eén tegen eenzaamheid: cafés", "2026-11-22", ending="pdf") == (
        "een-tegen-eenzaamheid-cafes-2026-11-22.pdf"
    )

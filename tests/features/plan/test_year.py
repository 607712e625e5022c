"""The year view: every action in the years that it belongs to, by quarter and no sharper than it is known."""

import pytest
from sqlalchemy import delete, select

from app.periods import PartialDate
from app.pillars.models import Pillar
from app.plan.models import Action, ActionPillar, Milestone
from tenants import db
from tests.features.plan.real import open_real_workspace
from tests.features.plan.statements import statements
from tests.features.plan.test_list import add
from tests.page import Answer, Visitor
from tests.people import World


@pytest.fixture
def reader(world: World) -> Visitor:
    return world.as_person("reader@hengelo")


def names(page: Answer) -> list[str]:
    return [link.text_content().strip() for link in page.document.cssselect(".sk-year__name a")]


def said_in(page: Answer, heading: str) -> str:
    (part,) = page.document.xpath(f"//div[@class='sk-quarter'][h2[normalize-space()='{heading}']]")
    return " ".join(part.text_content().split())


def test_every_action_is_one_link_on_the_drawing_and_stands_in_the_words(reader: Visitor) -> None:
    page = reader.get("/hengelo/plan/jaar")
    assert names(page) == ["a Koffieochtend", "b Maatjes zoeken"]
    begins = said_in(page, "2026, kwartaal 1")
    assert "Begint Koffieochtend" in begins
    assert "Zaal gehuurd (gehaald), bij Koffieochtend" in begins
    assert "Uiterlijk klaar Koffieochtend" in said_in(page, "2027, kwartaal 2")
    assert "Maatjes zoeken" in said_in(page, "2027, kwartaal niet bekend")
    assert page.document.xpath("//*[@class='sk-year']//svg[not(@aria-hidden='true')]") == []


def test_one_year_leaves_the_others_in_a_list(reader: Visitor) -> None:
    page = reader.get("/hengelo/plan/jaar?jaar=2026")
    assert names(page) == ["a Koffieochtend"]
    assert "In andere jaren (1) Maatjes zoeken" in page.words()
    assert "2027, kwartaal" not in page.words()


@pytest.mark.parametrize(
    "odd", ["jaar=1066", "jaar=x", "indeling=kleur", "pijler=99999999999", "trekker=1", "status=?"]
)
def test_what_means_nothing_in_the_address_is_left_out(reader: Visitor, odd: str) -> None:
    page = reader.get(f"/hengelo/plan/jaar?{odd}")
    assert page.status == 200
    assert len(names(page)) == 2


def test_the_filters_and_the_grouping_live_in_the_address(world: World, reader: Visitor) -> None:
    assert names(reader.get("/hengelo/plan/jaar?status=planned")) == ["b Maatjes zoeken"]
    assert names(reader.get("/hengelo/plan/jaar?pijler=3")) == ["a Koffieochtend"]
    owner = world.row("hengelo", "partner", "welzijn")
    assert names(reader.get(f"/hengelo/plan/jaar?trekker={owner}")) == ["a Koffieochtend"]
    by_owner = reader.get("/hengelo/plan/jaar?indeling=trekker")
    heads = [head.text_content() for head in by_owner.document.cssselect(".sk-year__group-name")]
    assert heads == ["Welzijn", "Zonder trekker"]
    by_pillar = reader.get("/hengelo/plan/jaar?indeling=pijler")
    heads = [head.text_content() for head in by_pillar.document.cssselect(".sk-year__group-name")]
    assert [head[:1] for head in heads] == ["3", "Z"]
    nothing = reader.get("/hengelo/plan/jaar?status=stopped")
    assert "Geen acties gevonden" in nothing.words()


def test_an_action_of_two_pillars_stands_under_both_and_counts_once(world: World, reader: Visitor) -> None:
    with world.inside("hengelo"):
        koffie = world.row("hengelo", "action", "koffie")
        other = db().scalars(select(Pillar.id).where(Pillar.number != 3).order_by(Pillar.number)).first()
        db().add(ActionPillar(action_id=koffie, pillar_id=other))
    page = reader.get("/hengelo/plan/jaar?indeling=pijler")
    assert names(page).count("a Koffieochtend") == 2
    assert "2 acties in" in page.words()
    of_three = reader.get("/hengelo/plan/jaar?indeling=pijler&pijler=3")
    heads = [head.text_content()[:1] for head in of_three.document.cssselect(".sk-year__group-name")]
    assert heads == ["3"]


def test_milestones_of_other_years_are_counted(reader: Visitor) -> None:
    said = reader.get("/hengelo/plan/jaar?status=running&jaar=2027").words("//p[@role='status']")
    assert said == "1 actie in 2027, 1 mijlpaal in andere jaren"


@pytest.mark.parametrize("view", ["jaar", "bord", "lijst"])
def test_every_view_says_whose_actions_these_are(reader: Visitor, view: str) -> None:
    page = reader.get(f"/hengelo/plan/{view}")
    (title,) = page.document.xpath("//*[@class='sk-eyebrow']/span[@lang='nl']")
    assert title.text_content() in reader.get("/hengelo/plan").words("//h1")


def test_what_has_no_date_is_listed_with_an_invitation_for_who_may_give_one(
    world: World, reader: Visitor
) -> None:
    with world.inside("hengelo"):
        add(title="Ooit eens")
    invitation = "Datum invullen"
    assert "Nog zonder datum (1)" in reader.get("/hengelo/plan/jaar").words()
    assert invitation not in reader.get("/hengelo/plan/jaar").words()
    assert invitation in world.as_person("officer@hengelo").get("/hengelo/plan/jaar").words()


def test_an_empty_plan_says_what_to_do_next(world: World) -> None:
    with world.inside("hengelo"):
        db().execute(delete(Action))
    page = world.as_person("coordinator@hengelo").get("/hengelo/plan/jaar")
    assert "Er staan nog geen acties in het plan" in page.words()


def test_it_takes_as_many_statements_with_many_actions(world: World, reader: Visitor) -> None:
    few = statements(lambda: reader.get("/hengelo/plan/jaar"))
    with world.inside("hengelo"):
        for number in range(20):
            action = add(title=f"Actie {number}", starts=PartialDate(2026))
            db().add(Milestone(action_id=action.id, title="Zaal"))
    assert statements(lambda: reader.get("/hengelo/plan/jaar")) == few <= 8


def test_it_shows_nothing_of_another_town(world: World, reader: Visitor) -> None:
    text = reader.get("/hengelo/plan/jaar").text
    assert str(world.row("hengelo", "action", "koffie")) in text
    assert str(world.row("enschede", "action", "koffie")) not in text


def test_the_plans_own_years_are_shown_and_other_years_can_be_chosen(world: World, reader: Visitor) -> None:
    slug = open_real_workspace(world, "enschede")
    page = reader.get(f"/{slug}/plan/jaar")
    assert "17 acties in 2021–2022, 3 in andere jaren, 7 zonder datum" in page.words()
    years = [option.get("value") for option in page.document.cssselect("select[name=jaar] option")]
    assert {"2019", "2021", "2022", "2025"} <= set(years)
    assert "Enschede 700 jaar" in reader.get(f"/{slug}/plan/jaar?jaar=2025").words("//*[@id='year']//ul")


def test_an_action_is_named_once_by_a_link_where_it_only_goes_on(world: World, reader: Visitor) -> None:
    with world.inside("hengelo"):
        row = db().get_one(Action, world.row("hengelo", "action", "maatje"))
        row.deadline = None
        add(title="Loopt altijd", starts=PartialDate(2020), ends=PartialDate(2030))
    page = reader.get("/hengelo/plan/jaar?jaar=2026")
    links = page.document.xpath("//a[@class='sk-quarter__link'][.='Loopt altijd']")
    assert len(links) == 1

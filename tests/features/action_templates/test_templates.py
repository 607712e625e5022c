"""An action begins with a template, and becomes one."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.action_templates.models import ActionTemplate, TemplateMilestone
from app.history.models import Event
from app.periods import PartialDate
from app.plan.models import Action, Milestone
from tenants import db
from tests.features.plan.statements import statements
from tests.features.plan.test_list import add
from tests.page import Answer, Visitor
from tests.people import World

LUNCH = "/hengelo/acties/sjablonen/standaard/wijklunch"


@pytest.fixture
def officer(world: World) -> Visitor:
    return world.as_person("officer@hengelo")


def filled_in(page: Answer, **changes: str) -> dict[str, Any]:
    """What the form of a page would send, with changes."""
    (form,) = page.document.xpath("//main//form[.//input[@name='starts']]")
    return {**{name: value for name, value in form.form_values() if name != "csrf_token"}, **changes}


def dates(page: Answer) -> list[str]:
    return [one.get("value") or "" for one in page.document.cssselect("input[name$='-due']")]


def begun(world: World, title: str) -> tuple[Action, list[tuple[str, str]]]:
    with world.inside("hengelo"):
        action = db().scalars(select(Action).where(Action.title == title)).one()
        rows = db().scalars(
            select(Milestone).where(Milestone.action_id == action.id).order_by(Milestone.position)
        )
        return action, [(row.title, str(row.due)) for row in rows]


def test_a_new_action_offers_templates_and_keeps_the_goal_from_which_one_came(
    world: World, officer: Visitor
) -> None:
    goal = world.row("hengelo", "goal", "operationeel")
    page = officer.get(f"/hengelo/acties/nieuw?doel={goal}")
    (way,) = page.document.xpath("//main//a[normalize-space()='Begin met een sjabloon']/@href")
    gallery = officer.get(way)
    assert "Koffie-inloop" in gallery.words()
    assert "Plek en keuken zijn geregeld week 4" in gallery.words()
    form = officer.get(gallery.document.xpath("//a[.='Wijklunch voor buren']/@href")[0])
    assert form.value_of("goal") == str(goal)


def test_a_template_fills_in_the_form_and_everything_in_it_can_be_changed(
    world: World, officer: Visitor
) -> None:
    page = officer.get(LUNCH)
    assert page.value_of("weeks") == "26"
    counted = officer.post(LUNCH, filled_in(page, starts="2027-01-04", title="Lunch in Zuid", herreken="ja"))
    assert counted.status == 422
    assert counted.value_of("title") == "Lunch in Zuid"
    assert dates(counted) == ["2027-02-01", "2027-02-15", "2027-03-01", "2027-04-26", "2027-07-05", "", ""]
    sent = filled_in(counted, **{"steps-0-due": "2027-01-20", "steps-1-title": "", "steps-5-title": "Feest"})
    answer = officer.post(LUNCH, sent)
    assert answer.status == 303
    assert "met haar mijlpalen" in officer.follow(answer).words()
    action, milestones = begun(world, "Lunch in Zuid")
    assert (action.starts, action.ends) == (PartialDate(2027, 1, 4), PartialDate(2027, 7, 5))
    assert milestones == [
        ("Plek en keuken zijn geregeld", "2027-01-20"),
        ("Eerste lunch is gehouden", "2027-03-01"),
        ("Tien gasten komen voor het eerst", "2027-04-26"),
        ("Besloten hoe het verdergaat", "2027-07-05"),
        ("Feest", "None"),
    ]


def test_saving_with_another_start_shows_the_new_dates_first_and_keeps_those_that_were_chosen(
    officer: Visitor,
) -> None:
    page = officer.get(LUNCH)
    counted = officer.post(LUNCH, filled_in(page, starts="2027-01-04", **{"steps-1-due": "2027-09-09"}))
    assert counted.status == 422
    assert "opnieuw uitgerekend" in counted.words()
    assert dates(counted)[:3] == ["2027-02-01", "2027-09-09", "2027-03-01"]
    assert officer.post(LUNCH, filled_in(counted)).status == 303


@pytest.mark.parametrize(
    ("field", "typed"),
    [("starts", "gisteren"), ("starts", "0001-01-01"), ("weeks", "0"), ("weeks", "x"), ("title", " ")],
)
def test_wrong_input_says_so_twice_and_keeps_what_was_typed(officer: Visitor, field: str, typed: str) -> None:
    page = officer.get(LUNCH)
    for _attempt in range(2):
        page = officer.post(LUNCH, filled_in(page, description="Eigen tekst", **{field: typed}))
        assert page.status == 422
        assert "Fout:" in page.error_of(field)
        assert page.value_of("description") == "Eigen tekst"


def test_an_action_becomes_a_template_of_the_coalition_with_weeks_for_dates(
    world: World, officer: Visitor
) -> None:
    address = f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}/sjabloon"
    page = officer.get(address)
    assert page.value_of("starts") == "2026-02-01"
    answer = officer.post(address, {"name": "Onze koffie", "starts": "2026-02-01"})
    assert "Onze koffie" in officer.follow(answer).words()
    with world.inside("hengelo"):
        template = db().scalars(select(ActionTemplate).where(ActionTemplate.name == "Onze koffie")).one()
        steps = select(TemplateMilestone).where(TemplateMilestone.template_id == template.id)
        found = [(step.title, step.week) for step in db().scalars(steps.order_by(TemplateMilestone.position))]
        kinds = set(db().scalars(select(Event.kind).where(Event.subject_id == template.id)))
    assert template.weeks == 73
    assert found == [("Zaal gehuurd", 8), ("Vijftig gasten", 60)]
    assert kinds == {"action_template.added"}
    begin = officer.get(f"/hengelo/acties/sjablonen/{template.id}/actie")
    assert officer.post(f"/hengelo/acties/sjablonen/{template.id}/actie", filled_in(begin)).status == 303


def test_without_a_date_to_count_from_one_is_asked(world: World, officer: Visitor) -> None:
    with world.inside("hengelo"):
        action_id: UUID = add(title="Ooit eens").id
    address = f"/hengelo/acties/{action_id}/sjabloon"
    page = officer.post(address, {"name": "Ooit"})
    assert page.status == 422
    assert "Kies zelf een dag" in page.words()
    assert "Vul dit in" in page.error_of("starts")
    assert officer.post(address, {"name": "Ooit", "starts": "2026-01-05", "weeks": "6"}).status == 303


def test_a_milestone_before_the_first_day_is_refused_with_a_sentence(world: World, officer: Visitor) -> None:
    address = f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}/sjabloon"
    page = officer.post(address, {"name": "Onze koffie", "starts": "2026-12-01"})
    assert page.status == 422
    assert "“Zaal gehuurd” ligt vóór deze dag" in page.error_of("starts")


def test_a_template_can_be_called_otherwise_and_thrown_away(world: World, officer: Visitor) -> None:
    template = world.row("hengelo", "action_template", "inloop")
    address = f"/hengelo/acties/sjablonen/{template}"
    assert officer.post(f"{address}/wijziging", {"name": " "}).status == 422
    page = officer.follow(officer.post(f"{address}/wijziging", {"name": "Buurtkoffie"}))
    assert "Buurtkoffie" in page.words()
    assert "Buurtkoffie" in officer.get(f"{address}/verwijdering").words()
    page = officer.follow(officer.post(f"{address}/verwijdering"))
    assert "Buurtkoffie" not in page.words("//main//ul")
    history = world.as_person("reader@hengelo").get("/hengelo/geschiedenis").words()
    assert "Sjabloon gewijzigd" in history
    assert "Sjabloon verwijderd" in history


def test_a_template_that_is_nowhere_is_not_found_and_who_may_not_edit_is_kept_out(
    world: World, officer: Visitor
) -> None:
    assert officer.get("/hengelo/acties/sjablonen/standaard/luchtkasteel").status == 404
    other = world.row("enschede", "action_template", "inloop")
    assert officer.get(f"/hengelo/acties/sjablonen/{other}/actie").status == 404
    reader = world.as_person("reader@hengelo")
    for address in ("/hengelo/acties/sjablonen", LUNCH):
        assert reader.get(address).status == 403


def test_the_gallery_takes_as_many_statements_with_many_templates(world: World, officer: Visitor) -> None:
    few = statements(lambda: officer.get("/hengelo/acties/sjablonen"))
    with world.inside("hengelo"):
        for number in range(12):
            ActionTemplate.save(f"Sjabloon {number}", "", 4, [])
    assert statements(lambda: officer.get("/hengelo/acties/sjablonen")) == few <= 8
    assert statements(lambda: officer.get(LUNCH)) <= 8

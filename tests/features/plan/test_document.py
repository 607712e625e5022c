"""The plan as a document: everything in it, where it comes from, and which plan it is."""

from typing import Any

import pytest
from sqlalchemy import select, update

from app.plan.models import Action, Chapter, Goal, Milestone, Passage, Plan
from tenants import acting_in, db, provision
from tests.features.plan.real import open_real_workspace
from tests.features.plan.statements import statements
from tests.page import Visitor
from tests.people import World


@pytest.fixture
def reader(world: World) -> Visitor:
    return world.as_person("reader@hengelo")


def test_the_document_holds_chapters_goals_actions_milestones_and_what_the_plan_says_of_itself(
    reader: Visitor,
) -> None:
    page = reader.get("/hengelo/plan")
    assert page.heading == "Actieplan"
    text = page.words()
    for part in (
        "2026 tot en met 2027",
        "20 januari 2026 door college",
        "Wie zich eenzaam voelt, vindt iemand om mee te eten.",
        "Minder eenzame inwoners",
        "Meer mensen aan tafel",
        "25%",
        "Koffieochtend",
        "Ook op feestdagen.",
        "Zaal gehuurd (klaar 10 maart 2026)",
        "Vijftig gasten (voor maart 2027)",
        "Ontmoeten",
    ):
        assert part in text
    assert "Wijzig" not in text


def test_the_table_of_contents_leads_to_what_is_there(world: World, reader: Visitor) -> None:
    with world.inside("hengelo"):
        plan_id = db().scalars(select(Plan.id)).one()
        for position, number in enumerate(("2", "2.1", "2.1.1", "3"), start=2):
            db().add(
                Chapter(
                    plan_id=plan_id, number=number, title=f"Deel {number}", kind="vision", position=position
                )
            )
    page = reader.get("/hengelo/plan")
    links = page.document.xpath("//nav[@aria-labelledby='contents-title']//a/@href")
    assert len(links) == 8
    for link in links:
        assert page.document.xpath(f"//*[@id='{link.removeprefix('#')}']")
    deepest = page.document.xpath("//nav[@aria-labelledby='contents-title']/ol/li/ol/li/ol/li")
    assert [item.text_content().strip() for item in deepest] == ["2.1.1 Deel 2.1.1"]


@pytest.mark.parametrize("town", ["hengelo", "enschede", "almelo"])
def test_the_document_shows_the_reference_of_every_passage(world: World, town: str) -> None:
    """The real plans: whatever of them is a chapter, passage, goal, action or milestone stands there with its place in the source."""
    slug = open_real_workspace(world, town)
    reader = world.as_person("reader@hengelo")
    with acting_in(provision.tenant_id_of(slug)):
        plans = db().scalars(select(Plan.id)).all()
        nouns: dict[str, type[Any]] = {
            "hoofdstuk": Chapter,
            "passage": Passage,
            "doel": Goal,
            "actie": Action,
            "mijlpaal": Milestone,
        }
        expected = {
            f"{anchor}-{row.id}": (row.source_document, row.source_heading, row.source_item)
            for anchor, noun in nouns.items()
            for row in db().scalars(select(noun))
        }
    assert len(expected) > 30
    seen: dict[str, str] = {}
    for plan_id in plans:
        page = reader.get(f"/{slug}/plan/{plan_id}")
        seen |= {
            part.get("id"): " ".join(part.text_content().split())
            for part in page.document.xpath("//main//*[@id]")
        }
    missing = [
        anchor for anchor, (document, heading, item) in expected.items() if f"{document}, {heading}, {item}" not in seen.get(anchor, "")
    ]  # fmt: skip
    assert missing == []


def test_an_older_plan_can_be_read_and_says_that_it_is_older(world: World, reader: Visitor) -> None:
    with world.inside("hengelo"):
        older = Plan(title="Plan 2015", current=False)
        db().add(older)
        db().flush()
        older_id = older.id
    current = reader.get("/hengelo/plan")
    (link,) = current.document.xpath("//main//a[normalize-space()='Plan 2015']/@href")
    page = reader.get(link)
    assert page.heading == "Plan 2015"
    assert "Dit plan is niet meer het huidige." in page.words()
    assert "Dit plan is nog leeg" in page.words()
    stranger = world.as_person("reader@enschede")
    assert stranger.get(f"/enschede/plan/{older_id}").status == 404


def test_a_coalition_without_a_plan_begins_one(world: World) -> None:
    with world.inside("hengelo"):
        db().execute(update(Plan).values(current=False))
    assert "heeft nog geen plan" in world.as_person("reader@hengelo").get("/hengelo/plan").words()
    for address in ("/hengelo/acties/nieuw?pijler=1", "/hengelo/doelen/nieuw"):
        assert "Begin een plan" in world.as_person("coordinator@hengelo").get(address).words()
    coordinator = world.as_person("coordinator@hengelo")
    empty = coordinator.get("/hengelo/plan")
    coordinator.get(empty.document.xpath("//main//a[contains(., 'Begin een plan')]/@href")[0])
    page = coordinator.follow(coordinator.post("/hengelo/plan/nieuw", {"title": "Ons eerste plan"}))
    assert page.heading == "Ons eerste plan"
    assert "Eerste hoofdstuk" in page.words()
    # And once it is no longer empty, goals and actions are still added from here.
    assert (
        coordinator.post("/hengelo/doelen/nieuw", {"title": "Ons eerste doel", "weight": "1"}).status == 303
    )
    offered = coordinator.get("/hengelo/plan").document.xpath("//main//a/@href")
    assert {"/hengelo/doelen/nieuw", "/hengelo/acties/nieuw"} <= set(offered)


def test_a_new_plan_succeeds_the_one_before(world: World) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    coordinator.get("/hengelo/plan/nieuw")
    facts = {
        "title": "Plan 2028",
        "period_from-year": "2028",
        "period_until-year": "2031",
        "period_until-month": "6",
    }
    page = coordinator.follow(coordinator.post("/hengelo/plan/nieuw", facts))
    assert page.heading == "Plan 2028"
    assert "2028 tot en met juni 2031" in page.words()
    with world.inside("hengelo"):
        assert {(plan.title, plan.current) for plan in db().scalars(select(Plan))} == {
            ("Actieplan", False),
            ("Plan 2028", True),
        }
    with world.inside("enschede"):
        assert db().scalars(select(Plan.current)).all() == [True]


def test_the_facts_of_a_plan_are_changed_and_wrong_ones_are_refused(world: World) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    address = f"/hengelo/plan/{world.row('hengelo', 'plan', 'plan')}/wijziging"
    form = coordinator.get(address)
    assert form.value_of("period_from-year") == "2026"
    wrong = coordinator.post(address, {"title": "", "period_from-month": "13", "adopted-year": "1"})
    assert wrong.status == 422
    assert "Vul dit in." in wrong.error_of("title")
    assert "Dit is geen datum." in wrong.words()
    backwards = {"title": "Actieplan", "period_from-year": "2028", "period_until-year": "2027"}
    refused = coordinator.post(address, backwards)
    assert refused.status == 422
    assert "Het einde ligt vóór het begin." in refused.words()
    page = coordinator.follow(
        coordinator.post(address, {"title": "Actieplan", "adopted_by": "de raad", "period_from-year": "2026"})
    )
    assert "door de raad" in page.words()
    history = world.as_person("reader@hengelo")
    assert history.get("/hengelo/geschiedenis").status == 200


def test_the_document_takes_as_many_statements_for_a_long_plan_as_for_a_short_one(
    world: World, reader: Visitor
) -> None:
    few = statements(lambda: reader.get("/hengelo/plan"))
    with world.inside("hengelo"):
        plan_id = db().scalars(select(Plan.id)).one()
        coffee = world.row("hengelo", "action", "koffie")
        for number in range(20):
            chapter = Chapter(plan_id=plan_id, title=f"Deel {number}", kind="vision", position=number)
            db().add(chapter)
            db().flush()
            db().add(Passage(chapter_id=chapter.id, text="Iets.", kind="point"))
            db().add(Milestone(action_id=coffee, title=f"Mijlpaal {number}"))
            db().add(Goal(plan_id=plan_id, title=f"Doel {number}", level="strategic"))
    assert statements(lambda: reader.get("/hengelo/plan")) == few <= 8

"""The list: filters that live in the address, search, and order."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from app.periods import PartialDate
from app.plan.models import Action, ActionPillar, ActionTheme, Goal, Milestone, Plan, ProgressUpdate
from app.plan.queries.cards import card_of, cards, is_late_on, is_stalled_on
from app.plan.queries.listing import Selection, Sort, listing
from app.plan.rules import ActionStatus
from app.web.clock import today
from tenants import db
from tests.features.plan.statements import statements
from tests.page import Answer, Visitor
from tests.people import World


@pytest.fixture
def reader(world: World) -> Visitor:
    return world.as_person("reader@hengelo")


def titles(page: Answer) -> list[str]:
    return [" ".join(link.text_content().split()) for link in page.document.xpath("//tbody//th//a")]


def add(**facts: Any) -> Action:
    """An action of the current plan."""
    action = Action(
        plan_id=db().scalars(select(Plan.id).where(Plan.current)).one(), **{"status": "running", **facts}
    )
    db().add(action)
    db().flush()
    return action


def test_everything_is_there_at_first(reader: Visitor) -> None:
    page = reader.get("/hengelo/plan/lijst")
    assert titles(page) == ["Koffieochtend", "Maatjes zoeken"]
    assert "2 acties" in page.words()


@pytest.mark.parametrize(
    ("table", "key", "name"),
    [
        ("theme", "ontmoeten", "thema"),
        ("goal", "operationeel", "doel"),
        ("goal", "strategisch", "doel"),
        ("partner", "welzijn", "trekker"),
        ("neighbourhood", "centrum", "wijk"),
        ("target_group", "ouderen", "doelgroep"),
    ],
)
def test_a_filter_in_the_address_survives_sharing(world: World, table: str, key: str, name: str) -> None:
    address = f"/hengelo/plan/lijst?{name}={world.row('hengelo', table, key)}"
    seen = [titles(world.as_person(who).get(address)) for who in ("coordinator@hengelo", "reader@hengelo")]
    assert seen[0] == seen[1]
    assert "Koffieochtend" in seen[0]
    assert ("Maatjes zoeken" in seen[0]) == (name == "doel")
    chosen = world.as_person("reader@hengelo").get(address)
    assert chosen.value_of(name) == str(world.row("hengelo", table, key))
    assert "Wis filters" in chosen.words()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=planned", ["Maatjes zoeken"]),
        ("status=running&pijler=3", ["Koffieochtend"]),
        ("pijler=1", []),
        ("licht=amber", ["Koffieochtend"]),
        ("licht=red", []),
        ("telaat=ja", []),
        ("stil=ja", []),
        ("status=kwijt&thema=geen&licht=paars&pijler=x", ["Koffieochtend", "Maatjes zoeken"]),
    ],
)  # fmt: skip
def test_filters_are_combined_and_what_means_nothing_is_left_out(
    reader: Visitor, query: str, expected: list[str]
) -> None:
    page = reader.get(f"/hengelo/plan/lijst?{query}")
    assert titles(page) == expected
    if not expected:
        assert "Geen acties gevonden" in page.words()


def test_anothers_identifiers_find_nothing(world: World, reader: Visitor) -> None:
    theirs = world.row("enschede", "theme", "ontmoeten")
    page = reader.get(f"/hengelo/plan/lijst?thema={theirs}")
    assert titles(page) == []
    assert str(theirs) not in page.words()


def test_searching_finds_a_word_in_another_form_and_marks_it(world: World, reader: Visitor) -> None:
    with world.inside("hengelo"):
        add(title="Campagne", description="Praten over eenzaamheid helpt.")
        add(title="<b>Eenzamen</b> & buren")
    page = reader.get("/hengelo/plan/lijst?q=eenzame")
    assert sorted(titles(page)) == ["<b>Eenzamen</b> & buren", "Campagne", "Koffieochtend"]
    marks = [mark.text_content() for mark in page.document.xpath("//mark")]
    assert sorted(marks) == ["Eenzamen", "eenzaam", "eenzaamheid"]
    assert not page.document.xpath("//tbody//b"), "what people typed is text"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("koff", True),
        ("KOFFIE buurt", True),
        ('"elke dinsdag"', True),
        ('"dinsdag elke"', False),
        ("koffie -dinsdag", False),
        ("thee or koffie", True),
        ("'; drop table action; --", False),
        ("!!! &&& (", False),
        ("   ", True),
    ],
)
def test_whatever_is_typed_is_a_question(reader: Visitor, text: str, *, found: bool) -> None:
    page = reader.get("/hengelo/plan/lijst", query_string={"q": text})
    assert page.status == 200
    assert ("Koffieochtend" in titles(page)) == found


def test_an_action_of_an_older_plan_is_found_only_when_asked_for(world: World, reader: Visitor) -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        older = Plan(title="Plan 2015", current=False)
        db().add(older)
        db().flush()
        db().add(Action(plan_id=older.id, title="Oude actie", status="done"))
        older_id = older.id
    assert "Oude actie" not in titles(reader.get("/hengelo/plan/lijst"))
    assert "Oude actie" in titles(reader.get("/hengelo/plan/lijst?plan=alle"))
    assert titles(reader.get(f"/hengelo/plan/lijst?plan={older_id}")) == ["Oude actie"]


@pytest.mark.parametrize(
    ("written", "late"),
    [("2025", True), ("2026", False), ("2026-10", True), ("2026-11", False), ("2026-11-21", True), ("2026-11-22", False)],
)  # fmt: skip
def test_late_means_the_same_in_the_database_as_on_the_card(
    world: World, written: str, *, late: bool
) -> None:
    day = date(2026, 11, 22)
    with world.inside("hengelo"):
        action = add(title="Met datum", deadline=PartialDate.parse(written))
        finished = add(title="Klaar", deadline=PartialDate.parse(written), status="done")
        db().flush()
        found = db().scalars(select(Action.id).where(is_late_on(day))).all()
        card = card_of(db().execute(cards().where(Action.id == action.id)).one())
        assert (action.id in found) == late == card.is_late(day)
        assert finished.id not in found


@pytest.mark.parametrize(("days", "stalled"), [(59, False), (60, False), (61, True)])
def test_silent_means_the_same_in_the_database_as_on_the_card(
    world: World, days: int, *, stalled: bool
) -> None:
    day = today()
    with world.inside("hengelo"):
        action = add(title="Stil")
        at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=11) - timedelta(days=days)
        db().add(ProgressUpdate(action_id=action.id, at=at, happened="Iets.", light="green"))
        db().flush()
        found = db().scalars(select(Action.id).where(is_stalled_on(day, 60))).all()
        card = card_of(db().execute(cards().where(Action.id == action.id)).one())
        assert (action.id in found) == stalled == card.is_stalled(day, 60)


def test_the_order_by_progress_is_the_order_of_what_is_shown(world: World) -> None:
    with world.inside("hengelo"):
        for title, done, still in (("Half", 1, 1), ("Driekwart", 3, 1), ("Niets", 0, 2)):
            action = add(title=title)
            db().add(
                Milestone(
                    action_id=action.id,
                    title="m",
                    weight=done or 1,
                    done_on=PartialDate(2026) if done else None,
                )
            )
            db().add(Milestone(action_id=action.id, title="n", weight=still))
        reported = add(title="Verteld")
        db().add(ProgressUpdate(action_id=reported.id, happened="Iets.", light="green", percent=60))
        add(title="Gedaan", status="done")
        add(title="Gestopt", status="stopped", stop_reason="Daarom.")
        db().flush()
        lines = listing(Selection(sort=Sort.PROGRESS), 1, today(), 60).lines
        shown = [line.card.standing.progress for line in lines]
        counting = [progress for progress in shown if progress is not None]
        assert counting == sorted(counting)
        assert shown[-1] is None, "what stopped does not count and stands last"
        backwards = listing(Selection(sort=Sort.PROGRESS, descending=True), 1, today(), 60).lines
        assert backwards[0].card.standing.progress == 100
        assert backwards[-1].card.status is ActionStatus.STOPPED


def test_every_column_sorts_both_ways_and_keeps_the_filter(reader: Visitor) -> None:
    page = reader.get("/hengelo/plan/lijst?doel=&sorteer=titel&q=")
    assert titles(page) == ["Koffieochtend", "Maatjes zoeken"]
    assert page.document.xpath("//th[@aria-sort='ascending']")
    turned = reader.get(page.document.xpath("//th[@aria-sort]/a/@href")[0])
    assert titles(turned) == ["Maatjes zoeken", "Koffieochtend"]
    for sort in Sort:
        for order in ("", "aflopend"):
            both = reader.get(f"/hengelo/plan/lijst?status=running&sorteer={sort}&volgorde={order}")
            assert titles(both) == ["Koffieochtend"]
            assert all("status=running" in link for link in both.document.xpath("//thead//a/@href"))


def test_capitals_and_accents_do_not_change_the_order_of_titles(world: World, reader: Visitor) -> None:
    with world.inside("hengelo"):
        for title in ("Éénzaam", "appel", "Zee", "eend"):
            add(title=title, status="idea")
    page = reader.get("/hengelo/plan/lijst?status=idea&sorteer=titel")
    assert titles(page) == ["appel", "eend", "Éénzaam", "Zee"]


def test_a_pillar_counts_what_serves_it_directly_or_through_a_theme_once(
    world: World, reader: Visitor
) -> None:
    with world.inside("hengelo"):
        through: UUID = world.row("hengelo", "theme", "ontmoeten")
        buddy = world.row("hengelo", "action", "maatje")
        db().add(ActionTheme(action_id=buddy, theme_id=through))
    assert titles(reader.get("/hengelo/plan/lijst?pijler=3")) == ["Koffieochtend", "Maatjes zoeken"]
    with world.inside("hengelo"):
        assert len(db().scalars(select(ActionPillar)).all()) == 1


def test_a_long_list_comes_fifty_at_a_time_in_as_many_statements(world: World, reader: Visitor) -> None:
    few = statements(lambda: reader.get("/hengelo/plan/lijst?q=koffie"))
    with world.inside("hengelo"):
        goal = db().get_one(Goal, world.row("hengelo", "goal", "operationeel"))
        for number in range(70):
            add(title=f"Koffie {number:02}", goal_id=goal.id)
    assert statements(lambda: reader.get("/hengelo/plan/lijst?q=koffie")) == few <= 8
    first = reader.get("/hengelo/plan/lijst?q=koffie&sorteer=titel")
    assert len(titles(first)) == 50
    assert "71 acties" in first.words()
    second = reader.get(first.document.xpath("//a[@rel='next']/@href")[0])
    assert len(titles(second)) == 21
    assert "Deze bladzijde is er niet" in reader.get("/hengelo/plan/lijst?q=koffie&pagina=9").words()


def test_a_plan_without_actions_says_what_to_do_next(world: World) -> None:
    with world.inside("hengelo"):
        db().execute(delete(Action))
    assert (
        "Voeg de eerste actie toe"
        in world.as_person("coordinator@hengelo").get("/hengelo/plan/lijst").words()
    )
    assert (
        "Voeg de eerste actie toe" not in world.as_person("reader@hengelo").get("/hengelo/plan/lijst").words()
    )


def test_a_choice_refreshes_only_the_list_and_leaves_an_address_to_share(reader: Visitor) -> None:
    answer = reader.get(
        "/hengelo/plan/lijst?status=planned&q=&thema=&pagina=1",
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )
    assert "<html" not in answer.text
    assert answer.document.xpath("//*[@id='list']")
    assert answer.response.headers["HX-Push-Url"] == "/hengelo/plan/lijst?status=planned"

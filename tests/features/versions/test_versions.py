"""Versions: the plan is frozen as it was seen, can be read for ever, and says in words what changed since."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text, update
from sqlalchemy import inspect as sqlalchemy_inspect
from sqlalchemy.exc import ProgrammingError

from app.periods import PartialDate
from app.plan.models import Action, Chapter, Goal, Milestone, Passage, Plan
from app.plan.rules import ActionStatus
from app.versions.models import PlanVersion
from app.versions.queries.content import content_of
from app.versions.rules.comparison import compare
from tenants import db
from tests.features.plan.statements import statements
from tests.page import Answer, Visitor
from tests.people import World, secret_of

FREEZE = "/hengelo/plan/versies/nieuw"
COMPARE = "/hengelo/plan/versies/vergelijking"


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


def _first(world: World) -> UUID:
    return world.row("hengelo", "plan_version", "vastgesteld")


def _freeze(visitor: Visitor, **typed: str) -> Answer:
    seen = visitor.get(FREEZE).value_of("seen")
    fields = {"name": "Vastgesteld in mei 2027", "adopted_by": "Gemeenteraad", "adopted_on-year": "2027",
              "adopted_on-month": "5", "seen": seen, **typed}  # fmt: skip
    return visitor.post(FREEZE, fields)


def _change(world: World, change: Callable[[Action], Any], key: str = "koffie") -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        change(db().get_one(Action, world.row("hengelo", "action", key)))


def test_a_coordinator_freezes_the_plan_and_everyone_reads_it_as_it_was(
    world: World, coordinator: Visitor
) -> None:
    shown = coordinator.get(FREEZE)
    assert "1 hoofdstuk" in shown.words()
    assert "2 acties" in shown.words()
    assert "Er is niets veranderd" in shown.words()
    version = coordinator.follow(_freeze(coordinator, adopted_by="Stuurgroep"))
    assert "Vastgesteld in mei 2027 door Stuurgroep" in version.words()
    _change(world, lambda action: action.edit(title="Theeochtend"))
    address = version.document.xpath("//main//nav//a/@href")[0]
    assert address
    reader = world.as_person("reader@hengelo")
    (link,) = reader.get("/hengelo/plan/versies").document.xpath(
        "//a[normalize-space()='Vastgesteld in mei 2027']/@href"
    )
    words = reader.get(link).words()
    for part in ("Koffieochtend", "Zaal gehuurd (klaar 10 maart 2026)", "Ook op feestdagen.", "Bakkerij De Korenaar",
                 "nagerekend: de inhoud is nog precies wat werd vastgelegd", "25%", "Er zijn te weinig vrijwilligers."):  # fmt: skip
        assert part in words
    assert "Theeochtend" not in words
    assert "Plan vastgelegd" in world.as_person("reader@hengelo").get("/hengelo/geschiedenis").words()


def test_a_version_holds_all_that_the_document_of_today_holds(world: World) -> None:
    """Whatever of the plan has an anchor in its document has the same in the version."""
    reader = world.as_person("reader@hengelo")
    today, version = reader.get("/hengelo/plan"), reader.get(f"/hengelo/plan/versies/{_first(world)}")
    anchors = [
        {str(name) for name in page.document.xpath("//main//@id") if len(name) > 36}
        for page in (today, version)
    ]
    assert len(anchors[0]) > 8
    assert anchors[0] == anchors[1]


def test_a_version_keeps_every_column_of_the_plan(world: World) -> None:
    """A field that is added to the plan belongs in its versions too, or on this short list with a reason."""
    # Keys and order say where something stands, which the shape of the content says; the others are computed, or of the register.
    known = {"tenant_id", "position", "search", "created_at", "current", "plan_id", "action_id", "chapter_id",
             "goal_id", "owner_id", "parent_id"}  # fmt: skip
    with world.inside("hengelo"):
        content = content_of(None) or pytest.fail("no plan")
    kept: dict[type[Any], Mapping[str, Any]] = {
        Plan: content["plan"],
        Chapter: content["chapters"][0],
        Passage: content["chapters"][0]["passages"][0],
        Goal: content["goals"][0],
        Action: content["actions"][0],
        Milestone: content["actions"][0]["milestones"][0],
    }
    for noun, keys in kept.items():
        assert {column.key for column in sqlalchemy_inspect(noun).columns} - known - keys.keys() == set(), (
            noun
        )


def test_what_changed_since_is_told_in_words(world: World, coordinator: Visitor) -> None:
    _change(world, lambda action: action.edit(title="Theeochtend", deadline=PartialDate(2028)))
    _change(world, lambda action: action.move(ActionStatus.STOPPED, reason="Geen geld"), "maatje")
    with world.inside("hengelo", "coordinator@hengelo"):
        plan = db().scalars(select(Plan)).one()
        plan.add_action(title="Eettafel in de wijk")
        db().execute(update(Chapter).values(body="Wie zich **alleen** voelt, vindt iemand om mee te eten."))
        db().execute(
            update(Milestone).where(Milestone.due == PartialDate(2027, 3)).values(due=PartialDate(2027, 9))
        )
    page = coordinator.get(COMPARE)
    words = page.words()
    for part in (
        "3 acties veranderden: 1 nieuw, 1 gestopt, 1 verschoven in de tijd.",
        "Uiterlijke datum ging van 30 juni 2027 naar 2028",
        "Gestopt omdat: Geen geld (status was: gepland)",
        "Nieuw, met status gepland",
        "Mijlpaal Vijftig gasten ging van maart 2027 naar september 2027",
        "[weg: Koffieochtend",
        "[nieuw: Theeochtend",
        "1 Visie",
    ):
        assert part in words, part
    assert page.document.xpath("//del[contains(., 'eenzaam')]")
    assert page.document.xpath("//ins[contains(., 'alleen')]")
    links = page.document.xpath("//main//li/h3/a/@href")
    for link in links:
        address, _, anchor = link.partition("#")
        assert coordinator.get(address).document.xpath(f"//*[@id='{anchor}']")
    only = coordinator.get(f"{COMPARE}?soort=stopped").words("//main//*[@id='vergelijking']")
    assert "Gestopt omdat" in only
    assert "Eettafel" not in only


def test_who_pulls_and_who_helps_is_told_apart(world: World, coordinator: Visitor) -> None:
    with world.inside("hengelo"):
        db().execute(update(Action).where(Action.title == "Koffieochtend").values(owner_id=None))
    words = coordinator.get(COMPARE).words()
    assert "Partners in acties (1)" in words
    assert "Heeft geen trekker meer, was Welzijn" in words


def test_where_nothing_changed_the_page_says_so_and_today_can_stand_on_either_side(
    world: World, coordinator: Visitor
) -> None:
    first = _first(world)
    for query in ("", f"?van={first}&naar={first}", f"?van=nu&naar={first}", "?van=nu&naar=nu"):
        assert "Er is niets veranderd" in coordinator.get(f"{COMPARE}{query}").words()
    _change(world, lambda action: action.edit(title="Theeochtend"))
    back = coordinator.get(f"{COMPARE}?van=nu&naar={first}")
    assert "[nieuw: Koffieochtend" in back.words()


def test_a_version_that_nobody_has_is_not_found(world: World, coordinator: Visitor) -> None:
    theirs = world.row("enschede", "plan_version", "vastgesteld")
    for address in (f"{COMPARE}?van={theirs}", f"{COMPARE}?naar={theirs}", f"{COMPARE}?van=onzin",
                    f"/hengelo/plan/versies/{theirs}"):  # fmt: skip
        answer = coordinator.get(address)
        assert answer.status == 404
        assert secret_of("enschede") not in answer.text


def test_what_was_not_seen_is_not_frozen(world: World, coordinator: Visitor) -> None:
    seen = coordinator.get(FREEZE).value_of("seen")
    _change(world, lambda action: action.edit(title="Theeochtend"))
    typed = {"name": "Mijn eigen naam", "adopted_by": "nobody", "note": "Bij de raad"}
    page = coordinator.post(FREEZE, {**typed, "seen": seen})
    assert page.status == 422
    assert "Het plan is intussen veranderd" in page.words()
    assert [page.value_of(name) for name in typed] == list(typed.values())
    version = coordinator.follow(coordinator.post(FREEZE, {**typed, "seen": page.value_of("seen")}))
    assert "Theeochtend" in version.words()
    assert "Tussenstand: nog door niemand vastgesteld." in version.words()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": "  "}, "name", "Vul dit in."),
        ({"adopted_by": ""}, "adopted_by", "Vul dit in."),
        ({"adopted_by": "another"}, "another_body", "Vul in wie het plan vaststelde."),
        ({"adopted_by": "nobody"}, "adopted_by", "Zeg ook wie het plan toen vaststelde."),
        (
            {"adopted_on-year": "", "adopted_on-month": ""},
            "",
            "Vul in wanneer het plan werd vastgesteld.",
        ),
        ({"adopted_on-month": "13"}, "", "Dit is geen datum."),
    ],
)
def test_wrong_input_is_told_beside_its_field_and_freezes_nothing(
    world: World, coordinator: Visitor, typed: dict[str, str], field: str, sentence: str
) -> None:
    for _attempt in range(2):
        page = _freeze(coordinator, note="Dit blijft staan.", **typed)
        assert page.status == 422
        # The pieces of a date share one sentence, above them.
        assert sentence in (page.error_of(field) if field else page.words("//main//fieldset"))
        assert page.value_of("note") == "Dit blijft staan."
    with world.inside("hengelo"):
        assert len(db().scalars(select(PlanVersion.id)).all()) == 1


def test_a_wrong_version_stays_and_is_followed_by_one_that_corrects_it(
    world: World, coordinator: Visitor
) -> None:
    first = _first(world)
    refused = _freeze(coordinator, corrects=str(first))
    assert "Zeg wat er in de eerdere versie niet klopte." in refused.error_of("note")
    _freeze(coordinator, corrects=str(first), note="De datum was verkeerd.")
    old = coordinator.get(f"/hengelo/plan/versies/{first}").words()
    assert "Deze versie is verbeterd" in old
    assert "De datum was verkeerd." in old
    assert "Verbetert: Vastgesteld in januari 2026" in coordinator.get("/hengelo/plan/versies").words()


def test_nobody_changes_or_removes_a_version_and_whoever_does_behind_our_back_is_seen(world: World) -> None:
    for statement in ("update plan_version set name = 'anders'", "delete from plan_version"):
        with pytest.raises(ProgrammingError, match="permission denied"), world.inside("hengelo"):
            db().execute(text(statement))
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update plan_version set content = jsonb_set(content, '{actions,0,title}', '\"Stiekem\"')")
        )
    owner.dispose()
    page = world.as_person("reader@hengelo").get(f"/hengelo/plan/versies/{_first(world)}").words()
    assert "Deze versie past niet bij haar kenmerk" in page
    assert "klopt niet met de inhoud" in page


def test_who_may_only_read_freezes_nothing(world: World) -> None:
    for role in ("reader", "controller", "committee"):
        visitor = world.as_person(f"{role}@hengelo")
        assert visitor.get(FREEZE).status == 403
        assert "vastleggen" not in visitor.get("/hengelo/plan/versies").words("//main//a")


def test_without_versions_or_without_a_plan_the_pages_say_what_to_do(
    world: World, coordinator: Visitor
) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text("delete from plan_version"))
    owner.dispose()
    assert "Er ligt nog geen versie vast" in coordinator.get("/hengelo/plan/versies").words()
    assert "Er valt nog niets te vergelijken" in coordinator.get(COMPARE).words()
    with world.inside("hengelo"):
        db().execute(update(Plan).values(current=False))
    assert "heeft nog geen plan" in coordinator.get(FREEZE).words()
    assert coordinator.get(f"{COMPARE}?van=nu").status == 200


def test_every_page_takes_few_statements_however_many_rows_there_are(
    world: World, coordinator: Visitor
) -> None:
    addresses = ("/hengelo/plan/versies", f"/hengelo/plan/versies/{_first(world)}", COMPARE, FREEZE)
    few = [statements(lambda address=address: coordinator.get(address)) for address in addresses]  # type: ignore[misc]
    with world.inside("hengelo", "coordinator@hengelo"):
        content = content_of(None) or pytest.fail("no plan")
        plan = db().scalars(select(Plan)).one()
        for number in range(8):
            db().add(Milestone(action=plan.add_action(title=f"Actie {number}"), title="Begin"))
            plan.add_chapter(title=f"Hoofdstuk {number}", kind="vision")
            PlanVersion.freeze(content, name=f"Versie {number}")
    many = [statements(lambda address=address: coordinator.get(address)) for address in addresses]  # type: ignore[misc]
    assert few == many
    assert max(many) <= 8


def test_the_content_is_the_same_each_time_it_is_read(world: World) -> None:
    with world.inside("hengelo"):
        once = content_of(None) or pytest.fail("no plan")
        again = content_of(None) or pytest.fail("no plan")
        version = db().get_one(PlanVersion, _first(world))
        kept = db().scalars(select(PlanVersion.content).where(PlanVersion.id == version.id)).one()
    assert once == again == kept
    assert compare(kept, once) == []

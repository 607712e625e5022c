"""What a coalition says of itself, and who may change it."""

import pytest
from sqlalchemy import create_engine, select, text

from app.history.models import Event
from tenants import current_tenant, db
from tests.people import World

TYPED = {
    "coalition": "Samen aan tafel",
    "aim": "Niemand eet alleen.",
    "led_by": "Welzijn",
    "responsible": "De gemeente",
    "colour": "#8a4a10",
    "stalled_after_days": "45",
}


def read_from_the_plan(world: World) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text("update tenant set responsible_reading = true where slug = 'hengelo'"))
    owner.dispose()


def test_a_coordinator_changes_the_settings_and_history_tells_before_and_after(world: World) -> None:
    visitor = world.as_person("coordinator@hengelo")
    assert visitor.post("/hengelo/instellingen", TYPED).location == "/hengelo/instellingen"
    with world.inside("hengelo"):
        told = db().scalars(select(Event).where(Event.kind == "workspace.edited")).one()
        assert current_tenant().stalled_after_days == 45
    assert told.changes["colour"] == ["#1d4f7c", "#8a4a10"]
    assert "coalition" not in told.changes
    assert "kleur=8a4a10" in visitor.get("/hengelo/instellingen").text
    with world.inside("enschede"):
        assert current_tenant().colour == "#1d4f7c"


def test_our_reading_stays_marked_until_the_coalition_confirms_it(world: World) -> None:
    read_from_the_plan(world)
    visitor = world.as_person("coordinator@hengelo")
    assert "Onze lezing" in visitor.get("/hengelo/instellingen").words()
    visitor.post("/hengelo/instellingen", TYPED)
    assert "Onze lezing" in visitor.get("/hengelo/instellingen").words()
    visitor.post("/hengelo/instellingen", TYPED | {"confirmed": "y"})
    assert "Onze lezing" not in visitor.get("/hengelo/instellingen").words()


def test_another_name_is_a_statement_too(world: World) -> None:
    read_from_the_plan(world)
    visitor = world.as_person("coordinator@hengelo")
    visitor.post("/hengelo/instellingen", TYPED | {"responsible": "Stichting Samen"})
    assert "Onze lezing" not in visitor.get("/hengelo/instellingen").words()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"colour": "#ffcc00"}, "colour", "te licht"),
        ({"colour": "blue"}, "colour", "#1d4f7c"),
        ({"stalled_after_days": "3"}, "stalled_after_days", "7 tot en met 365"),
        ({"stalled_after_days": "veel"}, "stalled_after_days", "heel getal"),
        ({"coalition": " "}, "coalition", "Vul dit in"),
    ],
)
def test_wrong_settings_are_explained_and_change_nothing(
    world: World, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = world.as_person("coordinator@hengelo").post("/hengelo/instellingen", TYPED | changes)
    assert answer.status == 422
    assert sentence in answer.error_of(field)
    with world.inside("hengelo"):
        assert current_tenant().colour == "#1d4f7c"
        assert current_tenant().stalled_after_days == 60


@pytest.mark.parametrize("role", ["officer", "reader", "controller", "decider", "committee"])
def test_who_may_not_change_the_workspace_does_not_see_its_settings(world: World, role: str) -> None:
    assert world.as_person(f"{role}@hengelo").get("/hengelo/instellingen").status == 403

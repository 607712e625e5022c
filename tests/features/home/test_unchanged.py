"""A page that has not changed is not made again; and whatever changes on it, it is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text, update

from app.accounts.models import Membership, Visit
from app.home.routes import overview
from app.pillars.models import Theme
from app.plan.models import Action, Goal
from app.web.clock import today
from tenants import db
from tests.features.plan.statements import statements
from tests.page import Answer, Visitor
from tests.people import World

HERE = "/hengelo/"


def tag_of(answer: Answer) -> str:
    return answer.response.headers.get("ETag", "")


def again(visitor: Visitor, tag: str, address: str = HERE) -> Answer:
    """Asked as a browser asks that kept the page with this tag."""
    return visitor.get(address, headers={"If-None-Match": tag})


def kept(world: World, who: str = "coordinator@hengelo", address: str = HERE) -> tuple[Visitor, str]:
    """Somebody who looked at the Overview and whose browser keeps it."""
    visitor = world.as_person(who)
    visitor.get(address)
    return visitor, tag_of(visitor.get(address))


def test_a_page_that_did_not_change_is_not_sent_again_and_costs_four_statements(world: World) -> None:
    coordinator, tag = kept(world)
    assert tag.startswith('W/"')
    assert statements(lambda: again(coordinator, tag)) == 4
    answer = again(coordinator, tag)
    assert (answer.status, answer.text) == (304, "")
    assert tag_of(answer) == tag
    assert answer.response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.response.headers["Vary"]


def report(world: World) -> None:
    """A colleague tells how an action goes."""
    officer = world.as_person("officer@hengelo")
    address = f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}"
    officer.get(address)
    assert officer.post(f"{address}/updates", {"happened": "Het loopt", "light": "green"}).status == 303


def rename(world: World) -> None:
    """Somebody gives the coalition another name."""
    administrator = world.as_person("administrator@hengelo")
    page = administrator.get("/hengelo/instellingen")
    form = {
        field.get("name"): page.value_of(field.get("name"))
        for field in page.document.xpath("//main//form[@method='post']//*[@name]")
        if field.get("type") not in {"checkbox", "hidden"}
    }
    assert administrator.post("/hengelo/instellingen", {**form, "coalition": "Samen verder"}).status == 303


def other_title(world: World) -> None:
    """A colleague gives an action another name."""
    with world.inside("hengelo", "officer@hengelo"):
        db().get_one(Action, world.row("hengelo", "action", "koffie")).edit(title="Soep met buren")


def other_goal(world: World) -> None:
    """A colleague gives a goal another name."""
    with world.inside("hengelo", "officer@hengelo"):
        db().get_one(Goal, world.row("hengelo", "goal", "operationeel")).edit(
            title="Veel meer mensen aan tafel"
        )


def other_name_of_an_organisation(world: World) -> None:
    """The coalition that added an organisation corrects its name: here nothing happened."""
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text(
                "update organisation set name = 'Anders' where id in"
                " (select organisation_id from partner where tenant_id = :here)"
            ),
            {"here": world.tenant("hengelo")},
        )
    owner.dispose()


def what_waits(world: World) -> None:
    """The clock finds that something waits."""
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        changed = connection.execute(
            text("update todo set title = 'Iets anders' where tenant_id = :here and closed_at is null"),
            {"here": world.tenant("hengelo")},
        )
        assert changed.rowcount
    owner.dispose()


def other_role(world: World) -> None:
    """The one who looks may do less from now on."""
    with world.inside("hengelo"):
        db().execute(
            update(Membership)
            .where(Membership.person_id == world.people["coordinator@hengelo"])
            .values(role="reader")
        )


CHANGES: list[Callable[[World], None]] = [
    report, rename, other_title, other_goal, other_name_of_an_organisation, what_waits, other_role,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changes_the_page_is_made_again(world: World, change: Callable[[World], None]) -> None:
    coordinator, tag = kept(world)
    neighbour, tag_there = kept(world, "coordinator@enschede", "/enschede/")
    change(world)
    answer = again(coordinator, tag)
    assert answer.status == 200
    assert tag_of(answer) != tag
    # And of another coalition nothing changed.
    assert again(neighbour, tag_there, "/enschede/").status == 304


def test_what_one_keeps_is_of_no_use_to_another_nor_in_another_town_or_language(world: World) -> None:
    coordinator, tag = kept(world)
    assert again(world.as_person("officer@hengelo"), tag).status == 200
    # The same person in another browser has other tokens in the forms.
    assert again(world.as_person("coordinator@hengelo"), tag).status == 200
    assert again(world.as_person("coordinator@enschede"), tag, "/enschede/").status == 200
    assert again(world.as_person("coordinator@enschede"), tag).status == 404
    assert again(world.stranger(), tag).status == 302
    coordinator.get("/taal/en")
    assert again(coordinator, tag).status == 200


def test_a_new_day_makes_a_new_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    coordinator, tag = kept(world)

    def tomorrow() -> date:
        return today() + timedelta(days=1)

    monkeypatch.setattr(overview, "today", tomorrow)
    assert again(coordinator, tag).status == 200


def test_a_new_visit_is_noted_whatever_the_browser_keeps(world: World) -> None:
    coordinator, tag = kept(world)
    with world.inside("hengelo"):
        mine = Visit.person_id == world.people["coordinator@hengelo"]
        db().execute(update(Visit).where(mine).values(seen_at=Visit.seen_at - timedelta(hours=2)))
    answer = again(coordinator, tag)
    assert (answer.status, tag_of(answer)) == (200, "")
    assert answer.response.headers["Cache-Control"] == "no-store"


def test_a_page_that_tells_something_once_is_not_kept(world: World) -> None:
    coordinator, tag = kept(world)
    action = world.row("hengelo", "action", "koffie")
    coordinator.get(f"/hengelo/acties/{action}")
    coordinator.post(f"/hengelo/acties/{action}/updates", {"happened": "Het loopt", "light": "green"})
    told = again(coordinator, tag)
    assert (told.status, tag_of(told)) == (200, "")
    assert told.document.xpath("//*[@id='flashes']/*")
    assert tag_of(coordinator.get(HERE))


def test_who_signs_out_lets_the_browser_forget_the_pages(world: World) -> None:
    coordinator, tag = kept(world)
    answer = coordinator.post("/uitloggen")
    assert answer.response.headers["Clear-Site-Data"] == '"cache"'
    assert again(coordinator, tag).status == 302


def test_the_tag_tells_nothing(world: World) -> None:
    _, tag = kept(world)
    made_of: list[Any] = ["coordinator", "hengelo", world.people["coordinator@hengelo"], Theme.__tablename__]
    assert not [part for part in made_of if str(part) in tag]

"""A page that has not changed is not made again; and whatever changes on it, it is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text, update

from app.accounts.models import Membership, Person, Visit
from app.pillars.models import Theme
from app.plan.models import Action, Goal
from app.web import unchanged
from app.web.clock import today
from tenants import boundary, current_tenant, db
from tests.features.home.keeping import HERE, again, as_owner, kept, tag_of
from tests.features.plan.statements import statements
from tests.people import World


def test_a_page_that_did_not_change_is_not_sent_again_and_costs_one_question(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, tag = kept(world)
    assert tag.startswith('W/"')
    asked: list[Any] = []

    def ask(*question: Any) -> Any:
        asked.append(question)
        return boundary.ask(*question)

    monkeypatch.setattr(unchanged, "ask", ask)
    answer = again(coordinator, tag)
    assert len(asked) == 1
    assert statements(lambda: again(coordinator, tag)) == 0
    assert (answer.status, answer.text) == (304, "")
    assert tag_of(answer) == tag
    assert answer.response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.response.headers["Vary"]
    assert answer.response.headers["Content-Security-Policy"]


def test_the_log_says_who_asked_for_a_page_that_did_not_change(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    coordinator, tag = kept(world)
    with caplog.at_level("INFO", logger="samenkracht"):
        again(coordinator, tag)
    line = vars(caplog.records[-1])
    assert (line["status"], line["endpoint"]) == (304, "home.overview")
    assert line["tenant"] == world.tenant("hengelo")
    assert line["actor"] == world.people["coordinator@hengelo"]


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
    as_owner(
        world,
        "update organisation set name = 'Anders' where id in"
        " (select organisation_id from partner where tenant_id = :here)",
        here=world.tenant("hengelo"),
    )


def what_waits(world: World) -> None:
    """The clock finds that something waits."""
    as_owner(
        world,
        "update todo set title = 'Iets anders' where tenant_id = :here and closed_at is null",
        here=world.tenant("hengelo"),
    )


def other_role(world: World) -> None:
    """The one who looks may do less from now on."""
    with world.inside("hengelo"):
        db().execute(
            update(Membership)
            .where(Membership.person_id == world.people["coordinator@hengelo"])
            .values(role="reader")
        )


def other_role_beside(world: World) -> None:
    """The one who looks holds one more role."""
    with world.inside("hengelo"):
        db().add(Membership(person_id=world.people["coordinator@hengelo"], role="controller"))


def role_elsewhere(world: World) -> None:
    """The one who looks begins to work in another town: the list of coalitions is another."""
    with world.inside("enschede"):
        db().add(Membership(person_id=world.people["coordinator@hengelo"], role="reader"))


def role_across(world: World) -> None:
    """The one who looks becomes an adviser: the navigation leads to more."""
    as_owner(
        world,
        "insert into platform_assignment (id, person_id, role) values (gen_random_uuid(), :who, 'adviser')",
        who=world.people["coordinator@hengelo"],
    )


def other_name(world: World) -> None:
    """The one who looks is called otherwise."""
    with world.inside("hengelo", "coordinator@hengelo"):
        db().get_one(Person, world.people["coordinator@hengelo"]).name = "Iemand Anders"


def settings(world: World) -> None:
    """The coalition finds that an action has stalled sooner."""
    with world.inside("hengelo"):
        current_tenant().stalled_after_days = 8


CHANGES: list[Callable[[World], None]] = [
    report, rename, other_title, other_goal, other_name_of_an_organisation, what_waits, other_role, other_role_beside,
    role_elsewhere, role_across, other_name, settings,
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


def test_what_began_before_others_and_ended_after_them_is_a_change_too(world: World) -> None:
    early = create_engine(world.database.url("owner"))
    with early.connect() as connection:
        connection.execute(text("select pg_current_xact_id()"))
        what_waits(world)
        coordinator, tag = kept(world)
        late = connection.execute(
            text(
                "update todo set title = 'Laat' where id = (select min(id::text)::uuid from todo"
                " where tenant_id = :here and closed_at is null)"
            ),
            {"here": world.tenant("hengelo")},
        )
        connection.commit()
    early.dispose()
    assert late.rowcount
    assert again(coordinator, tag).status == 200


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

    monkeypatch.setattr(unchanged, "today", tomorrow)
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

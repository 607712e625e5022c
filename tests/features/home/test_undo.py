"""What is easily done by mistake is undone with one press: exactly what it was, by who did it, while nothing else happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, inspect, select, text, update

from app.accounts.models import Invitation, Membership
from app.bodies.models import BodyMember
from app.history.models import Event
from app.history.undoing import WayBack
from app.partners.models import Partner
from app.pillars.models import ThemePillar
from app.plan.models import Action, ActionPillar, Attachment, Milestone, Passage
from app.todos.models import Todo
from app.todos.settling import catch_up
from tenants import db
from tests.page import Answer, Visitor
from tests.people import World
from tests.web.test_answered import at_once

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
TOO_LATE = "Ongedaan maken kan tot een half uur nadat u het deed."
CHANGED = "Intussen is hier iets anders mee gebeurd."


@dataclass
class Deed:
    """Something that is done by mistake: who presses what, and which row it is about."""

    who: str
    noun: type[Any]
    key: str
    address: str
    fields: Mapping[str, str]


DEEDS: dict[str, Deed] = {
    "moved": Deed("coordinator", Action, "koffie", "acties/{}/status", {"status": "planned"}),
    "stopped": Deed("coordinator", Action, "koffie", "acties/{}/status", {"status": "stopped", "reason": "Geen geld."}),
    "dragged": Deed("coordinator", Action, "koffie", "plan/bord/{}/plaats", {"status": "done"}),
    "completed": Deed("officer", Milestone, "gasten", "mijlpalen/{}/gehaald", {}),
    "reopened": Deed("officer", Milestone, "zaal", "mijlpalen/{}/heropening", {}),
    "milestone removed": Deed("coordinator", Milestone, "zaal", "mijlpalen/{}/verwijdering", {}),
    "attachment removed": Deed("coordinator", Attachment, "flyer", "bijlagen/{}/verwijdering", {}),
    "passage removed": Deed("coordinator", Passage, "passage-1", "plan/punten/{}/verwijdering", {}),
    "partner ended": Deed("coordinator", Partner, "bakker", "partners/{}/einde", {"reason": "Gestopt."}),
    "invitation revoked": Deed("administrator", Invitation, "nieuw", "mensen/uitnodigingen/{}/intrekking", {}),
}  # fmt: skip


def row_of(world: World, deed: Deed, town: str = "hengelo") -> UUID:
    return world.row(town, deed.noun.__tablename__, deed.key)


def snapshot(world: World, noun: type[Any], identifier: UUID) -> dict[str, Any] | None:
    """Everything that the database holds of a row, seen from outside the product."""
    owner = create_engine(world.database.url("owner"))
    columns = ", ".join(column.name for column in inspect(noun).columns if column.name != "search")
    with owner.connect() as connection:
        row = connection.execute(
            text(f"select {columns} from {noun.__tablename__} where id = :id"), {"id": identifier}
        )
        found = row.mappings().one_or_none()
    owner.dispose()
    return dict(found) if found else None


def waits(world: World) -> set[tuple[Any, ...]]:
    """What waits for whom in Hengelo, whenever it was opened."""
    with world.inside("hengelo"):
        shown = (Todo.kind, Todo.subject_id, Todo.place_id, Todo.role, Todo.title, Todo.due, Todo.shows_from)
        return {tuple(row) for row in db().execute(select(*shown).where(Todo.closed_at.is_(None)))}


def press(visitor: Visitor, address: str, fields: Mapping[str, str]) -> Answer:
    """Do it, and see what the page says then."""
    visitor.get("/hengelo/")
    return visitor.follow(visitor.post(address, dict(fields)))


def way_back(page: Answer) -> tuple[str, dict[str, str]]:
    """The button that undoes: where it leads and what it sends."""
    (form,) = page.document.xpath("//main//form[contains(@action, '/ongedaan/')]")
    assert form.xpath("string(.//button)").strip() == "Ongedaan maken"
    return form.get("action"), dict(form.form_values())


@pytest.mark.parametrize("what", DEEDS)
def test_it_is_exactly_what_it_was_and_history_tells_both(world: World, what: str) -> None:
    deed = DEEDS[what]
    row = row_of(world, deed)
    visitor = world.as_person(f"{deed.who}@hengelo")
    with world.inside("hengelo"):
        catch_up()
    before, waited = snapshot(world, deed.noun, row), waits(world)
    page = press(visitor, f"/hengelo/{deed.address.format(row)}", deed.fields)
    assert snapshot(world, deed.noun, row) != before
    address, sent = way_back(page)
    after = visitor.follow(visitor.post(address, sent))
    assert "Het is ongedaan gemaakt." in after.words()
    assert (snapshot(world, deed.noun, row), waits(world)) == (before, waited)
    with world.inside("hengelo"):
        kinds = db().scalars(select(Event.kind).order_by(Event.at.desc()).limit(2)).all()
        assert kinds[0].endswith("_undone")
        assert (
            not db()
            .scalars(select(WayBack.id).where(WayBack.row_id == row, WayBack.kind != "action.edited"))
            .all()
        )
    # A second time there is nothing to undo.
    assert "niet meer, ongedaan gemaakt worden" in visitor.follow(visitor.post(address)).words()
    assert snapshot(world, deed.noun, row) == before


def test_not_by_another_nor_from_the_other_town(world: World) -> None:
    coffee = world.row("hengelo", "action", "koffie")
    address, _ = way_back(
        press(world.as_person("coordinator@hengelo"), f"/hengelo/acties/{coffee}/status", {"status": "done"})
    )
    officer, neighbour = world.as_person("officer@hengelo"), world.as_person("coordinator@enschede")
    officer.get("/hengelo/")
    assert "Alleen wie dit deed" in officer.follow(officer.post(address)).words()
    neighbour.get("/enschede/")
    assert neighbour.post(address).status == 404
    assert neighbour.post(address.replace("/hengelo", "/enschede")).status == 404
    with world.inside("hengelo"):
        assert db().get_one(Action, coffee).status == "done"


def test_not_after_something_else_happened(world: World) -> None:
    coffee = world.row("hengelo", "action", "koffie")
    move = f"/hengelo/acties/{coffee}/status"
    mine, officer = world.as_person("coordinator@hengelo"), world.as_person("officer@hengelo")
    address, _ = way_back(press(mine, move, {"status": "done"}))
    officer.get("/hengelo/")
    officer.post(move, {"status": "running"})
    assert CHANGED in mine.follow(mine.post(address)).words()
    # Also when it stands again as it was left: somebody else left it so.
    officer.post(move, {"status": "done"})
    assert CHANGED in mine.follow(mine.post(address)).words()
    with world.inside("hengelo"):
        assert db().get_one(Action, coffee).status == "done"


def test_undone_in_two_windows_at_once_it_is_undone_once_and_what_waits_is_right(world: World) -> None:
    coffee = world.row("hengelo", "action", "koffie")
    windows = [world.as_person("coordinator@hengelo") for _ in range(2)]
    with world.inside("hengelo"):
        catch_up()
    address, _ = way_back(press(windows[0], f"/hengelo/acties/{coffee}/status", {"status": "done"}))
    windows[1].get("/hengelo/")
    answers = at_once(*(lambda window=window: window.post(address) for window in windows))
    assert [answer.status for answer in answers] == [303, 303]
    with world.inside("hengelo"):
        assert len(db().scalars(select(Event).where(Event.kind == "action.move_undone")).all()) == 1
        assert db().get_one(Action, coffee).status == "running"
        assert catch_up() == 0


def test_not_after_half_an_hour_and_not_without_the_right(world: World) -> None:
    coffee = world.row("hengelo", "action", "koffie")
    mine = world.as_person("coordinator@hengelo")
    address, _ = way_back(press(mine, f"/hengelo/acties/{coffee}/status", {"status": "done"}))
    with world.inside("hengelo"):
        role = update(Membership).where(Membership.person_id == world.people["coordinator@hengelo"])
        db().execute(role.values(role="reader"))
    assert "geen rechten meer" in mine.follow(mine.post(address)).words()
    with world.inside("hengelo"):
        db().execute(update(WayBack).values(offered_at=WayBack.offered_at - timedelta(minutes=31)))
    assert TOO_LATE in mine.follow(mine.post(address)).words()


def test_what_stood_under_a_passage_comes_back_with_it(world: World) -> None:
    top = world.row("hengelo", "passage", "passage-1")
    with world.inside("hengelo"):
        chapter = db().get_one(Passage, top).chapter_id
        for text_of, under in (("Eronder", top), ("Ook eronder", top)):
            db().add(Passage(chapter_id=chapter, parent_id=under, text=text_of, kind="point", position=7))
    mine = world.as_person("coordinator@hengelo")
    address, sent = way_back(press(mine, f"/hengelo/plan/punten/{top}/verwijdering", {}))
    with world.inside("hengelo"):
        assert db().scalars(select(Passage.text).where(Passage.chapter_id == chapter)).all() == []
    mine.post(address, sent)
    with world.inside("hengelo"):
        texts = db().scalars(select(Passage.text).where(Passage.parent_id == top)).all()
        assert sorted(texts) == ["Eronder", "Ook eronder"]


def test_readings_that_were_confirmed_with_one_press_wait_again_after_one(world: World) -> None:
    ties: list[tuple[type[Any], UUID]] = [
        (ActionPillar, world.row("hengelo", "action_pillar", "koffie-3")),
        (ThemePillar, world.row("hengelo", "theme_pillar", "ontmoeten-3")),
    ]
    before = [snapshot(world, *tie) for tie in ties]
    mine = world.as_person("coordinator@hengelo")
    page = press(mine, "/hengelo/pijlers/3/lezingen", {})
    assert all(snapshot(world, *tie) != was for tie, was in zip(ties, before, strict=True))
    mine.post(*way_back(page))
    assert [snapshot(world, *tie) for tie in ties] == before


def test_a_seat_and_the_roles_of_a_person_come_back(world: World) -> None:
    mine, administrator = world.as_person("coordinator@hengelo"), world.as_person("administrator@hengelo")
    seat = world.row("hengelo", "body_member", "stuurgroep-welzijn")
    before = snapshot(world, BodyMember, seat)
    leaves = {"ends-day": "", "ends-month": "", "ends-year": "2026", "then": "goes", "partner": ""}
    mine.post(*way_back(press(mine, f"/hengelo/partners/zetels/{seat}/einde", leaves)))
    assert snapshot(world, BodyMember, seat) == before
    reader = world.people["reader@hengelo"]
    with world.inside("hengelo"):
        held = db().scalar(select(Membership.id).where(Membership.person_id == reader)) or reader
    roles = snapshot(world, Membership, held)
    page = press(administrator, f"/hengelo/mensen/{reader}/einde", {})
    assert snapshot(world, Membership, held) != roles
    administrator.post(*way_back(page))
    assert snapshot(world, Membership, held) == roles


def test_a_part_of_the_page_carries_the_way_back_too(world: World) -> None:
    coffee = world.row("hengelo", "action", "koffie")
    mine = world.as_person("coordinator@hengelo")
    mine.get("/hengelo/")

    def sent(where: str, to: str) -> Answer:
        return mine.post(where, {"status": to}, headers=FRAGMENT)

    for answer in (
        sent(f"/hengelo/acties/{coffee}/status", "done"),
        sent(f"/hengelo/plan/bord/{coffee}/plaats", "running"),
    ):
        assert answer.document.xpath("//form[contains(@action, '/ongedaan/')]")
    assert not mine.get(f"/hengelo/acties/{coffee}").document.xpath("//form[contains(@action, '/ongedaan/')]")

"""History is a chain: what is changed behind the product's back is found, and where."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.history.chain import Broken, Fault, keep, verify
from app.history.models import ChainCheck, ChainHead, Event, record
from app.plan.models import Action
from jobs.audit import check_chain
from tenants import acting_outside, db
from tests.people import World


def happens(world: World, town: str, note: str = "", who: str = "coordinator") -> Event:
    """Somebody edits the coffee morning of a town."""
    with world.inside(town, f"{who}@{town}"):
        action = db().get_one(Action, world.row(town, "action", "koffie"))
        return record("action.edited", action, changes={"title": ("Café ☕", None)}, note=note)


def behind_the_back(world: World, statement: str, **values: Any) -> None:
    """What somebody with the superuser's password does."""
    engine = create_engine(world.database.url("postgres"))
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def broken(world: World, town: str) -> Broken | None:
    with world.inside(town):
        return verify().broken


def numbers(world: World, town: str) -> list[int | None]:
    with world.inside(town):
        return list(db().scalars(select(Event.number).order_by(Event.at)))


def test_what_people_do_becomes_one_chain_per_town(world: World) -> None:
    for note in ("een", "twee", "drie"):
        for town in ("hengelo", "enschede"):
            happens(world, town, note)
    for town in ("hengelo", "enschede"):
        assert numbers(world, town) == [1, 2, 3, 4]
        with world.inside(town):
            verdict = verify()
            head = db().scalars(select(ChainHead)).one()
        assert verdict.broken is None
        assert (verdict.number, verdict.hash) == (head.number, head.hash) == (4, head.hash)


def test_the_same_deed_twice_is_not_the_same_link(world: World) -> None:
    happens(world, "hengelo", "zelfde")
    happens(world, "hengelo", "zelfde")
    with world.inside("hengelo"):
        columns = (Event.hash, Event.who_hash, Event.what_hash)
        rows = db().execute(select(*columns).where(Event.note == "zelfde")).all()
    assert len({value for row in rows for value in row}) == 6


def test_what_is_rolled_back_leaves_no_gap(world: World) -> None:
    with world.inside("hengelo", "coordinator@hengelo") as scope:
        record("action.edited", db().get_one(Action, world.row("hengelo", "action", "koffie")))
        scope.settle(keep=False)
    happens(world, "hengelo")
    assert numbers(world, "hengelo") == [1, 2]
    assert broken(world, "hengelo") is None


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("update event set note = 'anders' where number = 2 and tenant_id = :town", (Fault.WHAT, 2)),
        ("update event set changes = '{}' where number = 3 and tenant_id = :town", (Fault.WHAT, 3)),
        ("update event set actor_name = 'Iemand' where number = 2 and tenant_id = :town", (Fault.WHO, 2)),
        ("update event set actor_id = null where number = 2 and tenant_id = :town", (Fault.WHO, 2)),
        ("update event set at = at - interval '1 day' where number = 3 and tenant_id = :town", (Fault.ROW, 3)),
        ("update event set what_hash = who_hash where number = 3 and tenant_id = :town", (Fault.WHAT, 3)),
        ("update event set hash = who_hash where number = 2 and tenant_id = :town", (Fault.ROW, 2)),
        ("update event set previous_hash = hash where number = 3 and tenant_id = :town", (Fault.CUT, 3)),
        ("update event set number = 9 where number = 2 and tenant_id = :town", (Fault.MISSING, 2)),
        ("update event set number = null where number = 4 and tenant_id = :town", (Fault.OUTSIDE, None)),
        ("update event set who_salt = null, actor_id = null, actor_name = '' where number = 2 and tenant_id = :town",
         (Fault.ERASED, 2)),
        ("update event set what_salt = null where number = 2 and tenant_id = :town", (Fault.WHAT, 2)),
        ("delete from event where number = 2 and tenant_id = :town", (Fault.MISSING, 2)),
        ("delete from event where number = 1 and tenant_id = :town", (Fault.MISSING, 1)),
        ("delete from event where number = 4 and tenant_id = :town", (Fault.END, 4)),
        ("delete from event where tenant_id = :town", (Fault.END, 1)),
        ("update chain_head set number = 3 where tenant_id = :town", (Fault.BEYOND, 4)),
        ("delete from chain_head where tenant_id = :town", (Fault.BEYOND, 4)),
    ],
)  # fmt: skip
def test_one_change_behind_the_products_back_is_found_where_it_was_made(
    world: World, statement: str, expected: tuple[Fault, int | None]
) -> None:
    for _ in range(3):
        happens(world, "hengelo")
        happens(world, "enschede")
    behind_the_back(world, statement, town=world.tenant("hengelo"))
    found = broken(world, "hengelo")
    assert found is not None
    assert (found.fault, found.number) == expected
    assert broken(world, "enschede") is None


def test_who_cuts_off_the_end_and_the_head_with_it_is_found_by_what_was_verified_before(world: World) -> None:
    happens(world, "hengelo")
    with world.inside("hengelo"):
        keep(verify())
    behind_the_back(
        world, "delete from event where number = 2 and tenant_id = :town", town=world.tenant("hengelo")
    )
    behind_the_back(
        world,
        "update chain_head h set number = 1, hash = (select hash from event e where e.tenant_id = h.tenant_id and number = 1)",
    )
    assert broken(world, "hengelo") == Broken(Fault.END, 2)
    happens(world, "hengelo", "een ander verhaal")
    found = broken(world, "hengelo")
    assert found is not None
    assert (found.fault, found.number) == (Fault.REWRITTEN, 2)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into event (actor_name, kind, subject_table, subject_id, subject_label) values ('', '', '', gen_random_uuid(), '')",
        "update event set number = 1",
        "delete from event",
        "update chain_head set number = 0",
        "insert into chain_head (number, hash) values (0, '')",
        "delete from chain_head",
        "update chain_check set fault = ''",
        "delete from chain_check",
        "select event_hash('', 1, e) from event e",
    ],
)
def test_the_application_cannot_touch_the_chain(world: World, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), world.inside("hengelo"):
        db().execute(text(statement))


RECORD = "select record_event(:who, 'Naam', 'action.edited', 'action', gen_random_uuid(), '', '{}', '')"


def test_nobody_records_what_another_did_or_in_no_coalition(world: World) -> None:
    with pytest.raises(DBAPIError, match="of who acts"), world.inside("hengelo", "reader@hengelo"):
        db().execute(text(RECORD), {"who": world.people["coordinator@hengelo"]})
    with pytest.raises(DBAPIError, match="in a coalition"), acting_outside():
        db().execute(text(RECORD), {"who": None})


def _at_once(*deeds: Callable[[], None]) -> list[BaseException]:
    """Do all at once; what went wrong."""
    wrong: list[BaseException] = []

    def do(deed: Callable[[], None]) -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 - told to the test
            wrong.append(error)

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def test_two_who_write_at_once_write_one_unbroken_chain(world: World) -> None:
    barrier = threading.Barrier(4)

    def write() -> None:
        barrier.wait(30)
        for _ in range(10):
            happens(world, "hengelo")

    assert _at_once(write, write, write, write) == []
    with world.inside("hengelo"):
        verdict = verify()
        assert db().scalar(select(func.count()).select_from(Event)) == 41
    assert (verdict.number, verdict.broken) == (41, None)


def test_two_who_need_the_same_row_after_their_event_do_not_wait_for_each_other_for_ever(
    world: World,
) -> None:
    koffie = world.row("hengelo", "action", "koffie")
    first_told, second_done = threading.Event(), threading.Event()
    rename = text("update action set title = :title where id = :id")

    def first() -> None:
        with world.inside("hengelo", "coordinator@hengelo"):
            record("action.edited", db().get_one(Action, koffie), note="eerst")
            first_told.set()
            assert second_done.wait(30)
            db().execute(rename, {"title": "Eerste", "id": koffie})

    def second() -> None:
        assert first_told.wait(30)
        with world.inside("hengelo", "officer@hengelo"):
            db().execute(rename, {"title": "Tweede", "id": koffie})
            record("action.edited", db().get_one(Action, koffie), note="daarna")
            second_done.set()

    assert _at_once(first, second) == []
    with world.inside("hengelo"):
        told = list(db().scalars(select(Event.note).order_by(Event.number)))
    # In the order of the commits: who was waited for came first.
    assert told[-2:] == ["daarna", "eerst"]
    assert broken(world, "hengelo") is None


def test_the_nightly_task_keeps_what_it_found(world: World) -> None:
    with world.inside("hengelo"):
        check_chain()
    behind_the_back(
        world, "update event set note = 'anders' where tenant_id = :town", town=world.tenant("hengelo")
    )
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            check_chain()
    outcomes = {}
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            checks = db().scalars(select(ChainCheck).order_by(ChainCheck.at.desc())).all()
            outcomes[town] = [(check.fault, check.fault_number) for check in checks]
    assert outcomes == {
        "hengelo": [("what", 1), ("", None), ("", None)],
        "enschede": [("", None), ("", None)],
    }

"""The scope: nothing happens outside it, and it leaves nothing behind."""

import os
import socket
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import func, select, text

from app.plan.models import Action, Goal
from tenants import (
    OutsideScope,
    acting_in,
    acting_outside,
    current_scope,
    current_tenant,
    database,
    db,
    in_scope,
    tenant_in_brief,
)
from tenants.boundary import Scope, ask
from tenants.database import connect, engine
from tests.people import World


def test_nobody_gets_a_session_without_saying_for_whom() -> None:
    with pytest.raises(OutsideScope, match="acting_in"):
        db()
    assert not in_scope()


def test_outside_every_coalition_there_is_no_current_tenant(world: World) -> None:
    assert world.people
    with acting_outside(), pytest.raises(OutsideScope, match="no tenant"):
        current_tenant()


def test_outside_every_coalition_there_is_none_in_brief_either(world: World) -> None:
    with acting_outside(), pytest.raises(OutsideScope):
        tenant_in_brief()
    with world.inside("hengelo"):
        assert tenant_in_brief().slug == "hengelo"


def test_a_question_that_fails_is_not_answered_and_the_next_one_is(world: World) -> None:
    with world.inside("hengelo"):
        assert ask("select 1 / 0", []) is None
        assert ask("select 1", []) == (1,)


def test_a_connection_that_was_cut_in_silence_is_found_out_after_a_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every pause is a long one here.
    monkeypatch.setattr(database, "_RESTED", -1)
    first, handle = _connection_of(world)
    assert _connection_of(world) == (first, handle)
    ours, theirs = socket.socketpair()
    # As behind a firewall that forgot the connection: nothing to be seen until one speaks, and then nobody answers.
    os.dup2(ours.fileno(), handle)
    hanging_up = Thread(target=_hang_up, args=[theirs])
    hanging_up.start()
    assert _connection_of(world)[0] != first
    hanging_up.join()
    ours.close()


def _hang_up(end: socket.socket) -> None:
    with end:
        end.recv(1)


def _connection_of(world: World) -> tuple[int, int]:
    """The server's process behind the pooled connection, and our end of it."""
    with world.inside("hengelo"):
        connection: Any = db().connection().connection.driver_connection
        return connection.info.backend_pid, connection.fileno()


def test_what_is_done_in_a_scope_is_kept_on_a_clean_end(world: World) -> None:
    with world.inside("hengelo"):
        db().get_one(Goal, world.row("hengelo", "goal", "operationeel")).title = "Veel meer mensen aan tafel"
    with world.inside("hengelo"):
        assert (
            db().get_one(Goal, world.row("hengelo", "goal", "operationeel")).title
            == "Veel meer mensen aan tafel"
        )


def test_what_is_done_in_a_scope_is_undone_by_an_exception(world: World) -> None:
    def fail() -> None:
        with world.inside("hengelo"):
            db().get_one(Goal, world.row("hengelo", "goal", "operationeel")).title = "Half werk"
            db().flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with world.inside("hengelo"):
        assert (
            db().get_one(Goal, world.row("hengelo", "goal", "operationeel")).title == "Meer mensen aan tafel"
        )


def test_a_scope_within_a_scope_is_kept_although_the_outer_one_fails(world: World) -> None:
    def fail() -> None:
        with world.inside("hengelo"):
            with world.inside("enschede"):
                assert current_tenant().slug == "enschede"
                db().get_one(Goal, world.row("enschede", "goal", "operationeel")).title = "Blijft staan"
            assert current_tenant().slug == "hengelo"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with world.inside("enschede"):
        assert db().get_one(Goal, world.row("enschede", "goal", "operationeel")).title == "Blijft staan"


def test_settling_without_keeping_rolls_back_and_the_scope_goes_on_in_the_same_tenant(world: World) -> None:
    scope = Scope(world.tenant("hengelo"), world.actor("coordinator@hengelo")).enter()
    try:
        db().execute(text("update action set title = 'weg'"))
        scope.settle(keep=False)
        assert set(db().scalars(select(Action.title))) == {"Koffieochtend", "Maatjes zoeken"}
    finally:
        scope.leave()
    scope.leave()
    assert not in_scope()


def test_a_person_who_is_recognised_halfway_acts_from_there_on(world: World) -> None:
    with acting_outside() as scope:
        assert db().scalar(text("select current_setting('app.actor')")) == ""
        scope.identify(world.actor("adviser"))
        assert db().scalar(text("select current_setting('app.actor')")) == str(world.people["adviser"])
        scope.present("een-sleutel")
        assert db().scalar(text("select current_setting('app.key')")) == "een-sleutel"
    with acting_outside() as scope:
        scope.identify(world.actor("adviser"))
        scope.present("een-sleutel")
        assert db().scalar(text("select current_setting('app.actor') || current_setting('app.key')")) == (
            f"{world.people['adviser']}een-sleutel"
        )


def test_a_pooled_connection_carries_no_tenant_to_the_next_one(world: World) -> None:
    """Trap 1: after the transaction the setting is '' and not NULL; the policies must see no tenant, not fail."""
    with world.inside("hengelo"):
        process = db().scalar(text("select pg_backend_pid()"))
    with acting_outside():
        assert db().scalar(text("select pg_backend_pid()")) == process
        assert db().scalar(text("select current_setting('app.tenant', true)")) == ""
        assert db().scalar(select(func.count()).select_from(Action)) == 0


def test_a_released_savepoint_does_not_end_the_scope(world: World) -> None:
    """Trap 3: after_commit also fires when a savepoint is released."""
    with world.inside("hengelo"):
        with db().begin_nested():
            db().execute(text("update action set title = 'Koffie en thee' where number = 'a'"))
        assert current_scope().tenant_id == world.tenant("hengelo")
        assert "Koffie en thee" in set(db().scalars(select(Action.title)))
        db().rollback()
    with world.inside("hengelo"):
        assert "Koffie en thee" not in set(db().scalars(select(Action.title)))


def test_a_process_that_did_not_connect_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenants.database._engine", None)
    with pytest.raises(RuntimeError, match="connect"):
        engine()
    first = connect(world.database.url())
    second = connect(world.database.url())
    assert second is not first
    with acting_in(world.tenant("hengelo")):
        assert db().scalar(select(func.count()).select_from(Action)) == 2
    second.dispose()

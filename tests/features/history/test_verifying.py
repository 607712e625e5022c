"""The command that verifies history, and the history of before there was a chain."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, select, text

import migrations
from app.console.main import main
from app.history.chain import verify
from app.history.models import ChainHead, Event
from app.settings import settings
from tenants import acting_in, db
from tenants.database import connect, engine
from tests.features.history.test_chain import behind_the_back, happens
from tests.people import World
from tests.servers import Database


def test_the_command_names_the_first_event_that_does_not_fit_and_ends_with_1(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", world.database.url())
    settings.cache_clear()
    happens(world, "hengelo")
    try:
        sound = CliRunner().invoke(main, ["audit", "verify"])
        assert sound.exit_code == 0, sound.output
        with world.inside("hengelo"):
            head = db().scalars(select(ChainHead.hash)).one().hex()
        assert f"hengelo\t2 events\t{head}" in sound.output
        behind_the_back(
            world,
            "update event set note = 'anders' where number = 2 and tenant_id = :town",
            town=world.tenant("hengelo"),
        )
        told = CliRunner().invoke(main, ["audit", "verify", "hengelo"])
        assert told.exit_code == 1
        assert "only the first 1 events fit" in told.output
        assert "BROKEN: event 2 of 2" in told.output
        assert "its content was changed" in told.output
        assert CliRunner().invoke(main, ["audit", "verify", "enschede"]).exit_code == 0
        assert "no workspace elders" in CliRunner().invoke(main, ["audit", "verify", "elders"]).output
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_what_was_written_before_there_was_a_chain_is_chained_in_the_order_in_which_it_happened(
    new_database: Callable[[], Database], servers: dict[str, str]
) -> None:
    database = new_database()
    name = f"{database.name[:40]}_{uuid4().hex[:8]}"
    database.cluster.create_database(name)
    before = Database(database.cluster, name)
    try:
        migrations.upgrade(before.url("owner"), "0003")
        _write_as_before(before)
        migrations.upgrade(before.url("owner"), "head")
        _must_be_chained(before)
    finally:
        engine().dispose()
        connect(database.url()).dispose()
        database.cluster.drop_database(name)


_TENANTS = {"oud": uuid4(), "ook-oud": uuid4()}


def _write_as_before(database: Database) -> None:
    engine = create_engine(database.url("owner"))
    with engine.begin() as connection:
        for slug, tenant in _TENANTS.items():
            connection.execute(
                text(
                    "insert into tenant (id, slug, cbs_code, municipality, coalition) values (:id, :slug, 'GM0164', 'Oud', 'Oud')"
                ),
                {"id": tenant, "slug": slug},
            )
            connection.execute(
                text("""insert into event (tenant_id, at, actor_name, kind, subject_table, subject_id, subject_label, note)
                        select :tenant, timestamptz '2026-03-01 12:00' - n * interval '1 day 0.000123 s', 'Samenkracht', 'action.edited',
                               'action', gen_random_uuid(), 'Café', n::text from generate_series(1, 5) n"""),
                {"tenant": tenant},
            )
    engine.dispose()


def _must_be_chained(database: Database) -> None:
    connect(database.url())
    for tenant in _TENANTS.values():
        with acting_in(tenant):
            assert list(db().scalars(select(Event.note).order_by(Event.number))) == ["5", "4", "3", "2", "1"]
            verdict = verify()
            assert (verdict.number, verdict.broken) == (5, None)

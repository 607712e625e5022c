"""What a coalition publishes is read by whom it is meant for, and written by nobody else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from tenants import db
from tenants.database import ACTING_TENANT
from tenants.policies import publish
from tests.people import World


class _Operations:
    """What a migration gives to `publish`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, sqltext: str) -> None:
        self._connection.execute(text(sqltext))


@pytest.fixture
def adviser(world: World) -> Iterator[Engine]:
    """The national room's own connection, where both towns said something to advisers, and something to each other."""
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text(f"""create table message (tenant_id uuid default {ACTING_TENANT}, id uuid default gen_random_uuid(),
                     audience text not null, said text not null, primary key (tenant_id, id))""")
        )
        publish(_Operations(connection), "message")
    owner.dispose()
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            for audience in ("advisers", "coalitions"):
                db().execute(
                    text("insert into message (audience, said) values (:audience, :said)"),
                    {"audience": audience, "said": f"{town} aan {audience}"},
                )
    engine = create_engine(world.database.url("national"))
    yield engine
    engine.dispose()


def test_an_adviser_reads_what_is_meant_for_advisers_and_nothing_else(adviser: Engine) -> None:
    with adviser.connect() as connection:
        said = set(connection.scalars(text("select said from message")))
        assert said == {"hengelo aan advisers", "enschede aan advisers"}
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("select * from action"))


@pytest.mark.parametrize(
    "statement",
    ["delete from message", "update message set said = ''", "insert into message (audience, said) values ('advisers', '')"],
)  # fmt: skip
def test_an_adviser_writes_nothing(adviser: Engine, statement: str) -> None:
    with adviser.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(statement))


def test_consent_that_is_taken_back_is_gone_at_once(world: World, adviser: Engine) -> None:
    with world.inside("hengelo"):
        db().execute(text("delete from message"))
    with adviser.connect() as connection:
        assert connection.scalars(text("select said from message")).all() == ["enschede aan advisers"]


def test_another_coalition_neither_reads_nor_writes_it(world: World, adviser: Engine) -> None:
    assert adviser.dialect.name == "postgresql"
    with world.inside("enschede"):
        assert set(db().scalars(text("select said from message"))) == {
            "enschede aan advisers",
            "enschede aan coalitions",
        }
    with pytest.raises(DBAPIError, match="row-level security"), world.inside("enschede"):
        db().execute(
            text(
                "insert into message (tenant_id, audience, said) values (:tenant, 'advisers', 'namens Hengelo')"
            ),
            {"tenant": world.tenant("hengelo")},
        )

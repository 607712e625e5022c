"""PostgreSQL's own catalogue, read as the role that serves: no table, reference or key slips past the boundary."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

import app.factory  # noqa: F401 - every model is known only when every feature is
from tenants import Base, TenantOwned, db
from tenants.database import engine
from tenants.policies import weaknesses
from tests.people import World

# Rows of no tenant, or readable beyond it; each has sentences of its own in the migration that made it.
GLOBAL = {
    "municipality": "the register of the 342",
    "tenant": "names and addresses of workspaces are public",
    "person": "one account for all coalitions",
    "sign_in": "a person's own sessions",
    "password_reset": "the link in somebody's mail",
    "platform_assignment": "who advises or operates",
    "membership": "a person sees the own roles anywhere",
    "organisation_member": "who works for an organisation, in all its coalitions",
    "organisation": "exists once for the whole product",
    "organisation_logo": "shown to who was given its address, or sees the organisation",
    "profile_change": "who changed what of a profile, for who keeps it",
    "profile_suggestion": "between who suggests and who keeps the profile; of which coalition, it does not tell",
    "colleague_invitation": "the link in a colleague's mail",
    "regional_body": "what stands above several coalitions, known to everybody; not which coalitions",
    "heartbeat": "whether the clock runs",
    "task": "work for later, also of no coalition",
    "backup": "that there was one; the web reads nothing of it",
    "removal": "how much went when its term had passed, also of no coalition",
    "answered_form": "a form is answered once, also outside every coalition",
}


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    assert world.people
    with engine().connect() as connection:
        yield connection


def _tables(connection: Connection) -> set[str]:
    return set(connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))) - {
        "alembic_version"
    }


def _tenant_tables() -> set[str]:
    mappers = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantOwned)]
    return {str(mapper.local_table) for mapper in mappers} - GLOBAL.keys()


def test_the_application_works_as_webapp_and_nothing_is_unguarded(connection: Connection) -> None:
    assert connection.scalar(text("select current_user")) == "webapp"
    assert weaknesses(connection) == []


def test_every_table_is_a_tenants_own_or_on_the_short_list(connection: Connection) -> None:
    assert _tables(connection) - _tenant_tables() - GLOBAL.keys() == set()
    assert _tenant_tables() - _tables(connection) == set()


def test_every_tenant_table_shows_and_takes_rows_of_the_acting_tenant_only(connection: Connection) -> None:
    rows = connection.execute(
        text("""select c.relname, pg_get_expr(p.polqual, p.polrelid) as seen, pg_get_expr(p.polwithcheck, p.polrelid) as taken
                from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'tenant'""")
    ).all()
    sentence = "(tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)"
    assert {row.relname for row in rows} >= _tenant_tables()
    assert {(row.seen, row.taken) for row in rows if row.relname in _tenant_tables()} == {
        (sentence, sentence)
    }


def test_no_reference_between_tenants_tables_looks_through_the_boundary(connection: Connection) -> None:
    """Trap 2: a plain foreign key accepts another tenant's row."""
    plain = connection.execute(
        text("""select con.conname from pg_constraint con
                where con.contype = 'f' and cardinality(con.conkey) = 1
                  and exists (select from pg_attribute a where a.attrelid = con.conrelid and a.attname = 'tenant_id')
                  and exists (select from pg_attribute a where a.attrelid = con.confrelid and a.attname = 'tenant_id')""")
    )
    assert plain.scalars().all() == []


def test_every_unique_key_of_a_tenants_table_starts_with_the_tenant(connection: Connection) -> None:
    """Trap 7: a unique constraint without the tenant tells one tenant what another has."""
    rows = connection.execute(
        text("""select t.relname, i.relname as key from pg_index x
                join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
                join pg_namespace n on n.oid = t.relnamespace
                where n.nspname = 'public' and x.indisunique
                  and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id')
                  and (select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[0]) <> 'tenant_id'""")
    ).all()
    assert [row for row in rows if row.relname not in GLOBAL] == []


def test_webapp_may_never_truncate_nor_own_nor_refer(connection: Connection) -> None:
    granted = connection.execute(
        text(
            """select table_name, privilege_type from information_schema.role_table_grants where grantee = 'webapp'"""
        )
    ).all()
    assert {row.privilege_type for row in granted} <= {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.parametrize(
    "statement",
    [
        "update event set note = ''",
        "delete from event",
        "update progress_update set happened = ''",
        "delete from progress_update",
    ],
)
def test_what_was_said_and_done_cannot_be_changed_by_the_application(world: World, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), world.inside("hengelo"):
        db().execute(text(statement))


def test_there_are_no_views_and_no_unreviewed_functions_that_run_as_their_owner(
    connection: Connection,
) -> None:
    """Trap 6: a view runs as its owner. A function that does is on this list, with what it gives away."""
    reviewed = {
        "my_organisations": "the organisations that who acts works for",
        "organisations_i_keep": "those of them that who acts keeps",
        "may_renew": "yes or no, in the very transaction in which a colleague's row ended, to who keeps the organisation",
        "organisation_has_member": "yes or no, of an organisation whose id one knows",
        "organisation_mail_domains": "the part after the @ of the addresses of who works for an organisation whose id one knows",
        "organisation_keepers": "addresses of who keeps an organisation, for the mail of a coalition that waits for its answer",
        "first_comes_alone": "nothing: it closes what others had opened to the people that an organisation no longer has",
        "open_tasks": "ids of tasks that wait, without content",
        "has_demonstration_accounts": "yes or no",
        "digest_readers": "ids of people who want a mail today",
        "forget_outside": "how many rows of which table passed a term that it knows itself, and from when",
        "house_state": "counts of tasks and coalitions, and moments",
        "house_chains": "per coalition, by its public address: how many events, and whether they were found as written",
        "failed_tasks": "which kind of task failed when, for which coalition; not what it was about",
        "record_event": "the event that it just wrote, of who acts, in the coalition that acts",
        "page_mark": "who holds the session whose digest is asked with, as its policy shows too, and a hash",
        "chain_event": "nothing: it gives an event its place in the chain at the commit",
    }
    views = connection.scalars(
        text(
            "select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace"
        )
    ).all()
    definers = connection.scalars(
        text("select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace")
    ).all()
    assert views == []
    assert set(definers) <= reviewed.keys()


def test_a_superuser_an_owner_and_an_unguarded_table_are_each_named_before_serving(world: World) -> None:
    superuser = create_engine(world.database.url("postgres"))
    with superuser.connect() as connection:
        assert any("superuser" in sentence for sentence in weaknesses(connection))
        assert any("bypass" in sentence for sentence in weaknesses(connection))
    superuser.dispose()
    owner = create_engine(world.database.url("owner"))
    with owner.connect() as connection:
        connection.execute(text("create table loose (id int)"))
        found = weaknesses(connection)
        assert any("owns tables" in sentence for sentence in found)
        assert any("loose" in sentence for sentence in found)
    owner.dispose()


def test_another_tenants_row_is_refused_as_a_reference(world: World) -> None:
    with pytest.raises(IntegrityError, match="fk_action_tenant_id_goal_id"), world.inside("hengelo"):
        db().execute(
            text("update action set goal_id = :goal"), {"goal": world.row("enschede", "goal", "operationeel")}
        )


def test_a_row_for_another_tenant_is_refused(world: World) -> None:
    with pytest.raises(DBAPIError, match="row-level security"), world.inside("hengelo"):
        db().execute(
            text(
                "insert into neighbourhood (tenant_id, id, name) values (:tenant, gen_random_uuid(), 'Zuid')"
            ),
            {"tenant": world.tenant("enschede")},
        )


def test_as_webapp_one_town_counts_none_of_the_others_rows(world: World) -> None:
    for table in sorted(_tenant_tables()):
        with world.inside("hengelo"):
            foreign = text(f"select count(*) from {table} where tenant_id <> :here")
            assert db().scalar(foreign, {"here": world.tenant("hengelo")}) == 0, table


def test_every_tenant_table_has_a_row_in_both_towns_so_that_the_test_above_can_fail(world: World) -> None:
    owner = create_engine(world.database.url("owner"))
    empty_by_design = {"task"}
    with owner.connect() as connection:
        for table in sorted(_tenant_tables() - empty_by_design):
            towns = connection.scalar(text(f"select count(distinct tenant_id) from {table}"))
            assert towns == 2, f"{table}: give both towns a row in tests/town.toml"
    owner.dispose()


def test_as_owner_a_reference_over_a_dangling_row_is_refused(world: World) -> None:
    """Trap 11: FORCE without a policy for the owner would accept it unchecked."""
    owner = create_engine(world.database.url("owner"))
    with owner.connect() as connection:
        connection.execute(text("alter table action drop constraint fk_action_tenant_id_goal_id"))
        connection.execute(text("update action set goal_id = gen_random_uuid()"))
        with pytest.raises(IntegrityError):
            connection.execute(
                text("""alter table action add constraint dangling foreign key (tenant_id, goal_id)
                        references goal (tenant_id, id)""")
            )
    owner.dispose()


def test_every_relation_is_loaded_by_name_only() -> None:
    loud = {
        relation.key
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy != "raise_on_sql"
    }
    assert loud == set()

"""Erasing a person: the name goes wherever it stood, what was done stays, and the chain still fits."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, create_engine, select, text

import app.factory  # noqa: F401 - every table is known only when every feature is
from app.access import Role
from app.accounts.models import Invitation, Person, give_roles
from app.console.erasure import erase_person
from app.console.main import main
from app.console.personal import (
    HOLDS_NO_PERSON,
    IN_HISTORY,
    KEPT_AS_PROOF,
    OWN_ROWS,
    PLACES,
    WITH_THE_ROW,
)
from app.history.chain import verify
from app.history.models import Event, record
from app.history.undoing import WayBack, offer_removed
from app.plan.models import Action, Attachment, ProgressUpdate
from app.web.answered import AnsweredForm
from tenants import Actor, acting_outside, db
from tests.people import World

OFFICER = "officer@hengelo"
EMAIL = f"{OFFICER}.example"
NAME = "Noor Voorbeeld"


@pytest.fixture
def owner(world: World) -> Iterator[Connection]:
    engine = create_engine(world.database.url("owner"))
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
    engine.dispose()


@pytest.fixture
def noor(world: World, owner: Connection) -> Actor:
    """The officer of Hengelo, under a name of her own, who has done something of everything; a namesake works in Enschede."""
    actor = Actor(world.people[OFFICER], NAME)
    owner.execute(text("update person set name = :name where id = :id"), {"name": NAME, "id": actor.id})
    for town, who in (("hengelo", actor), ("enschede", Actor(world.people["officer@enschede"], NAME))):
        with world.inside(town) as scope:
            scope.identify(who)
            action = db().get_one(Action, world.row(town, "action", "koffie"))
            record("action.edited", action, changes={"title": ("Koffie", "Thee")}, note="Zo is het beter")
            db().add(
                ProgressUpdate(
                    action_id=action.id,
                    author_id=who.id,
                    author_name=NAME,
                    happened="Er kwamen er tien.",
                    light="green",
                )
            )
            db().get_one(Attachment, world.row(town, "attachment", "flyer")).added_by = NAME
            invitation, _ = Invitation.to(
                name=f"Collega van {town}", email=f"collega@{town}.example", roles=[Role.READER]
            )
            invitation.revoke()
    with world.inside("hengelo", "administrator@hengelo"):
        Invitation.to(name=NAME, email=EMAIL, roles=[Role.READER])
        with acting_outside(actor=actor):
            person = db().get_one(Person, actor.id)
        give_roles(db().merge(person, load=False), {Role.OFFICER, Role.DECIDER})
        record("action.edited", db().get_one(Action, world.row("hengelo", "action", "koffie")), note=NAME)
    return actor


def everywhere(owner: Connection, words: str) -> dict[str, int]:
    """In which columns, of whatever table, the words stand; and how often."""
    columns = owner.execute(
        text("""select table_name, column_name from information_schema.columns
                where table_schema = 'public' and data_type in ('text', 'jsonb')""")
    ).all()
    found = {
        f"{table}.{column}": owner.scalar(
            text(f'select count(*) from "{table}" where strpos("{column}"::text, :words) > 0'),
            {"words": words},
        )
        for table, column in columns
    }
    return {place: count for place, count in found.items() if count}


def test_the_name_and_the_address_go_wherever_they_stood_and_a_namesake_elsewhere_stays(
    world: World, owner: Connection, noor: Actor
) -> None:
    before = everywhere(owner, NAME)
    assert set(before) >= {"person.name", "event.actor_name", "event.subject_label", "event.note", "progress_update.author_name",
                           "attachment.added_by", "invitation.name", "invitation.invited_by"}  # fmt: skip
    erased = erase_person(world.database.url("owner"), EMAIL.upper())
    assert [done.slug for done in erased] == ["hengelo"]
    assert everywhere(owner, EMAIL) == {}
    after = everywhere(owner, NAME)
    assert after == {
        "attachment.added_by": 1,
        "event.actor_name": 3,
        "invitation.invited_by": 1,
        "progress_update.author_name": 1,
    }
    with world.inside("enschede"):
        assert set(
            db().scalars(select(ProgressUpdate.author_name).where(ProgressUpdate.author_id.is_not(None)))
        ) == {NAME}


def test_the_chain_still_fits_what_was_done_stays_and_the_erasure_is_told(
    world: World, owner: Connection, noor: Actor
) -> None:
    with world.inside("hengelo"):
        head = verify()
    (done,) = erase_person(world.database.url("owner"), EMAIL)
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            assert verify().broken is None
    with world.inside("hengelo"):
        events = {event.id: event for event in db().scalars(select(Event))}
        told = next(event for event in events.values() if event.kind == "person.erased")
        stays = [event for event in events.values() if event.note == "Zo is het beter"]
        salts = db().execute(select(Event.who_salt, Event.what_salt)).all()
        assert verify().number == head.number + 1
    assert [(event.actor_id, event.actor_name, event.changes) for event in stays] == [
        (None, "", {"title": ["Koffie", "Thee"]})
    ]
    assert (told.actor_id, told.actor_name, told.subject_table) == (None, "Samenkracht", "tenant")
    assert set(told.changes) == {"erased_who", "erased_what"}
    assert len(done.who) == sum(row.who_salt is None for row in salts) == 3
    assert len(done.what) == sum(row.what_salt is None for row in salts) == 3


def test_a_blank_link_of_which_no_erasure_tells_is_a_fault_also_after_an_erasure(
    world: World, owner: Connection, noor: Actor
) -> None:
    erase_person(world.database.url("owner"), EMAIL)
    owner.execute(text("update event set who_salt = null, actor_id = null, actor_name = '' where number = 1"))
    with world.inside("hengelo"):
        broken = verify().broken
    assert broken is not None
    assert (broken.fault, broken.number) == ("erased", 1)


def test_history_says_that_a_name_and_a_content_were_removed_in_both_languages(
    world: World, noor: Actor
) -> None:
    erase_person(world.database.url("owner"), EMAIL)
    reader = world.as_person("reader@hengelo")
    words = reader.get("/hengelo/geschiedenis").words()
    assert "Verwijderd persoon" in words
    assert "Inhoud verwijderd" in words
    assert "Inhoud verwijderd:" not in words
    assert "Gegevens van een persoon verwijderd" in words
    assert NAME not in words
    assert "Inhoud verwijderd" in reader.get("/hengelo/geschiedenis?soort=erased").words()
    assert (
        "Verwijderd persoon"
        in reader.get(f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}").words()
    )
    reader.get("/taal/en")
    english = reader.get("/hengelo/geschiedenis").words()
    assert "Removed person" in english
    assert "Content removed" in english


def test_who_is_erased_is_signed_out_and_cannot_sign_in(world: World, noor: Actor) -> None:
    officer = world.as_person(OFFICER)
    assert officer.get("/hengelo/").status == 200
    erase_person(world.database.url("owner"), EMAIL)
    assert officer.get("/hengelo/").status == 302
    with acting_outside(actor=noor):
        person = db().get_one(Person, noor.id)
    assert not person.can_sign_in


def test_nothing_leads_back_to_who_was_erased(world: World, owner: Connection, noor: Actor) -> None:
    with world.inside("hengelo", "administrator@hengelo"):
        invitation = db().scalars(select(Invitation).where(Invitation.email == EMAIL)).one()
        invitation.revoke()
        flyer = db().get_one(Attachment, world.row("hengelo", "attachment", "flyer"))
        event = record("attachment.removed", db().get_one(Action, flyer.action_id), note=flyer.filename)
        offer_removed(event, [flyer])
        said = [["success", f"De uitnodiging voor {NAME} is ingetrokken."]]
        db().add(AnsweredForm(person_id=None, endpoint="x", digest="x", said=said))
    assert {"way_back.was", "answered_form.said"} <= set(everywhere(owner, NAME))
    erase_person(world.database.url("owner"), EMAIL)
    assert set(everywhere(owner, NAME)).isdisjoint({"way_back.was", "answered_form.said"})
    with world.inside("hengelo"):
        assert db().scalars(select(WayBack)).all() == []


def test_who_was_only_invited_is_erased_too(world: World, owner: Connection) -> None:
    erased = erase_person(world.database.url("owner"), "nieuw@voorbeeld.example")
    assert sorted(done.slug for done in erased) == ["enschede", "hengelo"]
    assert everywhere(owner, "Nieuwe collega") == everywhere(owner, "nieuw@voorbeeld.example") == {}
    for town in ("hengelo", "enschede"):
        with world.inside(town):
            assert verify().broken is None


def test_who_left_longer_ago_than_our_terms_is_erased_by_name_and_a_namesake_with_an_account_stays(
    world: World, owner: Connection, noor: Actor
) -> None:
    # The clock removed the account, the role and the invitation; in Enschede the namesake still works.
    for table in ("membership", "sign_in", "visit", "todo"):
        owner.execute(text(f"delete from {table} where person_id = :id"), {"id": noor.id})
    owner.execute(text("delete from invitation where email = :email"), {"email": EMAIL})
    owner.execute(text("delete from person where id = :id"), {"id": noor.id})
    command = ["person", "erase", EMAIL, "--url", world.database.url("owner"), "--yes"]
    unknown = CliRunner().invoke(main, command)
    assert (unknown.exit_code, "--name and --in" in unknown.output) == (1, True)
    assert CliRunner().invoke(main, [*command, "--name", NAME]).exit_code != 0
    assert (
        "no workspace nergens"
        in CliRunner().invoke(main, [*command, "--name", NAME, "--in", "nergens"]).output
    )
    done = CliRunner().invoke(main, [*command, "--name", NAME, "--in", "hengelo", "--in", "enschede"])
    assert done.exit_code == 0, done.output
    for town, left in (("hengelo", False), ("enschede", True)):
        with world.inside(town):
            assert verify().broken is None
            assert (NAME in set(db().scalars(select(Event.actor_name)))) is left
            assert (NAME in set(db().scalars(select(ProgressUpdate.author_name)))) is left


def test_the_command_says_what_it_did_and_that_nobody_is_left_to_administer(world: World) -> None:
    url = world.database.url("owner")
    asked = CliRunner().invoke(
        main, ["person", "erase", "administrator@hengelo.example", "--url", url], input="n\n"
    )
    assert asked.exit_code == 1
    told = CliRunner().invoke(
        main, ["person", "erase", "administrator@hengelo.example", "--url", url, "--yes"]
    )
    assert told.exit_code == 0, told.output
    assert "hengelo\tdone by: none\tabout: none" in told.output
    assert "No administrator is left" in told.output
    again = CliRunner().invoke(
        main, ["person", "erase", "administrator@hengelo.example", "--url", url, "--yes"]
    )
    assert again.exit_code == 1
    assert "Nobody has the address" in again.output


def test_every_column_that_may_hold_a_person_is_declared(owner: Connection) -> None:
    looks_like_a_person = text("""
        select table_name, column_name from information_schema.columns
        where table_schema = 'public' and data_type in ('text', 'uuid')
          and column_name ~ '(name|author|email|(_by|_by_id|_by_name|person|actor)$)' and column_name !~ '^(person|actor)_id$'
    """)
    found = {(row.table_name, row.column_name) for row in owner.execute(looks_like_a_person)}
    declared = {(place.table, place.column) for place in PLACES} | IN_HISTORY | WITH_THE_ROW
    undeclared = found - declared - HOLDS_NO_PERSON.keys() - KEPT_AS_PROOF.keys() - {("person", "id")}
    assert undeclared == set(), (
        "say in app/console/personal.py what becomes of it, or that no person is in it"
    )
    existing = {
        (row.table_name, row.column_name)
        for row in owner.execute(
            text(
                "select table_name, column_name from information_schema.columns where table_schema = 'public'"
            )
        )
    }
    assert (declared | HOLDS_NO_PERSON.keys() | KEPT_AS_PROOF.keys()) - existing == set()


def test_every_row_that_is_of_one_person_is_declared(owner: Connection) -> None:
    of_a_person = text("""
        select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'person'::regclass
        union select table_name from information_schema.columns where table_schema = 'public' and column_name = 'person_id'
    """)
    found = set(owner.scalars(of_a_person))
    # A role ends, and is told of for two years; a seat stays, without the person.
    ends = {place.table for place in PLACES if place.column in {"ended_at", "person_id"}}
    assert found - {table for table, _ in OWN_ROWS} <= ends

"""Who works here, in which roles; and the last administrator, who stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from app.access import Role
from app.accounts.models import Membership
from app.history.models import Event
from tenants import db
from tests.people import World


def administrators(world: World) -> int:
    with world.inside("hengelo"):
        held = select(Membership.id).where(
            Membership.role == Role.ADMINISTRATOR, Membership.ended_at.is_(None)
        )
        return len(db().scalars(held).all())


def test_everybody_sees_who_works_here_and_nobody_of_elsewhere(world: World) -> None:
    words = world.as_person("officer@hengelo").get("/hengelo/mensen").words()
    assert "Coordinator in hengelo" in words
    assert "Beheerder sinds" in words
    assert "in enschede" not in words
    assert "Uitgenodigd" not in words


def test_an_administrator_changes_roles_and_history_tells_it(world: World) -> None:
    officer = world.people["officer@hengelo"]
    visitor = world.as_person("administrator@hengelo")
    assert visitor.get(f"/hengelo/mensen/{officer}").status == 200
    assert visitor.post(f"/hengelo/mensen/{officer}", {"roles": ["reader", "controller"]}).status == 303
    with world.inside("hengelo"):
        told = db().scalars(select(Event).where(Event.kind == "person.given_roles")).one()
    assert told.changes == {"roles": [["officer"], ["controller", "reader"]]}
    assert world.as_person("officer@hengelo").get("/hengelo/instellingen").status == 403


def test_somebody_whose_roles_ended_finds_the_door_closed(world: World) -> None:
    officer = world.people["officer@hengelo"]
    desk = world.as_person("officer@hengelo")
    assert desk.get("/hengelo/mensen").status == 200
    administrator = world.as_person("administrator@hengelo")
    assert "Beleidsmedewerker" in administrator.get(f"/hengelo/mensen/{officer}/einde").words()
    assert administrator.post(f"/hengelo/mensen/{officer}/einde").status == 303
    answer = desk.get("/hengelo/mensen")
    assert answer.status == 404
    assert "U werkt hier niet meer mee" in answer.words()
    assert "Samen aan tafel" in desk.get("/").words("//main//ul")
    assert "eindigde op" in desk.get("/account").words()
    # And can be given roles again later.
    assert administrator.post(f"/hengelo/mensen/{officer}", {"roles": ["reader"]}).status == 303
    assert desk.get("/hengelo/").status == 200


def test_the_last_administrator_stays(world: World) -> None:
    me = world.people["administrator@hengelo"]
    visitor = world.as_person("administrator@hengelo")
    answer = visitor.post(f"/hengelo/mensen/{me}", {"roles": ["reader"]})
    assert answer.status == 422
    assert "laatste beheerder" in answer.text
    assert visitor.post(f"/hengelo/mensen/{me}/einde").status == 409
    assert administrators(world) == 1


def test_of_two_administrators_who_remove_each_other_at_once_one_stays(world: World) -> None:
    first, second = "administrator@hengelo", "officer@hengelo"
    with world.inside("hengelo"):
        db().add(Membership(person_id=world.people[second], role=Role.ADMINISTRATOR))
    for _ in range(3):
        together = Barrier(2)
        visitors = {who: world.as_person(who) for who in (first, second)}
        for visitor in visitors.values():
            visitor.get("/hengelo/mensen")

        def remove(who: str, whom: str, together: Barrier = together, visitors: dict = visitors) -> int:  # type: ignore[type-arg]
            together.wait()
            roles = {"roles": ["reader"]}
            return int(visitors[who].post(f"/hengelo/mensen/{world.people[whom]}", roles).status)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(remove, (first, second), (second, first)))
        assert administrators(world) == 1
        with world.inside("hengelo"):
            held = set(
                db().scalars(
                    select(Membership.person_id).where(
                        Membership.role == Role.ADMINISTRATOR, Membership.ended_at.is_(None)
                    )
                )
            )
            for who in {world.people[first], world.people[second]} - held:
                db().add(Membership(person_id=who, role=Role.ADMINISTRATOR))


def test_a_person_of_enschede_is_nobody_in_hengelo(world: World) -> None:
    visitor = world.as_person("administrator@hengelo")
    stranger = world.people["reader@enschede"]
    assert visitor.get(f"/hengelo/mensen/{stranger}").status == 404
    assert visitor.post(f"/hengelo/mensen/{stranger}", {"roles": ["reader"]}).status == 404
    assert visitor.post(f"/hengelo/mensen/{stranger}/einde").status == 404


def test_a_role_that_one_holds_elsewhere_is_not_listed_nor_changed_here(world: World) -> None:
    me = world.people["administrator@hengelo"]
    with world.inside("enschede"):
        db().add(Membership(person_id=me, role=Role.COORDINATOR))
    visitor = world.as_person("administrator@hengelo")
    page = visitor.get("/hengelo/mensen")
    assert page.words("//main//ul").count("Coördinator sinds") == 1
    assert visitor.post(f"/hengelo/mensen/{me}", {"roles": ["administrator", "reader"]}).status == 303
    with world.inside("enschede"):
        held = select(Membership.role).where(Membership.person_id == me, Membership.is_here())
        assert db().scalars(held).all() == ["coordinator"]
